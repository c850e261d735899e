"""The lessons that there are: those that come with Windtunnel, and those of one's own folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from simcore.errors import Check
from simcore.frozen import frozen
from simcore.lessons.complaint import LessonInvalid, complaint
from simcore.lessons.lesson import Lesson, Neighbour
from simcore.lessons.limits import MOST_LESSONS
from simcore.lessons.reading import FILE, load_lesson
from simcore.scenario.shipped import FOLDER as SCENARIOS

__all__ = ["FOLDER", "VARIABLE", "Shelf", "all_lessons", "find", "folders", "shelf"]

FOLDER = Path(__file__).resolve().parents[2] / "lessons"
States = tuple[tuple[str, int, int], ...]
"""Of files: the name, when it was changed (ns), and the size (bytes)."""
VARIABLE = "WINDTUNNEL_LESSONS"
"""Folders with more lessons, parted as those of PATH are."""


@frozen
class Shelf:
    """The lessons in the order of the course, and what is wrong with other files and folders."""

    lessons: tuple[Lesson, ...]
    complaints: dict[Path, tuple[Check, ...]]


def all_lessons() -> tuple[Lesson, ...]:
    """Every lesson, in the order of the course. One that is not right is left out: `shelf` says
    why."""
    return shelf().lessons


def find(id: str) -> Lesson | None:
    """The lesson of that id."""
    return next((lesson for lesson in all_lessons() if lesson.id == id), None)


def folders() -> list[Path]:
    """Where lessons are looked for: ours, then those that `WINDTUNNEL_LESSONS` names."""
    named = os.environ.get(VARIABLE, "").split(os.pathsep)
    return [FOLDER, *(Path(name).expanduser() for name in named if name.strip())]


def shelf() -> Shelf:
    """All of them; a file that has not changed is not read again."""
    found = {folder: _files(folder) for folder in folders()}
    files = tuple(file for inside in found.values() for file in inside)
    empty = tuple(folder for folder, inside in found.items() if not inside)
    return _read(files, empty, tuple(_state(file.parent) for file in files), _state_of_shipped())


def _files(folder: Path) -> list[Path]:
    """Of a folder of lessons, or of one lesson; none of what cannot be looked into."""
    try:
        if (folder / FILE).is_file():
            return [folder / FILE]
        return sorted(folder.glob(f"*/{FILE}"))[:MOST_LESSONS]
    except OSError:
        return []


def _state(folder: Path) -> States:
    """Of all files in it: a scenario may be among them. Who reads it says what is wrong."""
    try:
        return tuple(sorted(_states(folder)))
    except OSError:
        return ()


def _state_of_shipped() -> States:
    """Of the scenarios that lessons name, and of the traces that these replay."""
    return _state(SCENARIOS) + _state(SCENARIOS / "traces")


def _states(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file():
                known = entry.stat()
                yield entry.name, known.st_mtime_ns, known.st_size


@lru_cache(maxsize=2)
def _read(
    files: tuple[Path, ...], empty: tuple[Path, ...], states: tuple[States, ...], shipped: States
) -> Shelf:
    found = dict[str, Lesson]()
    complaints: dict[Path, tuple[Check, ...]] = {folder: (_without(folder),) for folder in empty}
    for file, beside in zip(files, states, strict=True):
        try:
            lesson = load_lesson(file)
        except LessonInvalid as invalid:
            complaints[file] = tuple(invalid.checks)
            continue
        if lesson.id in found:
            said = f"there is a lesson {lesson.id} already: {found[lesson.id].path}"
            complaints[file] = (complaint("id", "", said, "give its folder another name"),)
        else:
            found[lesson.id] = replace(lesson, state=_digest(beside, shipped))
    return Shelf(_in_order(list(found.values())), complaints)


def _digest(*states: States) -> str:
    return sha256(repr(states).encode()).hexdigest()


def _without(folder: Path) -> Check:
    hint = f"name folders in {VARIABLE}, with {os.pathsep} between them"
    return complaint("empty", "", f"{str(folder)[:80]}: no lesson in this folder", hint)


def _in_order(lessons: Sequence[Lesson]) -> tuple[Lesson, ...]:
    """By their numbers, each with its neighbours."""
    course = sorted(lessons, key=lambda lesson: (lesson.order, lesson.id))
    near = [Neighbour(lesson.id, lesson.title) for lesson in course]
    before, behind = [None, *near[:-1]], [*near[1:], None]
    together = zip(course, before, behind, strict=True)
    return tuple(replace(one, previous=a, next=b) for one, a, b in together)
