"""A result as CSV files in one archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from simcore.reporting.formats import series_csv, zipped

Content = tuple[str, bytes]


def csv_archive(result: dict[str, Any]) -> bytes:
    """A ZIP: `<component>.csv` with one row a bin and one column a metric, `manifest.json`."""
    return zipped(_files(result))


def _files(result: dict[str, Any]) -> Iterator[Content]:
    for component, metrics in result["series"].items():
        yield f"{component}.csv", series_csv(result["time_s"], metrics)
    yield "manifest.json", json.dumps(result["manifest"], indent=2).encode()
