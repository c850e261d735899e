"""The pages of the site, in the one order in which every page names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

__all__ = ["ENTRIES", "Entry", "Place", "navigation"]

Current = Literal["page", "true", ""]


@dataclass(frozen=True)
class Entry:
    """A page of the navigation; what lies below `within` belongs to it."""

    label: str
    name: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """An entry as a page shows it; `current` is the value of aria-current."""

    label: str
    address: str
    current: Current


ENTRIES = (
    Entry("Gallery", "gallery", ("/s/",)),
    Entry("Lessons", "lessons", ("/lessons/",)),
    Entry("Docs", "docs", ("/docs/", "/source/", "/search")),
    Entry("Model", "model", ("/model/",)),
    Entry("Class", "class-enter", ("/c/",)),
    Entry("Keys", "keys"),
)


def navigation(path: str) -> list[Place]:
    """Every entry, as the page at `path` shows it."""
    return [_place(entry, path) for entry in ENTRIES]


def _place(entry: Entry, path: str) -> Place:
    address = reverse(entry.name)
    current: Current = ""
    if path == address:
        current = "page"
    elif path.startswith(entry.within):
        current = "true"
    return Place(entry.label, address, current)
