"""Services that invoke: what only some of them have, and what has ended."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error, warning
from simcore.errors import Check
from simcore.services.event_source.spec import ONLY, EventSource
from simcore.units import format_duration_s

__all__ = ["CHECKS"]

HOW = {"manifest": "manifest: {tasks: 1000}", "arrivals": "arrivals: {poisson: {rate: 5}}"}


def said_of_others(subject: Subject) -> Iterator[Check]:
    """A field that the service does not have."""
    for id, source in subject.of(EventSource).items():
        for field, services in ONLY.items():
            if source.service not in services and getattr(source, field):
                yield error(
                    "event-source.field-unused",
                    f"components.{id}.{field}",
                    f"{field} is a field of {', '.join(services)}: {source.service} has none",
                    "leave it out",
                )


def what_happens(subject: Subject) -> Iterator[Check]:
    """A job has a manifest, all others arrivals."""
    for id, source in subject.of(EventSource).items():
        wanted = "manifest" if source.of.manifest else "arrivals"
        other = "arrivals" if source.of.manifest else "manifest"
        if getattr(source, wanted) is None:
            yield error(
                "event-source.nothing-happens",
                f"components.{id}.{wanted}",
                f"{source.service} needs {wanted}: nothing says when it invokes",
                HOW[wanted],
            )
        elif wanted == "manifest" and source.arrivals is not None:
            yield error(
                "event-source.field-unused",
                f"components.{id}.{other}",
                "a job goes through its manifest: nothing arrives",
                "leave it out; start says when the job begins",
            )


def ended(subject: Subject) -> Iterator[Check]:
    """A service that AWS does not offer any more."""
    for id, source in subject.of(EventSource).items():
        row = source.of.needs
        if row and not subject.profile.has(row):
            yield error(
                "event-source.ended",
                f"components.{id}.service",
                f"{source.of.name} invokes nobody under the profile {subject.profile.name}: "
                f"{subject.profile.absent.get(row, '')}",
                "an older profile, or another service",
            )


def too_slow(subject: Subject) -> Iterator[Check]:
    """A function that may run for longer than the service waits: it runs on, and is paid for."""
    for source in subject.of(EventSource).values():
        function = subject.graph.components.get(source.target)
        timeout = getattr(function, "timeout", None)
        if not source.synchronous or source.of.manifest or timeout is None:
            continue
        waits = subject.value(source.of.timeout)
        if timeout > waits:
            yield warning(
                "event-source.function-timeout",
                f"components.{source.target}.timeout",
                f"{format_duration_s(timeout)}, but {source.of.name} waits "
                f"{format_duration_s(waits)}: an answer that comes later is paid for and of no use",
                f"at most {format_duration_s(waits)} ({subject.cited(source.of.timeout)})",
            )


def stops(subject: Subject) -> Iterator[Check]:
    """Something that stops before it starts."""
    for id, source in subject.of(EventSource).items():
        if source.stop is not None and source.stop <= source.start:
            yield error(
                "event-source.stops-before-start",
                f"components.{id}.stop",
                f"{format_duration_s(source.stop)} is not after the start, "
                f"{format_duration_s(source.start)}",
                "things happen from start until stop",
            )


CHECKS = (said_of_others, what_happens, ended, too_slow, stops)
