"""What never fits into a function's timeout."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.cpu import vcpus
from simcore.awslambda.spec import Function
from simcore.component import Subject, warning
from simcore.errors import Check
from simcore.units import format_duration_s

__all__ = ["CHECKS"]

MAPPINGS = ("event_source_mapping", "stream_event_source_mapping")


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


def full_batches(subject: Subject) -> Iterator[Check]:
    """A full batch that never fits into the timeout, as each of its records takes its time."""
    functions = subject.of(Function)
    for id, mapping in subject.graph.named(*MAPPINGS).items():
        function = functions.get(mapping.function)
        each = function and function.duration_per_record and function.duration_per_record.constant
        if not function or not each or not mapping.batch_size:
            continue
        own, timeout_s = constant_duration_s(subject, function) or 0.0, function.timeout or 0.0
        whole_s = own + each * mapping.batch_size
        if whole_s > timeout_s:
            yield warning(
                "function.full-batch-times-out",
                f"components.{id}.batch_size",
                f"a full batch takes {mapping.function} {format_duration_s(whole_s)}, which is cut "
                f"off after {format_duration_s(timeout_s)}",
                f"at most {max(int((timeout_s - own) / each), 1):,} records, or a longer timeout",
            )


CHECKS = (longer_than_timeout, full_batches)
