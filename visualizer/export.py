"""A result as CSV files in one archive."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

Rows = Iterator[list[Any]]


def csv_archive(result: dict[str, Any]) -> bytes:
    """A ZIP: `<component>.csv` with one row a bin and one column a metric, `manifest.json`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for component, metrics in result["series"].items():
            archive.writestr(f"{component}.csv", _csv(result["time_s"], metrics))
        archive.writestr("manifest.json", json.dumps(result["manifest"], indent=2))
    return held.getvalue()


def _csv(times: list[float], metrics: dict[str, list[float | None]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["time_s", *metrics])
    writer.writerows(_rows(times, list(metrics.values())))
    return text.getvalue()


def _rows(times: list[float], columns: list[list[float | None]]) -> Rows:
    for index, time_s in enumerate(times):
        yield [time_s, *(column[index] for column in columns)]
