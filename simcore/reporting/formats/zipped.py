"""Files in a ZIP that is the same whenever and wherever it is written."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO

__all__ = ["LONG_AGO", "zipped"]

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file: the earliest that a ZIP can state."""

ALL_MAY_READ = 0o644 << 16
UNIX = 3
"""The system that the files come from, whichever it is."""


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The files, by name and content, in their order."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as together:
        for name, content in files:
            together.writestr(_entry(name), content)
    return held.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, ALL_MAY_READ
    entry.create_system = UNIX
    return entry
