"""What is wrong with a lesson: where, what, what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simcore.errors import Check, ScenarioInvalid
from simcore.lessons.limits import MOST_COMPLAINTS

__all__ = ["LessonInvalid", "complaint", "under", "warned"]


class LessonInvalid(ScenarioInvalid):
    """A lesson cannot be given; `checks` has every finding."""

    def __init__(self, checks: Iterable[Check]) -> None:
        super().__init__(list(checks)[:MOST_COMPLAINTS])


def complaint(id: str, path: str, message: str, hint: str = "") -> Check:
    """An error."""
    return Check(f"lesson.{id}", "error", path, message, hint)


def warned(id: str, path: str, message: str, hint: str = "") -> Check:
    """What may be meant, and is worth a look."""
    return Check(f"lesson.{id}", "warning", path, message, hint)


def under(path: str, checks: Iterable[Check]) -> list[Check]:
    """The same findings, of a part of the lesson."""
    return [replace(check, path=".".join(filter(None, (path, check.path)))) for check in checks]
