"""Every link of every page that the server writes leads somewhere, to its anchor too."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from django.test import Client

from simcore.lessons import find as find_lesson
from visualizer import scenarios
from visualizer.library import sources

pytestmark = pytest.mark.django_db(transaction=True)

START = ["/", "/lessons", "/docs", "/model", "/keys", "/search?q=throttle"]
PAGES = Path(__file__).parents[2] / "static" / "src" / "pages"


class Page(HTMLParser):
    """The links and the ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.abroad: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if named.get("id"):
            self.ids.append(named["id"])
        for name in ("href", "src", "srcset", "action"):
            if named.get(name) and tag not in ("link", "script"):
                self._note(tag, named, named[name])

    def _note(self, tag, named, link):
        if re.match(r"https?://", link):
            self.abroad.append({"tag": tag, **named})
        else:
            self.links.add(link)


@cache
def opened(path: str) -> Page | int:
    """What is at an address: a page, or the status of what is none."""
    answer = Client().get(path)
    if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
        return answer.status_code
    return Page(answer.content.decode())


def is_there(path: str, query: str) -> bool:
    """Whether a link leads somewhere. A laboratory is there where its inputs are; of sources it is
    enough that they would be shown."""
    asked = parse_qs(query)
    if path == "/lab/new":
        lesson, scenario = asked.get("lesson"), asked.get("scenario")
        found = find_lesson(lesson[0]) if lesson else scenarios.find_shipped(scenario[0])
        return found is not None
    if path.startswith("/source/"):
        return sources.find(path.removeprefix("/source/")) is not None
    page = opened(f"{path}?{query}" if query else path)
    return isinstance(page, Page) or page == 200


def walk() -> Iterator[tuple[str, Page]]:
    """Every page that can be reached from the front page, but for labs and sources."""
    waiting, seen = list(START), set(START)
    while waiting:
        here = waiting.pop()
        page = opened(here)
        if not isinstance(page, Page):
            continue
        yield here, page
        for link in page.links:
            path = urlsplit(urljoin(here, link))
            if path.path.startswith(("/source/", "/lab/", "/static/")) or path.path in seen:
                continue
            seen.add(path.path)
            waiting.append(path.path)


def wrong(here: str, page: Page) -> Iterator[str]:
    for link in page.links:
        parts = urlsplit(urljoin(here, link))
        if not is_there(unquote(parts.path), parts.query):
            yield f"{here}: {link}"
        elif parts.fragment and parts.path != "/lab/new" and not has(parts):
            yield f"{here}: {link} has no such place"


def has(parts) -> bool:
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    page = opened(path)
    return isinstance(page, Page) and unquote(parts.fragment) in page.ids


def test_every_link_leads_somewhere():
    pages = dict(walk())
    assert len(pages) > 100
    assert {"/model/results", "/docs/architecture", "/s/sqs-ramp", "/c/"} <= set(pages)
    assert [found for here, page in pages.items() for found in wrong(here, page)] == []
    twice = {here: page.ids for here, page in pages.items() if len(page.ids) != len(set(page.ids))}
    assert twice == {}
    odd = [link for page in pages.values() for link in page.abroad]
    assert [
        link for link in odd if link["tag"] != "a" or link.get("rel") != "noopener noreferrer"
    ] == []
    assert len(odd) > 50


def test_a_link_that_leads_nowhere_is_found():
    page = Page('<a href="/docs#nothing">a</a><a href="/nothing">b</a><a href="/docs">c</a>')
    assert sorted(wrong("/", page)) == ["/: /docs#nothing has no such place", "/: /nothing"]


def test_every_page_has_the_theme():
    """Where the server writes a header, the page's script puts the button into it."""
    for script in PAGES.glob("*.ts"):
        text = script.read_text()
        has_it = "themeButton" in text or '"./common/site"' in text or '"./gallery"' in text
        assert has_it or script.name in ("lab.ts", "nearest.ts", "nearest.test.ts"), script.name
