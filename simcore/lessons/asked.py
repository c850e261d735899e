"""Predictions: what is asked, and the true answer, which is always that of a run."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from simcore.analysis.verdict.recorded import NoData, Recorded
from simcore.errors import Check
from simcore.lessons.complaint import complaint, under
from simcore.lessons.lesson import Lesson, Predict
from simcore.lessons.measured import ANY, meant, seen, series_of
from simcore.lessons.prose import rendered
from simcore.lessons.said import Predict as Said
from simcore.scenario import Scenario
from simcore.scenario.goals import GoalError, When
from simcore.scenario.run import Result

__all__ = ["answer", "answers_of", "predict_of"]

Document = Result | Mapping[str, Any]


def predict_of(
    said: Said, step: str, scenario: Scenario, path: str, into: list[Check]
) -> Predict | None:
    """The question of a step; findings go `into` a list."""
    path = f"{path}.predict"
    html, wrong = rendered(said.reveal)
    into += under(f"{path}.reveal", wrong)
    t0, t1 = said.t0 or 0.0, scenario.duration if said.t1 is None else said.t1
    if not t0 < t1 <= scenario.duration:
        hint = "from before to, and both within the run"
        into.append(complaint("interval", path, "there is nothing to be hidden", hint))
    try:
        about = _about(said, scenario)
    except GoalError as error:
        into.append(complaint("measure", path, error.message, error.hint))
        return None
    words = tuple(option.says for option in said.options)
    bounds = tuple(option.bound for option in said.options)
    id, question = said.id or step, said.question
    return Predict(
        id, said.kind, question, said.measure, *about, t0, t1, words, bounds, html
    )  # fmt: skip


def _about(said: Said, scenario: Scenario) -> tuple[str, str, str]:
    """Component, metric and unit; raises `GoalError`."""
    if said.kind == "draw":
        one = series_of(said.measure, scenario)
        return one.component, one.metric, one.unit
    bounds = [option.bound for option in said.options] or [ANY]
    found = [meant(said.measure, bound, scenario) for bound in bounds]  # each has to be right
    first = found[0]
    metric = (first.target and first.target.series) or first.name
    return first.goal.component, metric, first.unit


def answers_of(lesson: Lesson, result: Document) -> dict[str, dict[str, Any]]:
    """Of every prediction of the lesson by its id: `{value, words}`, `{option, value, words}` or
    `{series}`; `{no_data}` with the reason where the result does not have it."""
    asked = (step.predict for step in lesson.steps if step.predict is not None)
    return {one.id: answer(one, lesson.scenario, result) for one in asked}


def answer(asked: Predict, scenario: Scenario, result: Document) -> dict[str, Any]:
    """The true answer of one prediction in a result.

    ``series`` are points ``[t, value]`` from `t0` to `t1`, at the ends of the bins that were
    recorded, in the series' own unit; ``option`` counts from 0: None unless one alone is right.
    """
    if asked.kind == "draw":
        return _series(asked, result)
    found = [seen(asked.measure, bound, scenario, result) for bound in asked.bounds or (ANY,)]
    if found[0].value is None:
        return {"no_data": found[0].note}
    value = found[0].value if isfinite(found[0].value) else None
    told = {"value": value, "words": found[0].seen}
    if asked.kind == "number":
        return told
    right = [n for n, one in enumerate(found) if one.status == "passed"]
    return {"option": right[0] if len(right) == 1 else None, **told}


def _series(asked: Predict, result: Document) -> dict[str, Any]:
    recorded = Recorded(result.as_dict() if isinstance(result, Result) else result)
    try:
        when = When(from_s=asked.t0, to_s=min(asked.t1, recorded.reached_s))
        bins = recorded.bins(asked.component, asked.metric, when)
    except NoData as reason:
        return {"no_data": str(reason)}
    return {"series": [[t, value] for t, value in zip(bins.ends_s, bins.values, strict=True)]}
