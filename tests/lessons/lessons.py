"""Lessons as tests write them, and runs that they share."""

from functools import cache
from pathlib import Path
from typing import Any

from simcore.lessons import Lesson, find
from tests import store

FRONT = """---
format: windtunnel.lesson/1
title: Where is the queue?
order: 1
minutes: 5
summary: Here.
topics: [queues]
scenario: reserved-five
---
"""

STEP = """
## First of all

Words.
"""


def lesson(id: str) -> Lesson:
    found = find(id)
    assert found is not None
    return found


@cache
def as_it_is(id: str, seed: int | None = None) -> dict[str, Any]:
    return store.result(lesson(id).scenario, seed=seed)


def written(folder: Path, text: str, id: str = "where-is-it") -> Path:
    """A lesson's file in a folder of its own."""
    (folder / id).mkdir(exist_ok=True)
    (folder / id / "lesson.md").write_text(text, encoding="utf-8")
    return folder / id
