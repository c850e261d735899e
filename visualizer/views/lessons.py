"""Lessons over HTTP: what a run says of one."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from simcore.errors import nearest
from simcore.lessons import all_lessons, find
from visualizer import lessons
from visualizer.comparing import NoResult, OldResult, without_results
from visualizer.views.problems import Problem, short


def of_run(run_id: str, lesson_id: str) -> HttpResponse:
    """Claims, answers and tasks of a lesson in a run of its scenario."""
    run = without_results().get(id=run_id)
    lesson = find(lesson_id)
    if lesson is None:
        known = [one.id for one in all_lessons()]
        hint = nearest(lesson_id, known) if known else ""
        raise Problem(404, f"There is no lesson {short(lesson_id)}.", "lesson", hint=hint)
    try:
        return JsonResponse(lessons.told(run, lesson))
    except (NoResult, OldResult, lessons.OtherScenario) as error:
        raise Problem(409, str(error)) from None
