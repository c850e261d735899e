"""The formats that a report can be written in, by the suffix of a file's name.

A room above this one adds its own with `add`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from simcore.frozen import frozen
from simcore.reporting.complaint import ReportError
from simcore.reporting.report import Report

__all__ = ["FORMATS", "Format", "add", "format_of"]


@frozen
class Format:
    """How a report is written to files whose names end in `suffix`.

    `write` gives the same bytes for the same report. One that is `moving` shows the run itself, and
    wants its frames: `Report.live`.
    """

    suffix: str
    title: str
    content_type: str
    write: Callable[[Report], bytes]
    moving: bool = False


_formats: dict[str, Format] = {}

FORMATS: Mapping[str, Format] = MappingProxyType(_formats)
"""Suffix to format."""


def add(format: Format) -> Format:
    """One more; of those with one suffix the last one."""
    _formats[format.suffix] = format
    return format


def format_of(name: str) -> Format:
    """By the end of a file's name; raises `ReportError`."""
    lower = name.lower()
    found = next((one for suffix, one in _formats.items() if lower.endswith(suffix)), None)
    if found is None:
        known = ", ".join(sorted(_formats))
        raise ReportError(f"{name[-80:]}: no format of a report", f"a name that ends in {known}")
    return found
