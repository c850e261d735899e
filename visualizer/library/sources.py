"""Which files of the project can be read on the site: sources, never what the server keeps."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

__all__ = ["ROOT", "address", "find"]

ROOT: Path = settings.BASE_DIR
ROOMS = frozenset(
    {"benchmarks", "docs", "lessons", "scenarios", "simcore", "static", "templates", "tests"}
    | {"tools", "visualizer"}
)
SUFFIXES = frozenset(
    {".css", ".csv", ".html", ".json", ".md", ".py", ".svg", ".toml", ".ts", ".tsx", ".yaml"}
)
BUILT = ROOT / "static" / "dist"
AT_THE_TOP = frozenset({"LICENSE", "Makefile"})


def address(name: str) -> str | None:
    """Where the file or folder of this name (from the root, with slashes) is shown; None where
    it is not."""
    return None if find(name) is None else f"/source/{name.rstrip('/')}"


def find(name: str) -> Path | None:
    """The file or folder, where it is one that can be shown."""
    named = Path(name)
    if named.is_absolute() or any(part.startswith((".", "__pycache__")) for part in named.parts):
        return None
    path = ROOT / named
    if not _is_shown(path, named) or not path.resolve().is_relative_to(ROOT.resolve()):
        return None
    return path


def _is_shown(path: Path, named: Path) -> bool:
    if len(named.parts) == 1 and named.name not in ROOMS:
        return path.is_file() and (named.name in AT_THE_TOP or named.suffix in SUFFIXES)
    if not named.parts or named.parts[0] not in ROOMS or path.is_relative_to(BUILT):
        return False
    return path.is_dir() or (path.suffix in SUFFIXES and path.is_file())
