"""Functions on managed instances: their size, their bounds, and what does not go with them."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.spec import Function, ManagedInstances
from simcore.awslambda.spec.capacity import ROOM, vcpus
from simcore.component import Subject, error, warning
from simcore.component.graph import Edge
from simcore.errors import Check
from simcore.units import format_duration_s

__all__ = ["CHECKS"]

SLACK = 1e-9
NOT_WITH = {
    "reserved_concurrency": "their number is bounded by maximum_execution_environments",
    "provisioned_concurrency": "minimum_execution_environments are always there",
    "provisioned_tracking": "they are scaled by their load anyway",
    "provisioned_schedule": "minimum_execution_environments are always there",
    "snap_start": "no invocation waits for an init",
    "proactive_initialization": "no invocation waits for an init",
    "additional_version": "versions are not modelled there",
    "cpu_work": "how invocations share a processor is not modelled; say it in duration",
    "crash_rate": "what a crash does to the other invocations is not published",
}
"""Fields that mean nothing on managed instances here, and why."""


def _managed(subject: Subject) -> Iterator[tuple[str, Function, ManagedInstances]]:
    """The functions on managed instances, where the profile has them."""
    if not subject.profile.has(f"{ROOM}environments_max"):
        return
    for id, function in subject.of(Function).items():
        if function.capacity is not None and function.capacity.managed_instances is not None:
            yield id, function, function.capacity.managed_instances


def _path(id: str, field: str) -> str:
    return f"components.{id}.capacity.managed_instances.{field}"


def bounds(subject: Subject) -> Iterator[Check]:
    """A minimum above the maximum."""
    for id, _, managed in _managed(subject):
        least = managed.minimum_execution_environments or 0
        most = managed.maximum_execution_environments or 0
        if least > most:
            yield error(
                "function.managed-bounds",
                _path(id, "minimum_execution_environments"),
                f"{least:,} is above the maximum, {most:,}",
                "the minimum is at most the maximum",
            )


def size(subject: Subject) -> Iterator[Check]:
    """Too little of a processor, or too many invocations for it."""
    for id, function, managed in _managed(subject):
        has, least = vcpus(function.memory or 0.0, managed), subject.value(f"{ROOM}vcpus_min")
        most = subject.value(f"{ROOM}concurrency_per_vcpu_max")
        concurrency = managed.concurrency_per_environment or 1
        if has < least - SLACK:
            yield error(
                "function.managed-vcpus",
                _path(id, "memory_per_vcpu"),
                f"an environment has {has:.3g} vCPU; managed instances need {least:g}",
                f"more memory, or less of it per vCPU ({subject.cited(f'{ROOM}vcpus_min')})",
            )
        elif concurrency > most * has + SLACK:
            yield error(
                "function.managed-concurrency",
                _path(id, "concurrency_per_environment"),
                f"{concurrency:,} at once on {has:.3g} vCPU; AWS accepts {most:g} for each",
                f"at most {int(most * has):,} ({subject.cited(f'{ROOM}concurrency_per_vcpu_max')})",
            )


def not_with(subject: Subject) -> Iterator[Check]:
    """What belongs to the other type of capacity."""
    for id, function, _ in _managed(subject):
        for field, why in NOT_WITH.items():
            value = getattr(function, field)
            if value or (value is not None and field == "reserved_concurrency"):
                yield error(
                    "function.managed-not-with",
                    f"components.{id}.{field}",
                    f"{field} does not go with managed instances",
                    f"leave it out: {why}",
                )


def synchronous_timeout(subject: Subject) -> Iterator[Check]:
    """The longer timeout is for asynchronous invocations and event source mappings."""
    most = subject.value("lambda.timeout_max_s")
    called = {e.target for e in subject.graph.edges if e.kind == "invoke" and _waits(subject, e)}
    for id, function, _ in _managed(subject):
        if id in called and (function.timeout or 0.0) > most:
            yield error(
                "function.managed-timeout",
                f"components.{id}.timeout",
                f"somebody invokes {id} synchronously: at most {format_duration_s(most)}",
                subject.cited(f"{ROOM}timeout_max_s"),
            )


def _waits(subject: Subject, edge: Edge) -> bool:
    """Is it a caller, and not a mapping?"""
    return edge.source not in subject.graph.readers


def init_too_long(subject: Subject) -> Iterator[Check]:
    """An init that never fits into the Init phase, which the model does not cut off."""
    for id, function, _ in _managed(subject):
        limit_s = max(subject.value(f"{ROOM}init_limit_s"), function.timeout or 0.0)
        constant = function.init_duration.constant if function.init_duration else None
        if constant is not None and constant > limit_s:
            yield warning(
                "function.managed-init",
                f"components.{id}.init_duration",
                f"every init takes {format_duration_s(constant)}; on managed instances Lambda "
                f"gives it {format_duration_s(limit_s)}, and the run gives it all it takes",
                subject.cited(f"{ROOM}init_limit_s"),
            )


CHECKS = (bounds, size, not_with, synchronous_timeout, init_too_long)
