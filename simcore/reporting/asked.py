"""What is asked of a report: of which result, with which sections and texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from simcore.reporting.complaint import ReportError

__all__ = ["LONGEST", "Document", "Tells", "check_lengths", "document_of", "wanted"]

LONGEST = {"title": 200, "author": 200, "notes": 20_000}
"""Characters."""

Document = Mapping[str, Any]


class Tells(Protocol):
    """What a run leaves behind: it gives its document."""

    def as_dict(self) -> dict[str, Any]:
        """The document."""


def document_of(result: Tells | Document) -> Document:
    """The result as plain data."""
    return result if isinstance(result, Mapping) else result.as_dict()


def wanted(sections: Sequence[str] | None, known: Iterable[str]) -> list[str]:
    """Those that are asked for, in the order of a report; raises `ReportError` for others."""
    there = list(known)
    for name in sections or ():
        if name not in there:
            raise ReportError(f"there is no section {name!r:.60}", ", ".join(there))
    return there if sections is None else [name for name in there if name in sections]


def check_lengths(title: str, author: str, notes: str) -> None:
    """Raises `ReportError` for a text that is too long."""
    for name, text in (("title", title), ("author", author), ("notes", notes)):
        if len(text) > LONGEST[name]:
            message = f"{name}: {len(text):,} characters are too many"
            raise ReportError(message, f"at most {LONGEST[name]:,}")
