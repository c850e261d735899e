"""All that the search finds: sections of the documentation, and scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from visualizer import scenarios
from visualizer.library import documents
from visualizer.library.search import Entry, Index
from visualizer.library.sources import ROOT

__all__ = ["KINDS", "index"]

KINDS = {"docs": "Documentation", "scenarios": "Scenarios"}
"""What can be searched alone, and how it is called."""


def index() -> Index:
    """The index of what is there now; built when it is first asked for, and when files change."""
    names = tuple(one.name for one in documents.documents())
    changed = tuple((ROOT / name).stat().st_mtime_ns for name in names)
    return _index(changed, tuple(shipped.slug for shipped in scenarios.all_shipped()))


@lru_cache(maxsize=1)
def _index(changed: tuple[int, ...], slugs: tuple[str, ...]) -> Index:
    return Index(_entries())


def _entries() -> Iterator[Entry]:
    yield from _documents()
    yield from _scenarios()


def _documents() -> Iterator[Entry]:
    for document in documents.documents():
        page = document.page
        for passage in page.passages:
            heading = passage.heading
            first = heading.anchor == page.headings[0].anchor
            where = document.address if first else f"{document.address}#{heading.anchor}"
            words = "" if first else heading.words
            yield Entry("docs", where, page.title, words, passage.text)


def _scenarios() -> Iterator[Entry]:
    """Without the answer, which a reader opens when he has thought about it."""
    for slug, scenario in ((one.slug, one.scenario) for one in scenarios.all_shipped()):
        text = f"{scenario.description}\n{', '.join(scenario.topics)}"
        yield Entry("scenarios", f"/s/{slug}", scenario.title, "", text)
