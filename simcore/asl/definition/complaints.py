"""What is wrong with a definition: all of it, each with its place and a hint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simcore.asl.shown import shown
from simcore.errors import SimError

__all__ = ["Complaint", "Complaints", "DefinitionInvalid", "Trail", "shortened", "told"]

MOST_KEPT = 100
MOST_CHARACTERS = 80


def shortened(text: object) -> str:
    """What somebody wrote, so that it can be told: cut, and on one line."""
    said = str(text) if isinstance(text, str) else shown(text, MOST_CHARACTERS + 1)
    line = " ".join(said[: MOST_CHARACTERS + 1].split())
    return line if len(said) <= MOST_CHARACTERS else line[: MOST_CHARACTERS - 1] + "…"


Trail = tuple[Any, str] | None
"""A place as who is on the way to it has it: the one before, and a name or [number]. Only where
there is something to tell it becomes a path."""


def told(trail: Trail) -> str:
    """The path of a place: ``States.A.Retry[0]``."""
    names: list[str] = []
    while trail is not None:
        trail, name = trail
        names.append(name if name.startswith("[") else f".{shortened(name)}")
    return "".join(reversed(names)).lstrip(".")


@dataclass(frozen=True, slots=True)
class Complaint:
    """``path`` is where in the definition (``States.Charge.Retry[0].MaxAttempts``; "" for all of
    it), ``message`` what is wrong, ``hint`` what would be right ("" where that is said)."""

    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"{where}{self.message}" + (f" ({self.hint})" if self.hint else "")


class DefinitionInvalid(SimError):
    """A definition cannot be run; ``complaints`` has all that was found, in the order of reading.

    Of very many, the first hundred; ``left_out`` says how many more there were.
    """

    def __init__(self, complaints: tuple[Complaint, ...], left_out: int = 0) -> None:
        super().__init__(complaints, left_out)
        self.complaints, self.left_out = complaints, left_out

    def __str__(self) -> str:
        more = [f"and {self.left_out} more"] if self.left_out else []
        return "\n".join([*map(str, self.complaints), *more])


class Complaints:
    """Where they are gathered while a definition is read."""

    def __init__(self) -> None:
        self.kept: list[Complaint] = []
        self.left_out = 0

    def add(self, path: str, message: str, hint: str = "") -> None:
        if len(self.kept) < MOST_KEPT:
            self.kept.append(Complaint(path, message, hint))
        else:
            self.left_out += 1

    def raise_if_any(self) -> None:
        """Raises :class:`DefinitionInvalid`."""
        if self.kept:
            raise DefinitionInvalid(tuple(self.kept), self.left_out)
