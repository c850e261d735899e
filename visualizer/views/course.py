"""Lessons to read: the course in order, and each of them whole, without a laboratory."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from simcore.lessons import Lesson, all_lessons, find
from visualizer import course
from visualizer.views.conditional import kept_page


@kept_page
def lessons(request: HttpRequest) -> HttpResponse:
    """GET /lessons: the course."""
    listed = [{"lesson": one, "strip": course.strip_of_lesson(one)} for one in all_lessons()]
    minutes = sum(lesson.minutes for lesson in all_lessons())
    return render(request, "lessons.html", {"listed": listed, "minutes": minutes})


@kept_page
def lesson(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """GET /lessons/<id>: a lesson, step by step, with what its own run came to."""
    found = find(lesson_id)
    if found is None:
        raise Http404
    context = {
        "lesson": found,
        "place": [one.id for one in all_lessons()].index(found.id) + 1,
        "of": len(all_lessons()),
        "strip": course.strip_of_lesson(found),
        "steps": _steps(found),
    }
    return render(request, "lesson.html", context)


def _steps(lesson: Lesson) -> list[dict[str, Any]]:
    seen = course.claims_seen(lesson)
    return [
        {
            "step": step,
            "claims": [{"claim": claim, "seen": seen.get(claim.id)} for claim in step.claims],
        }
        for step in lesson.steps
    ]
