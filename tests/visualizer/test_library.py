"""The documentation as pages: links, anchors, pictures, sources, and nothing that is not meant."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from visualizer.library import documents, sources
from visualizer.library.markdown import rendered

DOCUMENTS = documents.documents()


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_every_markdown_page_is_a_page_of_the_site():
    files = {
        path.relative_to(sources.ROOT).as_posix() for path in (sources.ROOT / "docs").rglob("*.md")
    }
    named = [one.name for one in DOCUMENTS]
    assert files - set(named) == set(), "docs/index.md names every page"
    assert {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"} <= set(named)
    assert len(named) == len(set(named))
    assert len({one.address for one in DOCUMENTS}) == len(named)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)
def test_no_link_of_a_page_leads_nowhere(document):
    assert document.page.broken == ()
    assert document.title == document.page.title


def test_contents_are_in_the_order_of_the_index_and_pages_lead_on():
    titles = [chapter.title for chapter in documents.chapters()]
    assert titles == ["Learn", "Do", "Look up", "Understand", "Decisions", "The project"]
    first, second = documents.find("/docs"), documents.find("/docs/tutorials/first-run")
    assert documents.neighbours(first) == (None, second)
    text = page("/docs/tutorials/first-run")
    assert 'rel="prev" href="/docs"' in text
    assert 'rel="next" href="/docs/how-to/write-a-scenario"' in text
    assert 'href="/docs/tutorials/first-run" aria-current="page"' in text


def test_a_page_asked_for_again_is_not_sent_again():
    client = Client()
    first = client.get("/docs/reference/cli")
    assert "no-cache" in first["Cache-Control"]
    assert "private" in first["Cache-Control"]
    again = client.get("/docs/reference/cli", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    client.cookies["theme"] = "dark"
    other = client.get("/docs/reference/cli", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


def test_sources_are_shown_with_their_lines():
    text = page("/source/simcore/version.py")
    assert 'id="L1"' in text
    assert "MODEL" in text
    assert 'href="/source/simcore/services/sqs/standard"' in page("/source/simcore/services/sqs")


NO_SOURCES = [
    "var/secret_key",
    "../var",
    "simcore/../var/secret_key",
    ".git/config",
    "/etc/passwd",
    "simcore/..",
    ".",
    "node_modules",
    "static/dist/manifest.json",
    "requirements.lock",
    "simcore/__pycache__",
    "docs/../manage.py/x",
    "nothing.py",
    "visualizer/nothing.py",
]


@pytest.mark.parametrize("name", NO_SOURCES)
def test_what_is_no_source_is_not_shown(name):
    assert sources.find(name) is None
    assert Client().get(f"/source/{name}").status_code in (301, 404)


def test_a_file_beside_the_pages():
    answer = Client().get("/docs/images/lab-light.png")
    assert answer["Content-Type"] == "image/png"
    for name in ("images/../../var/secret_key", "nothing.png", "images", "reference/nothing"):
        assert Client().get(f"/docs/{name}").status_code == 404


# What Markdown becomes.


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def named(self, name: str) -> list[dict]:
        return [attributes for tag, attributes in self.found if tag == name]


def test_html_in_markdown_is_text_and_links_are_plain():
    made = rendered(
        "# A `b` & c\n\n<script>alert(1)</script>\n\nx <img src=x onerror=alert(1)> y\n\n"
        "[bad](javascript:alert(1)) [out](https://example.org/?a=1&b=2) [in](in.md) [no](no.md)\n\n"
        "## A `b` & c\n\n| | b |\n| :- | -: |\n| 1 | <b>2</b> |\n\n```python\n1 < 2\n```\n",
        {"in.md": "/in"}.get,
    )
    tags = Tags(made.html)
    assert not tags.named("script")
    assert not tags.named("img")
    assert not tags.named("b")
    assert len(tags.named("th")) == 1  # a column without a name has no head
    assert "style=" not in made.html
    inside = [one for one in tags.named("a") if one.get("class") != "anchor"]
    assert [one["href"] for one in inside] == [
        "https://example.org/?a=1&b=2", "/in", "#content",
    ]  # fmt: skip
    assert [one.get("rel") for one in inside] == ["noopener noreferrer", None, None]
    assert made.broken == ("no.md",)
    assert [one.anchor for one in made.headings] == ["a-b--c", "a-b--c-1"]
    assert made.title == "A b & c"
    assert "1 < 2" in made.passages[1].text
    assert re.search(r'<span class="hl-mi">1</span>.*&lt;', made.html)
