"""The scenarios that come with Windtunnel."""

from __future__ import annotations

from pathlib import Path

from simcore.errors import Check, ScenarioInvalid, nearest

__all__ = ["FOLDER", "file_or_shipped", "shipped", "shipped_path"]

FOLDER = Path(__file__).resolve().parents[2] / "scenarios"


def shipped() -> dict[str, Path]:
    """Slug to file, in the order of the slugs."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


def shipped_path(slug: str) -> Path:
    """The file of a shipped scenario; raises `ScenarioInvalid`."""
    found = shipped()
    if slug not in found:
        message = f'there is no file and no shipped scenario "{slug[:80]}"'
        check = Check("scenario.not-found", "error", "", message, nearest(slug[:80], list(found)))
        raise ScenarioInvalid([check])
    return found[slug]


def file_or_shipped(name: str | Path) -> Path:
    """The file of that name, else of the shipped scenario; raises `ScenarioInvalid`."""
    try:
        if Path(name).is_file():
            return Path(name)
    except (OSError, ValueError):
        pass  # too long, or with a null byte: no file has such a name
    return shipped_path(str(name))
