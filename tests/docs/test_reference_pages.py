"""Pages that are not written by hand are as the code would write them: `make pages`."""

import pytest

from tools import pages

pytestmark = pytest.mark.docs


@pytest.mark.parametrize("name", pages.PAGES)
def test_a_page_is_current(name):
    path = pages.ROOT / "docs" / "reference" / name
    assert path.read_text(encoding="utf-8") == pages.PAGES[name]()


def test_a_page_that_is_not_current_is_found(monkeypatch):
    some = {"models.md": lambda: "something else", "metrics.md": pages.PAGES["metrics.md"]}
    monkeypatch.setattr(pages, "PAGES", some)
    assert [path.name for path in pages.stale()] == ["models.md"]
