"""What handlers call: that it is there, and that nobody waits for itself."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.errors import Check
from simcore.scenario.checks.references import reference
from simcore.scenario.checks.subject import Subject, error

__all__ = ["CHECKS"]


def targets(subject: Subject) -> Iterator[Check]:
    """A target that is not there, or no function."""
    for id, function in subject.functions.items():
        for n, call in enumerate(function.calls):
            path = f"components.{id}.calls.{n}.target"
            yield from reference(subject, path, call.target, subject.functions, "a function")


def cycles(subject: Subject) -> Iterator[Check]:
    """Calls that lead back to the function that made the first of them."""
    for id in subject.functions:
        way = _way_back(subject, id)
        if way and id == min(way):
            yield error(
                "function.call-cycle",
                f"components.{id}.calls",
                f"calls would go round: {' to '.join([*way, id])}",
                "each would wait for itself; let one of them send a message or an event instead",
            )


def _way_back(subject: Subject, id: str) -> list[str]:
    """The functions on the shortest way of calls from one back to it, itself first; else none."""
    ways, seen = [[id]], {id}
    for way in ways:
        called = subject.functions[way[-1]].calls
        for name in sorted({call.target for call in called} & subject.functions.keys()):
            if name == id:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


CHECKS = (targets, cycles)
