"""The invocations of a message that a run follows, from the steps that were told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from simcore.component import Delivery, Graph
from simcore.component.invocation import Invocation
from simcore.components import TYPES
from simcore.engine.contents import Contents
from simcore.scenario.handed import ways
from simcore.scenario.model import Scenario

__all__ = ["Step", "invocations", "is_request", "step_of", "steps_of"]

ENDS = frozenset({"success", "error", "timeout"})
NOT_DELETED = frozenset({"returned", "dead-lettered", "expired", "abandoned"})
SAME = 1e-9


class Step(NamedTuple):
    """One step of a story; `a` and `b` are as its component states them.

    Of a request `at` says which component's step it is, and `part` of which part of the story.
    """

    t: float
    name: str
    a: float
    b: float
    at: str = ""
    part: int = 0


def steps_of(rows: Iterable[Sequence[Any]], component: str, id: int) -> list[Step]:
    """Those of one story, from rows [t, story, step, component, a, b] as frames have them."""
    return [Step(r[0], r[2], r[4], r[5], *r[6:8]) for r in rows if r[1] == id and r[3] == component]


def step_of(told: Mapping[str, Any]) -> Step:
    """One of a result: {t_s, step, a, b}, of a request also {at, part}."""
    numbers = told["a"], told["b"]
    return Step(told["t_s"], told["step"], *numbers, told.get("at", ""), told.get("part", 0))


def invocations(
    scenario: Scenario, component: str, id: int, steps: Sequence[Step]
) -> list[Invocation]:
    """All that were made with the message, in order; a scenario has its defaults filled in.

    Empty where no function gets it.
    """
    if is_request(scenario, component):
        from simcore.scenario.followed_requests import invocations_of_request

        return invocations_of_request(scenario, component, id, steps)
    delivery = _delivery(scenario, component, id, steps)
    if delivery is None:
        return []
    found = list(_Reading(delivery, component).read(steps))
    return [replace(one, tries=tuple(found)) if one.asynchronous else one for one in found]


def is_request(scenario: Scenario, component: str) -> bool:
    """Does the component tell of requests, whose stories have parts?"""
    story = TYPES[Graph(scenario.components).type_of(component)].picture.story
    return story is not None and story.parts


def _delivery(
    scenario: Scenario, component: str, id: int, steps: Sequence[Step]
) -> Delivery | None:
    """What is known of the message whatever became of it."""
    way = _way(Graph(scenario.components), component)
    if way is None:
        return None
    source, via, target = way
    about = (scenario.quota_profile(), scenario.region, scenario.seed)
    graph = Graph(scenario.components)
    story = TYPES[graph.type_of(component)].picture.story
    place, shard = _number(story, id)
    first = next((s.t for s in steps if s.name == "received"), -1.0)
    size = graph.largest_bytes(source)
    known = Delivery(
        graph,
        *about,
        source,
        target,
        via,
        number=place + (1 if story is None else story.first),
        shard=shard,
        sent=min((step.t for step in steps), default=0.0),
        first_received=first,
        bytes=size if size > 1 else 0,
        content=Contents(scenario.seed, source).of(place),
        poison=story is not None and 0 < story.poison < place,
    )
    in_line = story is None or not story.lane_block
    return _as_sent(scenario, known, component, place) if in_line else known


def _as_sent(scenario: Scenario, delivery: Delivery, component: str, place: int) -> Delivery:
    """What its only sender says of it, where nobody else sends there, nor did before."""
    graph = delivery.graph
    (sender, *others) = graph.into(component) or [""]
    if not sender or others or scenario.interventions:
        return delivery
    says = TYPES[graph.type_of(sender)].as_sent
    if says is None or graph.components[component].brings_messages():
        return delivery
    return says(delivery, sender, place)


def _way(graph: Graph, component: str) -> tuple[str, str, str] | None:
    """(source, mapping, function) of the messages that a component tells of."""
    if graph.type_of(component) == "function":
        callers = [e.source for e in graph.edges if e.target == component and e.kind != "invoke"]
        return (callers[0] if callers else component), "", component
    back = [r.target for r in graph.references if r.refers.back and r.owner == component]
    for source in (*back, component):
        for via, target in ways(graph, source):
            if not back or via == component:
                return source, via, target
    return None


def _number(story: Any, id: int) -> tuple[int, int]:
    """Place in the line or shard, and the shard, from the number of the story."""
    own = id % story.block if story is not None and story.block else id
    if story is None or not story.lane_block:
        return own, 0
    return own % story.lane_block, own // story.lane_block


class _Reading:
    """Goes through the steps; those invocations are open whose end was not told yet."""

    def __init__(self, delivery: Delivery, component: str) -> None:
        self._of, self._asynchronous = delivery, delivery.target == component
        self._receives = 0
        self._open: list[Invocation] = []
        self._done: list[Invocation] = []

    def read(self, steps: Sequence[Step]) -> Iterator[Invocation]:
        for step in steps:
            self._take(step)
        found = [*self._done, *self._open]
        yield from sorted(found, key=lambda one: (one.begins, one.attempt))

    def _take(self, step: Step) -> None:
        if step.name == "received":
            self._receives = int(step.a)
        elif step.name == "invoked":
            self._begin(step.t, int(step.a))
        elif step.name == "traced":
            self._is_traced(step)
        elif step.name in ("init", "suppressed-init", "handler"):
            self._part(step)
        elif step.name in ENDS:
            self._ended(step)
        elif step.name == "deleted":
            self._close("success")
        elif step.name in NOT_DELETED:
            self._close("")

    def _begin(self, t: float, attempt: int) -> None:
        delivery = replace(self._of, t=t, receives=attempt)
        self._open.append(Invocation(delivery, attempt, t, asynchronous=self._asynchronous))

    def _is_traced(self, step: Step) -> None:
        """X-Ray samples the invocation that has just begun."""
        if not self._open:
            self._begin(step.t, self._receives)
        self._open[-1] = replace(self._open[-1], traced=True)

    def _part(self, step: Step) -> None:
        """What an environment spends with it: each part says which it is, and how long."""
        if not self._open:
            self._begin(step.t, self._receives)
        now = replace(self._open[-1], slot=int(step.a))
        if step.name == "init":
            now = replace(now, init_s=step.b)
        elif step.name == "suppressed-init":
            now = replace(now, again_s=step.b)
        else:
            now = replace(now, duration_s=now.again_s + step.b)
        self._open[-1] = now

    def _ended(self, step: Step) -> None:
        """An asynchronous event tells how long it was; one that is there twice, which it was."""
        for n, one in enumerate(self._open):
            if not self._asynchronous or one.attempt == int(step.a):
                del self._open[n]
                self._done.append(self._with_times(one, step))
                return

    def _with_times(self, one: Invocation, step: Step) -> Invocation:
        if not self._asynchronous:
            return replace(one, outcome=step.name)
        init_s = step.t - one.begins - step.b
        init_s = init_s if init_s > SAME else 0.0
        return replace(one, init_s=init_s, duration_s=step.b, outcome=step.name)

    def _close(self, outcome: str) -> None:
        for one in self._open:
            self._done.append(replace(one, outcome=outcome or self._failure(one)))
        self._open = []

    def _failure(self, one: Invocation) -> str:
        """Of a message that was not deleted: as far as that can be seen."""
        if one.duration_s >= self._of.spec(self._of.target).timeout - SAME:
            return "timeout"
        mapping = self._of.spec(self._of.via) if self._of.via else None
        return "reported" if getattr(mapping, "report_batch_item_failures", False) else "error"
