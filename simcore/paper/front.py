"""`simcore.report`: as in `simcore.reporting.front`, to be saved in any format there is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial, wraps
from typing import Any

from simcore.analysis import Comparison
from simcore.paper import formats
from simcore.paper.again import again
from simcore.reporting import front
from simcore.reporting.asked import Document
from simcore.reporting.report import Report
from simcore.scenario.run import Result

__all__ = ["formats", "report"]


@wraps(front.report)
def report(of: Result | Comparison | Document, **said: Any) -> Report:
    told = front.report(of, **said)
    last = of.runs[-1] if isinstance(of, Comparison) else of
    return replace(told, live=partial(again, told.results[-1], getattr(last, "scenario", None)))
