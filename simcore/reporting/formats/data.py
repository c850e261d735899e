"""The data of a report: results without what differs from machine to machine, and columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

import orjson

from simcore.reporting.complaint import ReportError
from simcore.reporting.report import Report

__all__ = ["columns", "has_parquet", "json_of", "parquet", "repeatable"]

Document = Mapping[str, Any]


def repeatable(result: Document) -> dict[str, Any]:
    """A result without how long it took, and on what: the same run, the same bytes."""
    return {**result, "wall": {"limit": result["wall"].get("limit")}}


def json_of(data: Any) -> bytes:
    """Indented, with sorted keys and a line's end."""
    option = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(data, option=option | orjson.OPT_SERIALIZE_NUMPY)


def columns(result: Document) -> dict[str, Sequence[float | None]]:
    """`time_s` and every series of a result, as `<component>.<metric>`."""
    return {"time_s": result["time_s"], **dict(_named(result["series"]))}


def _named(series: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for id, metrics in series.items():
        for metric, values in metrics.items():
            yield f"{id}.{metric}", values


def has_parquet() -> bool:
    """Is the library there that writes it?"""
    try:
        import_module("pyarrow.parquet")
    except ImportError:
        return False
    return True


def parquet(report: Report) -> bytes:
    """Every series of the run, one row a bin; of a comparison those of both, under `run`.

    Raises `ReportError` where pyarrow is not installed.
    """
    if not has_parquet():
        hint = "pip install 'windtunnel[parquet]', or a name that ends in .zip for CSV"
        raise ReportError("Parquet is written by pyarrow, which is not installed here", hint)
    arrow, writer = import_module("pyarrow"), import_module("pyarrow.parquet")
    tables = [_table(arrow, name, result) for name, result in named_results(report)]
    held = BytesIO()
    whole = arrow.concat_tables(tables, promote_options="default")
    writer.write_table(whole.replace_schema_metadata(_about(report)), held, compression="zstd")
    return held.getvalue()


def _table(arrow: Any, name: str, result: Document) -> Any:
    # pyarrow has no types of its own that mypy could know.
    data = {key: arrow.array(values, arrow.float64()) for key, values in columns(result).items()}
    n = len(result["time_s"])
    return arrow.table({"run": arrow.array([name] * n, arrow.string()), **data})


def _about(report: Report) -> dict[str, str]:
    return {"run": report.run, "question": report.question}


def named_results(report: Report) -> list[tuple[str, Document]]:
    """The results by what they are called in files."""
    names = ("was", "now") if len(report.results) > 1 else ("result",)
    return list(zip(names, report.results, strict=True))
