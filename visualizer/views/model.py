"""The model: its rules, numbers, assumptions and insights, and what tests found of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from simcore.quotas import PROFILES, load_profile
from visualizer import gallery
from visualizer.fidelity import evidence, numbers, rules
from visualizer.library.search import LONGEST_QUERY
from visualizer.views.conditional import kept_page

T = TypeVar("T")
PARTS = (
    ("rules", "model", "Rules"),
    ("numbers", "model-numbers", "Numbers"),
    ("assumptions", "model-assumptions", "Assumptions"),
    ("insights", "model-insights", "Insights"),
    ("results", "model-results", "Results"),
)


@kept_page
def model_rules(request: HttpRequest) -> HttpResponse:
    """GET /model: what is modelled and what is left out, rule by rule."""
    words = _words(request)
    found = [(group.title, _having(words, group.rules, _of_rule)) for group in rules.groups()]
    return _page(request, "rules", words, groups=_filled(found))


def _of_rule(rule: rules.Rule) -> str:
    return " ".join((rule.model.title, *rule.model.sections.values(), rule.model.path))


@kept_page
def model_numbers(request: HttpRequest) -> HttpResponse:
    """GET /model/numbers: every row of every profile, with source, date and history."""
    words = _words(request)
    found = [
        (title, _having(words, rows, lambda one: one.words)) for _, title, rows in numbers.rooms()
    ]
    profiles = [load_profile(name) for name in PROFILES]
    rooms = [(title, listed, _scenarios_about(title)) for title, listed in _filled(found)]
    return _page(request, "numbers", words, rooms=rooms, profiles=profiles)


def _scenarios_about(title: str) -> int:
    """How many of the gallery's are, where it is a topic: the link beside it looks for the same."""
    cards, wanted = gallery.cards(), gallery.Wanted(words=title)
    topics = {topic.lower() for card in cards for topic in card.scenario.topics}
    return sum(map(wanted.has, cards)) if title.lower() in topics else 0


@kept_page
def model_assumptions(request: HttpRequest) -> HttpResponse:
    """GET /model/assumptions: what AWS does not publish, and what is put in its place."""
    words = _words(request)
    return _page(
        request,
        "assumptions",
        words,
        numbers=_having(words, numbers.assumed_numbers(), lambda one: one.words),
        fields=_having(words, numbers.assumed_fields(), lambda one: f"{one.path} {one.why}"),
        sentences=_having(words, rules.sentences("assumed"), lambda one: one[1]),
    )


@kept_page
def model_insights(request: HttpRequest) -> HttpResponse:
    """GET /model/insights: which rules of AWS's insights tell, and when."""
    words = _words(request)
    found = [(title, _having(words, kinds, _of_insight)) for title, kinds in rules.insight_groups()]
    return _page(request, "insights", words, groups=_filled(found))


def _of_insight(insight: rules.Insight) -> str:
    kind = insight.kind
    return " ".join((kind.title, kind.id, kind.fires, kind.law.text, kind.law.quota))


@kept_page
def model_results(request: HttpRequest) -> HttpResponse:
    """GET /model/results: what the tests of evidence and theory expected and got."""
    words = _words(request)
    modules = _having(words, evidence.modules(), lambda one: f"{one.name} {one.text}")
    titles = {rule.model.path: rule for group in rules.groups() for rule in group.rules}
    listed = [(one, [titles[path] for path in one.proves]) for one in modules]
    proofs = [proof for one in modules for proof in one.proofs]
    checked = [
        compared for proof in proofs for case in proof.cases for compared, _ in case.assertions
    ]
    return _page(
        request,
        "results",
        words,
        modules=listed,
        proofs=len(proofs),
        exact=sum(one.off == "exact" for one in checked),
        near=sum(one.share > 0 for one in checked),
        models=sorted({one.model for one in modules}),
    )


def _words(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]


def _having(words: str, listed: Iterable[T], text: Any) -> list[T]:
    """Those whose text has all of the words."""
    wanted = words.lower().split()
    return [one for one in listed if all(word in text(one).lower() for word in wanted)]


def _filled(found: Iterable[tuple[str, list[T]]]) -> list[tuple[str, list[T]]]:
    return [(title, listed) for title, listed in found if listed]


def _page(request: HttpRequest, part: str, words: str, **context: Any) -> HttpResponse:
    nothing = not any(context.get(name) for name in LISTS)
    shown = {"part": part, "parts": PARTS, "words": words, "nothing": nothing, **context}
    return render(request, f"model_{part}.html", shown)


LISTS = ("groups", "rooms", "numbers", "fields", "sentences", "modules")
