"""What would come to more than an execution may have: events of its history, bytes of its input.

Source: developer guide, "Step Functions service quotas", 2026: 25,000 events, 262,144 bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Any, Final

from simcore.asl.flow import Around, Json, StateFault
from simcore.asl.jsonpath.template import WideTemplate
from simcore.asl.size import size_of
from simcore.asl.states import Choice, Fail, Machine, Map, Parallel, State, Task
from simcore.component import Subject, warning
from simcore.errors import Check
from simcore.services.step_functions.definitions import readable

__all__ = ["bounds"]

HISTORY: Final = "stepfunctions.history_max_events"
PAYLOAD: Final = "stepfunctions.payload_max_bytes"
NEARLY: Final = 0.8
"""Of what an input may be, before a person is told."""
AROUND_MAP: Final = 6
"""ExecutionStarted and its end, MapStateEntered, Started, Succeeded and Exited."""
OF_ITEM: Final = 2
"""MapIterationStarted and MapIterationSucceeded."""
ENTERED_AND_LEFT: Final = 2
OF_TASK: Final = 3
"""Scheduled, started, succeeded; with a token or as a job it is submitted, too."""


def too_many_events(
    id: str, machine: Machine, input: Json, around: Around, most: float
) -> Iterator[Check]:
    """An inline Map that the execution begins with, and that its history has no room for."""
    state = machine.states.get(machine.start_at)
    if not isinstance(state, Map) or state.distributed:
        return
    items = _items(state, input, around)
    each = OF_ITEM + shortest(state.processor)
    events = AROUND_MAP + items * each
    if events <= most:
        return
    fit = int((most - AROUND_MAP) // each)
    yield warning(
        "machine.history-full",
        f"components.{id}.definition.{state.path}",
        f"{items:,} items of at least {each} events, and {AROUND_MAP} more, are {events:,} events: "
        f"an execution fails at {most:,.0f}",
        f"at most {fit:,} items; or Mode: DISTRIBUTED, whose children have histories of their own",
    )


def _items(state: Map, input: Json, around: Around) -> int:
    """How many there are; none where that is not known before it runs.

    Of many expressions each may take as long as one may: they are left to the run.
    """
    if isinstance(state.items, WideTemplate):
        return 0
    try:
        effective = input if state.flow.is_plain else state.flow.enter(input, around)
        found = effective if state.items is None else state.items.of(effective, around)
    except StateFault:
        return 0
    return len(found) if isinstance(found, list) else 0


def shortest(machine: Machine) -> int:
    """The events of the shortest way through a machine, errors left out.

    The nearest state goes on first, so that each is looked at once, and each branch within it: what
    is nested in a definition costs what it is long, and not all ways through it.
    """
    waiting, known = [(0, machine.start_at)], set()
    ends = []
    while waiting:
        so_far, name = heappop(waiting)
        if name in known:
            continue
        known.add(name)
        state = machine.states[name]
        so_far += _events_of(state)
        onward = _onward(state)
        if not onward:
            ends.append(so_far)
        for to in onward:
            heappush(waiting, (so_far, to))
    return min(ends, default=0)


def _onward(state: State) -> list[str]:
    ways = [rule.next for rule in state.rules] if isinstance(state, Choice) else []
    return ways if state.next is None else [*ways, state.next]


def _events_of(state: State) -> int:
    """The least that a state writes."""
    if isinstance(state, Fail):
        return 1
    if isinstance(state, Task):
        return ENTERED_AND_LEFT + OF_TASK + (1 if state.resource.pattern else 0)
    if isinstance(state, Parallel):
        return ENTERED_AND_LEFT + 2 + sum(shortest(one) for one in state.branches)
    if isinstance(state, Map):
        return ENTERED_AND_LEFT + (4 if state.distributed else 2)
    return ENTERED_AND_LEFT


def nearly_full(id: str, input: Json, most: int) -> Iterator[Check]:
    """An input that leaves little room for what the states add to it."""
    size = size_of(input)
    if NEARLY * most < size <= most:
        yield warning(
            "machine.input-nearly-full",
            f"components.{id}.input",
            f"the input has {size:,} of {most:,} bytes; what is added to it has to fit, "
            "too, or a state fails with States.DataLimitExceeded",
            "keep large data in S3, and hand on where it is",
        )


def bounds(subject: Subject, id: str, spec: Any, input: Json, around: Around) -> Iterator[Check]:
    """Both, of a standard workflow the first."""
    yield from nearly_full(id, input, int(subject.value(PAYLOAD)))
    machine = readable(spec)
    if machine is not None and not spec.is_express:
        yield from too_many_events(id, machine, input, around, subject.value(HISTORY))
