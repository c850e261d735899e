"""Files that a result is written to. A file appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from simcore.cli.arguments import BadArguments
from simcore.cli.output import json_bytes

__all__ = ["CsvFolder", "File", "JsonFile"]


def _replace(path: Path, data: bytes) -> None:
    """Raises OSError, and then there is what was there before."""
    if _is_no_file(path):
        path.write_bytes(data)
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _is_no_file(path: Path) -> bool:
    """A device or a pipe, such as /dev/null, which is written to and stays what it is."""
    return path.exists() and not path.is_file()


class File:
    """A file that an option names; that it can be written is found before the work begins."""

    def __init__(self, option: str, name: str) -> None:
        self.path = Path(name)
        folder = self.path.parent
        if self.path.is_dir():
            raise BadArguments(f"{option} {name}: is a folder", "name a file")
        where = self.path if _is_no_file(self.path) else folder
        if not folder.is_dir() or not os.access(where, os.W_OK):
            raise BadArguments(f"{option} {name}: cannot write to the folder {folder}", "")

    def write_bytes(self, data: bytes) -> None:
        """Write the file, over one that was there."""
        _replace(self.path, data)


class JsonFile(File):
    """The whole result in one file."""

    def __init__(self, name: str) -> None:
        super().__init__("--json", name)

    def write(self, data: dict[str, Any]) -> None:
        """Write the file, over one that was there."""
        self.write_bytes(json_bytes(data))

    @property
    def told(self) -> str:
        """What to tell the person."""
        return f"result: {self.path}"


class CsvFolder:
    """A CSV for each component: `time_s`, then a column a metric."""

    def __init__(self, name: str) -> None:
        self.path = Path(name)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadArguments(f"--csv {name}: {error.strerror}", "name a folder") from None
        if not os.access(self.path, os.W_OK):
            raise BadArguments(f"--csv {name}: cannot write to that folder", "")

    def write(self, data: dict[str, Any]) -> None:
        """Write the files, over those of the same names."""
        from simcore.reporting.formats.sheet import series_csv

        for component, metrics in data["series"].items():
            _replace(self.path / f"{component}.csv", series_csv(data["time_s"], metrics))

    @property
    def told(self) -> str:
        """What to tell the person."""
        return f"CSV files: {self.path}/"
