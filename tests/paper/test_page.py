"""Pages that hold all they need: what is in them, and what they may do."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from simcore.paper import page
from simcore.paper.bundle import Bundle, BundleMissing, bundle
from tests.paper.conftest import HOSTILE, lived
from tests.scenario.small import SMALL

FETCHES = {"src", "srcset", "data", "action", "poster", "background", "ping"}


class Reader(HTMLParser):
    """What a page would run or fetch, and what it says."""

    def __init__(self, text):
        super().__init__()
        self.scripts, self.asks, self.handlers, self.meta, self.inside = [], [], [], {}, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.inside = tag
        self.handlers += [name for name in found if name.startswith("on") or name == "style"]
        self.asks += [found[name] for name in found if name in FETCHES]
        if tag == "link":
            self.asks.append(found["href"])
        if tag == "script" and "type" not in found:
            self.scripts.append("")
        if tag == "meta" and "http-equiv" in found:
            self.meta[found["http-equiv"]] = found["content"]

    def handle_data(self, data):
        if self.inside == "script" and self.scripts:
            self.scripts[-1] += data

    def handle_endtag(self, tag):
        self.inside = None


@pytest.fixture(scope="module")
def text(small):
    return page.embedded(small, "http://lab.test/lab/ABCDEFGHIJ")


def test_a_page_asks_for_nothing_and_may_not(text):
    read = Reader(text)
    assert set(read.asks) == {"data:,"}
    assert read.handlers == []
    assert re.findall(r"@import|url\((?!\"?data:)", bundle().style) == []
    policy = read.meta["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "connect-src" not in policy
    assert "http" not in policy


def test_the_policy_names_the_one_script_there_is(text):
    (script,) = Reader(text).scripts
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in Reader(text).meta["Content-Security-Policy"]


def test_the_same_run_is_the_same_page(small, text):
    assert page.embedded(small, "http://lab.test/lab/ABCDEFGHIJ") == text


def test_a_page_stays_below_its_limit(small, text):
    most = len(text.encode()) - 2000
    smaller = page.embedded(replace(small, most_bytes=most))
    assert len(smaller.encode()) <= most
    assert 'id="run-data"' in smaller


def test_a_run_without_room_is_not_inside_and_the_page_says_so(small):
    empty = page.embedded(replace(small, most_bytes=1))
    assert "too large to be put into a page" in empty
    assert Reader(empty).scripts == []


def test_a_hostile_title_is_text():
    document = {**SMALL, "duration": "5 s", "title": HOSTILE}
    document["components"]["worker"] = {**SMALL["components"]["worker"], "title": HOSTILE}
    written = page.embedded(lived(document), f"http://x/{HOSTILE}")
    read = Reader(written)
    assert len(read.scripts) == 1
    assert read.handlers == []
    assert "<img" not in written.replace(bundle().script, "")
    assert "alert(1)</title>" not in written


def test_nothing_in_a_bundle_can_end_it(tmp_path):
    (tmp_path / "lab.js").write_text('a("</script><!-- <script>")')
    (tmp_path / "lab.css").write_text("p::before { content: '</style>' }")
    found = bundle(tmp_path)
    assert "</script" not in found.script
    assert "<!--" not in found.script
    assert "</" not in found.style


def test_a_bundle_that_was_not_built_is_said_to_be_missing(tmp_path):
    with pytest.raises(BundleMissing, match="was not built") as failed:
        bundle(tmp_path)
    assert "make setup" in failed.value.hint


def test_another_build_has_another_name():
    assert Bundle("a", "b").name != Bundle("a", "c").name
