"""Reports of stored runs, as files in any of the formats: what they are made of, and their keys."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import orjson
from django.conf import settings
from django.db.models import F

from simcore import ScenarioInvalid
from simcore.paper import pdf as printer
from simcore.paper.edition import edition
from simcore.paper.formats import PDF, Format
from simcore.paper.papers import PAPERS
from simcore.reporting import NotAResult, ReportError
from simcore.scenario import Scenario
from simcore.scenario.trace_book import TraceBook
from visualizer import press, scenarios, stored_lab, writer
from visualizer.comparing import GONE, NoResult, require_result
from visualizer.models import Run
from visualizer.writer import Material

__all__ = ["PICTURES", "figure", "file", "made_of", "outline", "paper"]

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}

NOT_READ = (
    "the result of run {runs} is of a form that this version does not read any more: run the "
    "scenario again"
)

Runs = tuple[Run, ...]
"""One, or two: what was, and what came of it."""


def made_of(*runs: Run | None) -> Hashable:
    """What a page of these runs depends on: as they stand, with this build and these settings."""
    stand = tuple((run.id, run.state, run.frames, run.finished) for run in runs if run)
    return stand, edition(), settings.MAX_REPORT_BYTES


def file(
    runs: Runs, format: Format, texts: Mapping[str, Any], paper_size: str = PAPERS[0]
) -> bytes:
    """A report in a format; raises `NoResult`, `ReportError`, `Busy`."""
    if format is PDF:
        return _printed(runs, texts, paper_size)

    def write() -> bytes:
        return press.writing(writer.file, _material(runs, texts, format.moving), format.suffix)

    return _made(write, runs, texts, format.suffix)


def _printed(runs: Runs, texts: Mapping[str, Any], size: str) -> bytes:
    printer.chromium()  # before the work

    def write() -> bytes:
        page = press.writing(writer.paper, _material(runs, texts, True), size)
        return printer.printed_pages(page.decode())  # by a program of its own

    return _made(write, runs, texts, PDF.suffix, size)


def paper(runs: Runs, texts: Mapping[str, Any], size: str) -> str:
    """What is printed; raises the same."""

    def write() -> bytes:
        return press.writing(writer.paper, _material(runs, texts, True), size)

    return _made(write, runs, texts, "paper", size).decode()


def outline(runs: Runs) -> dict[str, Any]:
    """Title, question and sections of a report without a word of anybody's; raises the same."""

    def write() -> bytes:
        return press.writing(writer.outline, _material(runs, {}, False))

    told: dict[str, Any] = orjson.loads(_made(write, runs, {}, "outline"))
    return told


def figure(run: Run, name: str, suffix: str) -> bytes:
    """One timeline as a picture; raises the same."""
    texts = {"sections": ("timelines",)}

    def write() -> bytes:
        return press.writing(writer.figure, _material((run,), texts, False), name, suffix)

    return _made(write, (run,), texts, "figure", name, suffix)


def _made(
    write: Callable[[], bytes], runs: Runs, texts: Mapping[str, Any], *more: Hashable
) -> bytes:
    said = orjson.dumps(dict(texts), option=orjson.OPT_SORT_KEYS)
    try:
        return press.made((made_of(*runs), said, more), write)
    except NotAResult as error:
        made = " or ".join(f"{run.id} (model {run.model_version})" for run in runs)
        raise ReportError(NOT_READ.format(runs=made), error.hint) from error


def _material(runs: Runs, texts: Mapping[str, Any], moving: bool) -> Material:
    results = tuple(map(_result_of, runs))
    live = stored_lab.live(runs[-1]) if moving else None
    return Material(results, tuple(map(_written, runs)), texts, live)


def _written(run: Run) -> Scenario | None:
    """The scenario as it was written; None where this version does not read it any more."""
    try:
        scenario = scenarios.load(run.document)
    except ScenarioInvalid:
        return None
    return scenario.with_traces(TraceBook(scenario.traces))  # another process finds no uploads


def _result_of(run: Run) -> bytes:
    """It may be gone since somebody looked whether there is one."""
    require_result(run)
    blob = Run.objects.filter(id=run.id).values_list(F("result"), flat=True).first()
    if not blob:
        raise NoResult(GONE.format(run=run.id))
    return bytes(blob)
