"""Every model there is, with what its docstring says of it: for the pages about models."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from simcore.frozen import frozen
from simcore.reporting.docstrings import said_in

__all__ = ["FOLDERS", "Modelled", "modelled", "modules"]

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "simcore/services",
    "simcore/asl",
    "simcore/awslambda",
    "simcore/roles",
    "simcore/component",
)
MARK = "\nModels: "


@frozen
class Modelled:
    """A model: its file (from the root of the project), its title, its sections by name."""

    path: str
    title: str
    sections: dict[str, str]


def modules() -> Iterator[Path]:
    """Every module in which there may be a model, in the order of the pages: around Lambda, Lambda,
    between them."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.name != "__init__.py":
                yield path


@cache
def modelled() -> tuple[Modelled, ...]:
    """All of them; a module that says nothing of what it models is none."""
    return tuple(
        Modelled(path.relative_to(ROOT).as_posix(), said.title, said.sections)
        for path in modules()
        if MARK in path.read_text(encoding="utf-8")
        for said in (said_in(path),)
        if "Models" in said.sections
    )
