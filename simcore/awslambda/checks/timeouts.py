"""What never fits into a function's timeout."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.cpu import vcpus
from simcore.awslambda.spec import Function
from simcore.component import Subject, warning
from simcore.errors import Check
from simcore.units import format_duration_s

__all__ = ["CHECKS"]


def constant_duration_s(subject: Subject, function: Function) -> float | None:
    """How long the handler always takes, CPU work included; None when that varies."""
    waits, work = function.duration.constant, function.cpu_work
    if work is None or waits is None:
        return waits
    if work.constant is None:
        return None
    per_vcpu_mb = subject.value("lambda.memory_per_vcpu_mb")
    return waits + work.constant / vcpus(function.memory or 0.0, per_vcpu_mb, function.cpu_threads)


def longer_than_timeout(subject: Subject) -> Iterator[Check]:
    """A constant duration that never fits into the timeout."""
    for id, function in subject.of(Function).items():
        constant, timeout = constant_duration_s(subject, function), function.timeout or 0.0
        if constant is not None and constant > timeout:
            yield warning(
                "function.always-times-out",
                f"components.{id}.duration",
                f"every invocation takes {format_duration_s(constant)} and is cut off after "
                f"{format_duration_s(timeout)}",
                "raise the timeout, unless that is the question",
            )


CHECKS = (longer_than_timeout,)
