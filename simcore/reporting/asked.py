"""What is asked of a report: of which result, with which sections and texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import filterfalse
from typing import Any, Protocol

from simcore.reporting.complaint import ReportError
from simcore.scenario.document.screen import is_hostile

__all__ = ["LONGEST", "Document", "Tells", "checked_texts", "document_of", "wanted"]

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
            raise ReportError(f"there is no section {name!r:.60}", allowed=", ".join(there))
    return there if sections is None else [name for name in there if name in sections]


def checked_texts(title: str, author: str, notes: str) -> dict[str, str]:
    """The texts by name, without what cannot be seen; raises `ReportError` for one too long.

    What turns the direction of a line, or is no character of a text, would make a page or a
    Markdown file look as if something else stood there.
    """
    texts = {"title": title, "author": author, "notes": notes}
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            message = f"{name}: {len(text):,} characters are too many"
            raise ReportError(message, f"at most {LONGEST[name]:,}")
    return {name: "".join(filterfalse(is_hostile, text)) for name, text in texts.items()}
