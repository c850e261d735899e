"""`simcore.report`: the report of whatever came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simcore.analysis import Comparison
from simcore.reporting.asked import Document
from simcore.reporting.between import between
from simcore.reporting.build import build
from simcore.reporting.complaint import ReportError
from simcore.reporting.report import Report
from simcore.scenario import Scenario
from simcore.scenario.run import Result

__all__ = ["report"]


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
    texts: dict[str, Any] = {"title": title, "author": author, "notes": notes}
    if not isinstance(of, Comparison):
        return build(of, scenario=_written(of), sections=sections, **texts)
    if len(of.runs) != 2:
        raise ReportError("this comparison does not hold its results", "compare them again")
    was, now = of.runs
    both = _written(was), _written(now)
    return between(was, now, scenarios=both, sections=sections, **texts)


def _written(of: Result | Document | Any) -> Scenario | None:
    return None if isinstance(of, Mapping) else getattr(of, "scenario", None)
