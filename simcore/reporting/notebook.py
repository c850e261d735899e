"""Results and comparisons in a notebook: a piece of a page, and data frames."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib import import_module
from typing import Any

from simcore.analysis import Comparison
from simcore.reporting.drawing import svg
from simcore.reporting.front import report
from simcore.reporting.report import Chart, Report, Table

__all__ = ["frame", "html"]

OF_A_RUN = ("answer", "verdict", "timelines", "outcomes")
OF_A_COMPARISON = ("answer", "verdict", "inputs", "timelines", "outcomes")
NO_PANDAS = (
    "to_frame() makes a data frame of pandas, which is not installed here: pip install pandas"
)


def html(what: Any) -> str:
    """Question and answer, goals, outcomes and timelines; texts are escaped."""
    sections = OF_A_COMPARISON if isinstance(what, Comparison) else OF_A_RUN
    return "\n".join(_html(report(what, sections=sections)))


def _html(told: Report) -> Iterator[str]:
    yield "<section>"
    yield f"<h3>{escape(told.question)}</h3>"
    yield f"<p>{escape(' '.join(told.answer))}</p>"
    blocks = [block for section in told.sections for block in section.blocks]
    for table in (block for block in blocks if isinstance(block, Table)):
        yield from _table(table)
    for chart in (block for block in blocks if isinstance(block, Chart)):
        yield svg(chart, told.run)
    yield f"<p><small>run {escape(told.run)}</small></p>"
    yield "</section>"


def _table(table: Table) -> Iterator[str]:
    """Folded, as a notebook has little room."""
    yield f"<details><summary>{escape(table.title)}</summary><table><thead>"
    yield _row("th", [column.name for column in table.columns])
    yield "</thead><tbody>"
    yield from (_row("td", row) for row in table.rows)
    yield "</tbody></table></details>"


def _row(kind: str, cells: list[str] | tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<{kind}>{escape(cell)}</{kind}>' for cell in cells)}</tr>"


def frame(what: Any) -> Any:
    """Of a result its series, of a comparison its outcomes; raises `ImportError`."""
    try:
        pandas = import_module("pandas")
    except ImportError as missing:
        raise ImportError(NO_PANDAS) from missing
    if isinstance(what, Comparison):
        told = what.as_dict()["outcomes"]
        return pandas.DataFrame(told).drop(columns="better")
    return _series(pandas, what.as_dict())


def _series(pandas: Any, document: dict[str, Any]) -> Any:
    columns = {
        (id, metric): values
        for id, metrics in document["series"].items()
        for metric, values in metrics.items()
    }
    index = pandas.Index(document["time_s"], name="time_s")
    found = pandas.DataFrame(columns, index=index)
    found.columns.names = ["component", "metric"]
    return found
