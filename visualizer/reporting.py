"""Reports of stored runs, as files in any of the formats."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from django.db.models import F

from simcore import ScenarioInvalid
from simcore.reporting import Report, ReportError, between, build
from simcore.reporting.drawing import png, svg
from simcore.reporting.formats import Format
from simcore.scenario import Scenario
from visualizer import scenarios, stored_lab
from visualizer.comparing import GONE, NoResult, has_result
from visualizer.models import Run

__all__ = ["PICTURES", "compared", "figure", "of_run", "report"]

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}


def of_run(run: Run, format: Format, texts: Mapping[str, Any]) -> bytes:
    """The report of one, whose frames are handed over where it is to be seen in motion.

    Raises `NoResult`, `ReportError`.
    """
    return format.write(report(run, texts, moving=format.moving))


def figure(run: Run, name: str, suffix: str) -> bytes:
    """One timeline as a picture; raises `NoResult`, `ReportError`."""
    report = build(_result_of(run), scenario=_written(run), sections=("timelines",))
    chart = next((one for one in report.charts if one.name == name), None)
    if chart is None:
        there = ", ".join(one.name for one in report.charts)
        raise ReportError(f"there is no timeline {name!r:.60}", there)
    drawn = svg(chart, report.run)
    return drawn.encode() if suffix == "svg" else png(drawn)


def compared(was: Run, now: Run, format: Format, texts: Mapping[str, Any]) -> bytes:
    """The report of two; raises `NoResult`, `ReportError`."""
    return format.write(report(now, texts, was=was, moving=format.moving))


def report(
    run: Run, texts: Mapping[str, Any], *, was: Run | None = None, moving: bool = True
) -> Report:
    """What is told of a run, or of what came of another one; raises `NoResult`, `ReportError`."""
    if was is None:
        told = build(_result_of(run), scenario=_written(run), **texts)
    else:
        results = [_result_of(one) for one in (was, run)]
        told = between(*results, scenarios=(_written(was), _written(run)), **texts)
    live = stored_lab.live(run) if moving else None
    return replace(told, live=live or _not_there)


def _not_there() -> None:
    """Instead of a run that is computed again: that is no work for a server that answers."""


def _written(run: Run) -> Scenario | None:
    """The scenario as it was written; None where this version does not read it any more."""
    try:
        return scenarios.load(run.document)
    except ScenarioInvalid:
        return None


def _result_of(run: Run) -> Any:
    """It may be gone since somebody looked whether there is one."""
    if not has_result(run):
        raise NoResult(f"Run {run.id} is {run.state} and has no result.")
    blob = Run.objects.filter(id=run.id).values_list(F("result"), flat=True).first()
    if not blob:
        raise NoResult(GONE.format(run=run.id))
    return orjson.loads(zlib.decompress(bytes(blob)))
