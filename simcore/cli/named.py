"""Which scenarios a list of paths means: files, shipped ones, and all that lie in folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from simcore.cli.arguments import BadArguments

__all__ = ["named"]

SUFFIXES = (".yaml", ".yml", ".json")
FORMAT = b"windtunnel.scenario/"
LOOKED_AT = 256 * 1024


def named(paths: Sequence[str]) -> list[str]:
    """Each once, in the order of the paths; those of a folder by name."""
    found: dict[str, str] = {}
    for path in paths:
        for name in _within(Path(path)) if Path(path).is_dir() else [path]:
            found.setdefault(str(Path(name).resolve()), name)
    return list(found.values())


def _within(folder: Path) -> list[str]:
    files = [str(file) for file in sorted(folder.rglob("*")) if _is_scenario(folder, file)]
    if not files:
        raise BadArguments(f"{folder}: no scenario in this folder", f"a {FORMAT.decode()}1 file")
    return files


def _is_scenario(folder: Path, file: Path) -> bool:
    """A file that says so, and that is not hidden or among what others have installed."""
    parts = file.relative_to(folder).parts
    if file.suffix not in SUFFIXES or any(_is_beside(part) for part in parts):
        return False
    return file.is_file() and FORMAT in b"".join(_beginning(file))


def _is_beside(part: str) -> bool:
    return part.startswith(".") or part == "node_modules"


def _beginning(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as text:
            yield text.read(LOOKED_AT)
    except OSError:
        return
