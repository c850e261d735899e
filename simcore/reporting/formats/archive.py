"""All of a report in one ZIP: texts, figures, tables, series; the same bytes for the same run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TypeVar

from simcore.errors import SimError
from simcore.reporting.drawing import png, svg
from simcore.reporting.formats.data import (
    has_parquet,
    json_of,
    named_results,
    parquet,
    repeatable,
)
from simcore.reporting.formats.markdown import markdown
from simcore.reporting.formats.registry import FORMATS, Format
from simcore.reporting.formats.sheet import series_csv, sheet
from simcore.reporting.formats.zipped import zipped
from simcore.reporting.manifest import SCENARIO_FILE
from simcore.reporting.report import Chart, Report, Table

__all__ = ["FORMAT", "archive", "files"]

FileOf = tuple[str, bytes]
B = TypeVar("B")


def files(report: Report) -> Iterator[FileOf]:
    """Name and content of each, in order."""
    yield "report.md", markdown(report).encode()
    yield "report.json", json_of(report.as_dict())
    yield from _page(report)
    yield SCENARIO_FILE, report.scenario.encode()
    yield from _figures(report)
    yield from _tables(report)
    yield from _data(report)


def _page(report: Report) -> Iterator[FileOf]:
    """The page with the run in it, where the front end was built that it takes."""
    if (page := FORMATS.get(".html")) is None:
        return
    with suppress(SimError):
        yield "report.html", page.write(report)


def _figures(report: Report) -> Iterator[FileOf]:
    for chart in _blocks(report, Chart):
        drawn = svg(chart, report.run)
        yield f"figures/{chart.name}.svg", drawn.encode()
        yield f"figures/{chart.name}.png", png(drawn)


def _tables(report: Report) -> Iterator[FileOf]:
    for table in _blocks(report, Table):
        head = [column.name for column in table.columns]
        yield f"tables/{table.name}.csv", sheet([head, *table.rows])


def _data(report: Report) -> Iterator[FileOf]:
    for name, result in named_results(report):
        yield f"data/{name}.json", json_of(repeatable(result))
        for id, metrics in result["series"].items():
            yield f"data/{name}/{id}.csv", series_csv(result["time_s"], metrics)
    if has_parquet():
        yield "data/series.parquet", parquet(report)


def _blocks(report: Report, kind: type[B]) -> Iterator[B]:
    for section in report.sections:
        yield from (block for block in section.blocks if isinstance(block, kind))


def archive(report: Report) -> bytes:
    """A folder of the run's name with all files in it."""
    return zipped((f"{report.run}/{name}", content) for name, content in files(report))


FORMAT = Format(".zip", "ZIP of all", "application/zip", archive, moving=True)
