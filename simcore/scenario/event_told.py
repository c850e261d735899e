"""What a followed message's function got and wrote, try by try, as a document: windtunnel.event/1.

```
{format, component, id, source, mapping, function,
 event: {name, title, guide, document} or null,
 attempts: [{attempt, function, begins_s, ends_s, outcome, request_id}], at,
 context, environment, log: [{timestamp, message}], trace}
```

`component` and `id` name the message or request, `at` is the place among the attempts of what is
told here; the log is that of all of them that are of the same function, in order of time. Of a
request an attempt is the sender's, and there is one for each function that was invoked in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simcore.component.invocation import Handled, Invocation
from simcore.components import TYPES
from simcore.scenario.followed import Step, invocations, is_request
from simcore.scenario.handed import handed, handed_by
from simcore.scenario.model import Scenario

__all__ = ["FORMAT", "doors_told", "event_told", "example_told", "log_of", "told_of"]

FORMAT = "windtunnel.event/1"
FAILS_FROM = 400


def event_told(
    scenario: Scenario, component: str, id: int, steps: Sequence[Step], at: int = -1
) -> dict[str, Any] | None:
    """Of the attempt at place `at`, the last one by itself; None where there was none so far.

    Raises `IndexError` where there is no such attempt. The scenario has its defaults filled in.
    """
    made = invocations(scenario, component, id, steps)
    if not made and at == -1:
        return None
    at = len(made) - 1 if at == -1 else range(len(made))[at]
    attempts = [_attempt(one) for one in made]
    head = {"format": FORMAT, "component": component, "id": id}
    same = [one for one in made if one.function == made[at].function]
    return {**head, "attempts": attempts, "at": at, **told_of(made[at]), **log_of(same)}


def doors_told(
    scenario: Scenario, component: str, id: int, steps: Sequence[Step], at: int = -1
) -> dict[str, Any] | None:
    """Of a request that no function got: what front doors sent to X-Ray of it, each an attempt.

    The same document with an empty `function` and no event; None where no door traced it. Raises
    `IndexError` where there is no such attempt.
    """
    if not is_request(scenario, component):
        return None
    from simcore.scenario.followed_requests import doors_of_request

    found = [
        (number, door, segment(door))
        for number, door in doors_of_request(scenario, component, id, steps)
        for segment in (TYPES[door.delivery.graph.type_of(door.delivery.source)].segment,)
        if door.traced and segment is not None
    ]
    if not found:
        return None
    at = len(found) - 1 if at == -1 else range(len(found))[at]
    (_, door, segment) = found[at]
    trace = {
        "trace_id": door.trace_id,
        "header": f"Root={door.trace_id};Sampled=1",
        "tracing": "Active",
        "sampled": True,
        "why": "",
        "segments": [segment],
    }
    head = {"format": FORMAT, "component": component, "id": id, "source": door.delivery.source}
    attempts = [_passed(number, door) for number, door, _ in found]
    of_none = {"mapping": None, "function": "", "event": None}
    return {**head, **of_none, "attempts": attempts, "at": at, "trace": trace}


def _passed(number: int, door: Handled) -> dict[str, Any]:
    outcome = "" if door.ends < 0.0 else "error" if door.status >= FAILS_FROM else "success"
    return {
        "attempt": number,
        "function": "",
        "begins_s": door.begins,
        "ends_s": door.ends if door.ends >= 0.0 else None,
        "outcome": outcome,
        "request_id": door.delivery.ids.uuid("request"),
    }


def example_told(scenario: Scenario, function: str, at: int = 0) -> dict[str, Any] | None:
    """What a function gets, whether a message is followed or not: from the source at place `at`.

    The same document without attempts, and with all `sources`: [{source, mapping, title}]. None
    where nobody hands it anything. Raises `IndexError` where there is no such source.
    """
    found = [one for one in handed(scenario) if one.delivery.target == function]
    if not found:
        return None
    sources = [
        {"source": of.source, "mapping": of.via or None, "title": one.document.title}
        for one in found
        for of in (one.delivery,)
    ]
    first = found[at].delivery
    told = told_of(Invocation(first, 1, first.t, asynchronous=not first.via, followed=False))
    head = {"format": FORMAT, "component": function, "id": None}
    return {**head, "attempts": [], "sources": sources, "at": at, **told}


def log_of(made: Sequence[Invocation]) -> dict[str, Any]:
    """The `log`: the lines of all invocations, in order of time; nothing where there is none."""
    logs = [told["log"] for one in made if "log" in (told := _surroundings(one))]
    lines = [line for log in logs for line in log]
    return {"log": sorted(lines, key=lambda line: int(line["timestamp"]))} if logs else {}


def told_of(invocation: Invocation) -> dict[str, Any]:
    """What it was handed, and what surrounds it."""
    of = invocation.delivery
    return {
        "source": of.source,
        "mapping": of.via or None,
        "function": of.target,
        "event": _event(invocation),
        **_surroundings(invocation),
    }


def _surroundings(invocation: Invocation) -> dict[str, Any]:
    of = invocation.delivery
    surrounds = TYPES[of.graph.type_of(of.target)].invoked
    told = {name: build(invocation) for name, build in surrounds.items()}
    if "trace" in told and (doors := list(_segments_of_doors(invocation))):
        trace = told["trace"]
        told["trace"] = {**trace, "segments": [*doors, *trace["segments"]]}
    return told


def _segments_of_doors(invocation: Invocation) -> Iterator[dict[str, Any]]:
    """Of those front doors of the same attempt that trace it, each once."""
    doors = {door.segment: door for one in (*invocation.tries, invocation) for door in one.doors}
    for door in doors.values():
        of = door.delivery
        segment = TYPES[of.graph.type_of(of.source)].segment
        if door.traced and segment is not None:
            yield segment(door)


def _event(invocation: Invocation) -> dict[str, Any] | None:
    for one in handed_by(invocation.delivery):
        document = one.document
        about = {"name": document.name, "title": document.title, "guide": document.source}
        return {**about, "document": one.written()}
    return None


def _attempt(one: Invocation) -> dict[str, Any]:
    return {
        "attempt": one.attempt,
        "function": one.function,
        "begins_s": one.begins,
        "ends_s": one.ends if one.duration_s >= 0.0 else None,
        "outcome": one.outcome,
        "request_id": one.request_id,
    }
