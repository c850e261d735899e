"""`simcore.report`: the report of whatever came out, to be saved in any format there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from simcore.analysis import Comparison
from simcore.paper import formats
from simcore.paper.again import again
from simcore.reporting import front
from simcore.reporting.asked import Document
from simcore.reporting.report import Report
from simcore.scenario.run import Result

__all__ = ["formats", "report"]


def report(
    of: Result | Comparison | Document,
    *,
    sections: Sequence[str] | None = None,
    title: str = "",
    author: str = "",
    notes: str = "",
) -> Report:
    """The report of a result, of its document, or of a comparison; `save` writes it.

    `sections` names those that are wanted (all, without it): `simcore.reporting.SECTIONS`, and
    `COMPARED` of a comparison. Raises `ReportError` for a section that is unknown, texts that are
    too long, and a comparison that does not hold its results.
    """
    told = front.report(of, sections=sections, title=title, author=author, notes=notes)
    last = of.runs[-1] if isinstance(of, Comparison) else of
    return replace(told, live=partial(again, told.results[-1], getattr(last, "scenario", None)))
