"""The front page: the course, scenarios by topic, and the runs seen from this browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from visualizer import gallery as shelves
from visualizer import recent, scenarios
from visualizer.views.errors import page


@page
def gallery(request: HttpRequest) -> HttpResponse:
    """GET /: every shipped scenario as a question; with a query those that it is about."""
    wanted = shelves.Wanted.of(request.GET.dict())
    cards = shelves.cards()
    found = [card for card in cards if wanted.has(card)]
    start = [card for card in found if card.slug == scenarios.START_HERE]
    lessons = shelves.lessons(wanted) if not wanted.level else []
    context = {
        "wanted": wanted,
        "start": start,
        "groups": shelves.groups(card for card in found if card not in start),
        "lessons": lessons,
        "found": len(found),
        "all": len(cards),
        "topics": shelves.TOPICS,
        "levels": shelves.LEVELS,
        "minutes": shelves.MINUTES,
        "runs": recent.recent_runs(request),
        "first": next((card for card in cards if card.slug == scenarios.START_HERE), None),
    }
    return render(request, "gallery.html", context)
