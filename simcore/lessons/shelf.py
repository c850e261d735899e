"""The lessons that there are: those that come with Windtunnel, and those of one's own folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from simcore.errors import Check
from simcore.frozen import frozen
from simcore.lessons.complaint import LessonInvalid, complaint
from simcore.lessons.lesson import Lesson, Neighbour
from simcore.lessons.limits import MOST_LESSONS
from simcore.lessons.reading import FILE, load_lesson

__all__ = ["FOLDER", "VARIABLE", "Shelf", "all_lessons", "find", "folders", "shelf"]

FOLDER = Path(__file__).resolve().parents[2] / "lessons"
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
    return _read(files, empty, tuple(_state(file) for file in files))


def _files(folder: Path) -> list[Path]:
    """Of a folder of lessons, or of one lesson; none of what cannot be looked into."""
    try:
        if (folder / FILE).is_file():
            return [folder / FILE]
        return sorted(folder.glob(f"*/{FILE}"))[:MOST_LESSONS]
    except OSError:
        return []


def _state(file: Path) -> tuple[tuple[str, int, int], ...]:
    """Of all files beside it: a scenario may be among them. Who reads it says what is wrong."""
    try:
        return tuple(sorted(_states(file.parent)))
    except OSError:
        return ()


def _states(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file():
                known = entry.stat()
                yield entry.name, known.st_mtime_ns, known.st_size


@lru_cache(maxsize=2)
def _read(files: tuple[Path, ...], empty: tuple[Path, ...], states: object) -> Shelf:
    found = dict[str, Lesson]()
    complaints: dict[Path, tuple[Check, ...]] = {folder: (_without(folder),) for folder in empty}
    for file in files:
        try:
            lesson = load_lesson(file)
        except LessonInvalid as invalid:
            complaints[file] = tuple(invalid.checks)
            continue
        if lesson.id in found:
            said = f"there is a lesson {lesson.id} already: {found[lesson.id].path}"
            complaints[file] = (complaint("id", "", said, "give its folder another name"),)
        else:
            found[lesson.id] = lesson
    return Shelf(_in_order(list(found.values())), complaints)


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
