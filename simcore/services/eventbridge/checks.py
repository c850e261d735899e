"""Buses: classes that there are, ways that lead back, and what comes too fast."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error
from simcore.component.classes import unknown_classes
from simcore.component.sizes import too_large
from simcore.errors import Check
from simcore.services.eventbridge.spec import Bus

__all__ = ["CHECKS"]


def classes(subject: Subject) -> Iterator[Check]:
    """A pattern names classes that the bus has."""
    for id, bus in subject.of(Bus).items():
        for n, rule in enumerate(bus.rules):
            path = f"components.{id}.rules.{n}.classes"
            yield from unknown_classes(path, rule.classes, bus.message_classes, id)


def sizes(subject: Subject) -> Iterator[Check]:
    """An event larger than PutEvents takes."""
    return too_large(subject, "bus", "eventbridge.put_events_max_bytes")


def circles(subject: Subject) -> Iterator[Check]:
    """Rules, topics and queues alone that lead an event back to its bus, for ever."""
    for way in subject.graph.circles("rule"):
        yield error(
            "bus.circle",
            f"components.{way[0]}.rules",
            f"rules lead an event from {' to '.join([*way, way[0]])}, again and again",
            "a rule that does not match what it has sent, or another bus",
        )


CHECKS = (classes, sizes, circles)
