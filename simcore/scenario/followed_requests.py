"""The invocations of a request that a run follows, and the front doors that it came through.

A request is sent once or, with retries, several times: each attempt is a request of its own to AWS,
with ids and a trace of its own. What a handler calls begins a trace of its own, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from simcore.component import Delivery, Graph
from simcore.component.invocation import Asked, Handled, Invocation, trace_root
from simcore.component.made_up import MadeUp
from simcore.components import TYPES
from simcore.scenario.followed import SAME, Step
from simcore.scenario.model import Scenario

__all__ = ["doors_of_request", "invocations_of_request"]

ENDS = ("success", "error", "timeout")
REFUSED, GIVEN_UP = 429, 0


class _Part:
    """One part of a story, by its `number`: `above` is the part that it belongs to."""

    def __init__(self, number: int, step: Step) -> None:
        self.number, self.at, self.kind, self.begins = number, step.at, step.name, step.t
        self.above = int(step.b)
        self.attempt = max(int(step.a), 1) if step.name == "attempt" else 1
        self.ends, self.status, self.slot = -1.0, 0, -1
        self.init_s = self.again_s = 0.0
        self.duration_s, self.outcome, self.traced, self.refused = -1.0, "", False, False

    @property
    def ran(self) -> bool:
        """Was a function invoked, and not refused?"""
        return self.kind == "invoked" and not self.refused

    def take(self, step: Step) -> None:
        """A step after the first."""
        if step.name == "traced":
            self.traced = True
        elif step.name == "init":
            self.slot, self.init_s = int(step.a), step.b
        elif step.name == "suppressed-init":
            self.slot, self.again_s = int(step.a), step.b
        elif step.name in ENDS:
            self.slot, self.duration_s, self.outcome = int(step.a), step.b, step.name
            self.ends = step.t
        elif step.name == "throttled":
            self.ends, self.status, self.refused = step.t, REFUSED, True
        elif step.name in ("answered", "gave-up"):
            self.ends, self.status = step.t, int(step.a)


def invocations_of_request(
    scenario: Scenario, component: str, id: int, steps: Sequence[Step]
) -> list[Invocation]:
    """All that were made for it, in order; a scenario has its defaults filled in."""
    return list(_Reading(scenario, component, id, steps).read())


def doors_of_request(
    scenario: Scenario, component: str, id: int, steps: Sequence[Step]
) -> list[tuple[int, Handled]]:
    """The front doors that it came through, whether a function was invoked or not, in order.

    Each with the number of the attempt, which counts from 1.
    """
    return list(_Reading(scenario, component, id, steps).doors())


class _Reading:
    def __init__(self, scenario: Scenario, component: str, id: int, steps: Sequence[Step]) -> None:
        self._scenario, self._graph = scenario, Graph(scenario.components)
        self._sender, self._id = component, id
        self._first = next((step for step in steps if step.name == "sent"), None)
        self._parts: dict[int, _Part] = {}
        for step in steps:
            self._take(step)

    def _take(self, step: Step) -> None:
        if step.name in ("attempt", "came", "invoked"):
            self._parts[step.part] = _Part(step.part, step)
        elif step.part in self._parts:
            self._parts[step.part].take(step)

    def read(self) -> Iterator[Invocation]:
        ran = [part for part in self._parts.values() if part.ran]
        found = {part.number: self._invocation(part) for part in ran}
        for one in ran:
            together = [p.number for p in ran if self._root(p) is self._root(one)]
            yield replace(found[one.number], tries=tuple(found[n] for n in together))

    def doors(self) -> Iterator[tuple[int, Handled]]:
        for part in self._parts.values():
            if part.kind == "came":
                yield self._attempt(part), self._door(part)

    # Where a part belongs.

    def _above(self, part: _Part) -> Iterator[_Part]:
        """The part, the one that it belongs to, and so on."""
        while True:
            yield part
            if part.above == part.number or part.above not in self._parts:
                return
            part = self._parts[part.above]

    def _root(self, part: _Part) -> _Part:
        """Where its trace begins: at the attempt, or at what a handler called."""
        for one in self._above(part):
            caller = self._parts.get(one.above)
            if caller is None or caller.kind == "invoked":
                return one
        return part

    def _attempt(self, part: _Part) -> int:
        return next((p.attempt for p in self._above(part) if p.kind == "attempt"), 1)

    def _below(self, part: _Part) -> list[_Part]:
        return [one for one in self._parts.values() if one.above == part.number and one is not part]

    # What is told of it.

    def _delivery(self, source: str, target: str, part: _Part) -> Delivery:
        """From one to the other; a retry is a request of its own."""
        root, graph, first = self._root(part), self._graph, self._first
        sender = graph.components[self._sender]
        story = TYPES[graph.type_of(self._sender)].picture.story
        return Delivery(
            graph,
            self._scenario.quota_profile(),
            self._scenario.region,
            self._scenario.seed,
            source,
            target,
            number=self._id + (1 if story is None else story.first),
            t=part.begins,
            sent=root.begins,
            receives=part.number,
            bytes=getattr(sender, "message_size", 0),
            resource=0 if first is None else int(first.a),
            caller=0 if first is None else int(first.b),
            method=getattr(sender, "method", "GET"),
            again=self._attempt(part) - 1,
        )

    def _source(self, part: _Part) -> str:
        above = self._parts.get(part.above)
        return self._sender if above is None else above.at

    def _invocation(self, part: _Part) -> Invocation:
        of = self._delivery(self._source(part), part.at, part)
        doors = [one for one in self._above(part) if one.kind == "came"]
        return Invocation(
            of,
            self._attempt(part),
            part.begins,
            init_s=part.init_s if part.init_s > SAME else 0.0,
            again_s=part.again_s,
            duration_s=part.duration_s,
            outcome=part.outcome,
            slot=part.slot,
            traced=part.traced,
            trace_id=self._trace_id(part),
            caller_segment=self._caller_segment(part),
            doors=tuple(self._door(one) for one in reversed(doors)),
            asked=tuple(self._asked(part)),
        )

    def _door(self, part: _Part) -> Handled:
        of = self._delivery(part.at, part.at, part)
        return Handled(
            of,
            self._made_up(part).hex(16, "segment"),
            self._trace_id(part),
            part.begins,
            part.ends,
            part.status,
            part.traced,
            tuple(self._asked(part)),
        )

    def _asked(self, part: _Part) -> Iterator[Asked]:
        """What others did for it: as long as it waited."""
        for one in self._below(part):
            over = part.ends if 0.0 <= part.ends < one.ends or one.ends < 0.0 else one.ends
            in_time = one.ends >= 0.0 and over == one.ends
            status = one.status or 200 if in_time else 0
            failed = not in_time if over >= 0.0 else False
            failed = failed or one.outcome in ENDS[1:]
            yield Asked(self._segment_of_call(one), one.at, one.begins, over, status, failed)

    def _caller_segment(self, part: _Part) -> str:
        """The subsegment that a front door has of this invocation, if it is traced itself."""
        above = self._parts.get(part.above)
        is_traced = above is not None and above.kind == "came" and above.traced
        return self._segment_of_call(part) if is_traced else ""

    def _segment_of_call(self, part: _Part) -> str:
        return self._made_up(part).hex(16, "call")

    def _trace_id(self, part: _Part) -> str:
        root = self._root(part)
        return trace_root(root.begins, self._made_up(root).hex(24, "trace"))

    def _made_up(self, part: _Part) -> MadeUp:
        return MadeUp(f"{self._scenario.seed}/{self._sender}/{self._id}/part-{part.number}")
