"""Lessons: what a run says of one."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from visualizer.api.saying import RUN_ID, answers
from visualizer.api.shapes import Answer
from visualizer.views import lessons

router = Router()
LONGEST_ID = 40


class ClaimTold(Answer):
    """A claim in a run; it is known from `settled_s` on, none: at the end."""

    id: str
    status: Literal["passed", "failed", "no data"]
    seen: str
    settled_s: float | None


class LessonTold(Answer):
    """What a run says of a lesson (docs/reference/lesson-format.md); `own` where it is the run that
    the lesson is about. `anchors` are the moments of steps, `tasks` verdicts, by step."""

    lesson: str
    run: str
    own: bool
    claims: list[ClaimTold]
    answers: dict[str, dict[str, Any]]
    anchors: dict[str, float | None]
    tasks: dict[str, dict[str, Any]]


@router.get("/runs/{run:run_id}/lesson", response=answers({200: LessonTold}, 404, 409, 422),
            url_name="api-run-lesson")  # fmt: skip
def get_lesson(
    request: HttpRequest,
    run_id: str = RUN_ID,
    lesson: str = Query(..., min_length=1, max_length=LONGEST_ID, description="id of a lesson"),
) -> HttpResponse:
    """What a run says of a lesson about its scenario: claims, answers, moments, tasks."""
    return lessons.of_run(run_id, lesson)
