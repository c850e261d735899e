"""A lesson that was read, and what it was read from is right: what pages and laboratories show.

Everything here is frozen and made of plain data, but for the scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal

from simcore.frozen import frozen
from simcore.scenario import Scenario

__all__ = ["Anchor", "Claim", "Kind", "Lesson", "Neighbour", "Predict", "Rule", "Step", "Task"]

Kind = Literal["draw", "number", "choice"]


@frozen
class Anchor:
    """Where in the run a step is: at `t` seconds, or at what happens to a component."""

    t: float | None = None
    flag: str = ""
    insight: str = ""
    component: str = ""
    nth: int = 1

    def as_data(self) -> dict[str, Any]:
        """One of `{t}`, `{flag, component, nth}`, `{insight, component, nth}`."""
        if self.t is not None:
            return {"t": self.t}
        what = {"flag": self.flag} if self.flag else {"insight": self.insight}
        return {**what, "component": self.component, "nth": self.nth}


@frozen
class Rule:
    """A rule with where it was read, and of which date that is; `quota` is the key of a number."""

    text: str
    url: str
    date: str
    quota: str = ""

    def as_data(self) -> dict[str, str]:
        """As JSON has it."""
        return {"text": self.text, "url": self.url, "date": self.date}


@frozen
class Predict:
    """A question, to be answered before the run is seen from `t0` to `t1` seconds.

    `measure` is what decides, in the syntax of goals; `metric` the series that it is about, as the
    run's header has it, or its name where there is none; `bounds` those of the `options`.
    """

    id: str
    kind: Kind
    question: str
    measure: str
    component: str
    metric: str
    unit: str
    t0: float
    t1: float
    options: tuple[str, ...]
    bounds: tuple[str | int | float, ...]
    reveal_html: str

    def as_data(self) -> dict[str, Any]:
        """As JSON has it, without what decides."""
        return {
            "id": self.id,
            "kind": self.kind,
            "question": self.question,
            "component": self.component,
            "metric": self.metric,
            "unit": self.unit,
            "t0": self.t0,
            "t1": self.t1,
            "options": list(self.options),
            "reveal_html": self.reveal_html,
        }


@frozen
class Claim:
    """A sentence about the run, and the goals (as `expect` of a scenario) that make it true."""

    id: str
    words: str
    path: str
    expect: Mapping[str, Any]

    def as_data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"id": self.id, "words": self.words, "path": self.path}


@frozen
class Task:
    """What a learner is to reach by turning some of the `knobs`, given by their full paths.

    `solutions` are overrides that reach it; learners are not told them.
    """

    words: str
    hint: str
    expect: Mapping[str, Any]
    goals: tuple[str, ...]
    knobs: tuple[str, ...]
    solutions: tuple[Mapping[str, Any], ...]

    def as_data(self) -> dict[str, Any]:
        """As JSON has it, without the solutions."""
        return {
            "words": self.words,
            "hint": self.hint,
            "goals": list(self.goals),
            "knobs": list(self.knobs),
        }


@frozen
class Step:
    """A part of a lesson; `after_html` is what stands below its question, and comes after it."""

    id: str
    title: str
    html: str
    after_html: str
    anchor: Anchor | None
    focus: str | None
    rule: Rule | None
    predict: Predict | None
    claims: tuple[Claim, ...]
    task: Task | None

    def as_data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "id": self.id,
            "title": self.title,
            "html": self.html,
            "after_html": self.after_html,
            "anchor": self.anchor.as_data() if self.anchor else None,
            "focus": self.focus,
            "rule": self.rule.as_data() if self.rule else None,
            "predict": self.predict.as_data() if self.predict else None,
            "claims": [claim.as_data() for claim in self.claims],
            "task": self.task.as_data() if self.task else None,
        }


@frozen
class Neighbour:
    """The lesson before or behind it in the course."""

    id: str
    title: str

    def as_data(self) -> dict[str, str]:
        """As JSON has it."""
        return {"id": self.id, "title": self.title}


@frozen
class Lesson:
    """A question with the run that answers it, step by step.

    `scenario` is what is run, `overrides` included. `slug` names it where it is a shipped one;
    `document` is what its file says, without the overrides. `state` is another one when any file
    of which it was read is: what is computed of a lesson is kept by its id and its state.
    """

    id: str
    title: str
    order: int
    minutes: int
    summary: str
    topics: tuple[str, ...]
    steps: tuple[Step, ...]
    scenario: Scenario = field(repr=False)
    slug: str
    document: Mapping[str, Any] = field(repr=False)
    overrides: Mapping[str, Any]
    path: Path
    state: str = ""
    previous: Neighbour | None = None
    next: Neighbour | None = None

    @property
    def url(self) -> str:
        """Of its page."""
        return f"/lessons/{self.id}"

    @property
    def quotas(self) -> frozenset[str]:
        """The numbers, by their keys, that are the rules of its steps."""
        return frozenset(step.rule.quota for step in self.steps if step.rule and step.rule.quota)

    def step(self, id: str) -> Step | None:
        """The step of that id."""
        return next((step for step in self.steps if step.id == id), None)

    def as_data(self) -> dict[str, Any]:
        """The lesson as plain data, for pages and the laboratory: nothing gives an answer away."""
        return {
            "id": self.id,
            "title": self.title,
            "order": self.order,
            "minutes": self.minutes,
            "summary": self.summary,
            "topics": list(self.topics),
            "url": self.url,
            "previous": self.previous.as_data() if self.previous else None,
            "next": self.next.as_data() if self.next else None,
            "steps": [step.as_data() for step in self.steps],
        }
