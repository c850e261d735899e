"""Names that people give: runs, and themselves."""

from __future__ import annotations

from itertools import filterfalse

from simcore.scenario.document.screen import is_hostile


def harmless(name: str) -> str:
    """On one line, without what cannot be seen."""
    return " ".join("".join(filterfalse(is_hostile, " ".join(name.split()))).split())
