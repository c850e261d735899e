"""Writes reports and pages of runs, in a process of their own: knows no Django and no database."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from simcore.paper.formats import FORMATS, page_for_print
from simcore.paper.live import Live
from simcore.paper.page import embedded
from simcore.reporting import Report, ReportError, between, build
from simcore.reporting.drawing import png, svg
from simcore.scenario import Scenario


@dataclass(frozen=True)
class Frames:
    """Of a run, as they are stored: each deflated."""

    blobs: tuple[bytes, ...]

    def __call__(self) -> Iterator[bytes]:
        return map(zlib.decompress, self.blobs)


@dataclass(frozen=True)
class Material:
    """What a report is made of: deflated results and scenarios, of two runs where it compares."""

    results: tuple[bytes, ...]
    scenarios: tuple[Scenario | None, ...]
    texts: Mapping[str, Any]
    live: Live | None = None


def report(of: Material) -> Report:
    """What is told of a run, or of what came of another one; raises `ReportError`."""
    results = [orjson.loads(zlib.decompress(blob)) for blob in of.results]
    if len(results) == 1:
        told = build(results[0], scenario=of.scenarios[0], **of.texts)
    else:
        was, now = of.scenarios
        told = between(*results, scenarios=(was, now), **of.texts)
    return replace(told, live=of.live or _not_there)


def _not_there() -> None:
    """Instead of a run that is computed again: that is no work for a server that answers."""


def file(of: Material, suffix: str) -> bytes:
    """In the format of that name; raises `ReportError`."""
    return FORMATS[suffix].write(report(of))


def paper(of: Material, size: str) -> bytes:
    """The page that is printed; raises `ReportError`."""
    return page_for_print(report(of), size).encode()


def outline(of: Material) -> bytes:
    """Title, question and names of the sections, as JSON; raises `ReportError`."""
    told = report(of)
    sections = [{"name": one.name, "title": one.title} for one in told.sections]
    return orjson.dumps({"title": told.title, "question": told.question, "sections": sections})


def figure(of: Material, name: str, suffix: str) -> bytes:
    """One timeline as a picture; raises `ReportError`."""
    told = report(of)
    chart = next((one for one in told.charts if one.name == name), None)
    if chart is None:
        there = ", ".join(one.name for one in told.charts)
        raise ReportError(f"there is no timeline {name!r:.60}", allowed=there)
    drawn = svg(chart, told.run)
    return drawn.encode() if suffix == "svg" else png(drawn)


def laboratory(live: Live, link: str) -> bytes:
    """The laboratory alone, with a run in it; raises `ReportError`."""
    return embedded(live, link).encode()
