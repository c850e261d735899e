"""Lessons: a question, a run that answers it, and what is to be seen in it, step by step.

A lesson is content, a file in Markdown (docs/reference/lesson-format.md) beside a scenario or about
a shipped one. `all_lessons` and `find` give them, `Lesson.as_data` is what pages show; `claims_of`,
`answers_of`, `task_verdict` and `anchors_of` look at a run.
"""

from simcore.lessons.anchors import anchors_of
from simcore.lessons.asked import answer, answers_of
from simcore.lessons.claims import claims_of
from simcore.lessons.complaint import LessonInvalid
from simcore.lessons.lesson import Lesson
from simcore.lessons.reading import check_lesson, load_lesson
from simcore.lessons.shelf import all_lessons, find, shelf
from simcore.lessons.tasks import task_verdict

__all__ = [
    "Lesson",
    "LessonInvalid",
    "all_lessons",
    "anchors_of",
    "answer",
    "answers_of",
    "check_lesson",
    "claims_of",
    "find",
    "load_lesson",
    "shelf",
    "task_verdict",
]
