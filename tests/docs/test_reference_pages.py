"""Pages that are not written by hand are as the code would write them: `make pages`."""

import pytest

from tools import pages

pytestmark = pytest.mark.docs


@pytest.mark.parametrize(("path", "text"), pages.written(), ids=list(pages.PAGES))
def test_a_page_is_current(path, text):
    assert path.read_text(encoding="utf-8") == text


def test_a_page_that_is_not_current_is_found(monkeypatch):
    monkeypatch.setitem(pages.PAGES, "models.md", lambda: "something else")
    assert [path.name for path in pages.stale()] == ["models.md"]
