"""What is wrong with a scenario, in words: findings with an id, a path, a message and a hint.

`structure` speaks about a document that does not fit the format; the other modules each hold one
sort of finding about a scenario that does. A new check is a function `(Subject) ->
Iterator[Check]` in the module it belongs to, listed there in `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Iterator

from simcore.errors import Check
from simcore.scenario.checks import (
    asynchronous,
    batching,
    calls,
    concurrency,
    fifo,
    lifecycle,
    load,
    managed_instances,
    provisioned,
    ranges,
    references,
    sqs,
    streams,
    timeouts,
)
from simcore.scenario.checks.structure import structure_checks
from simcore.scenario.checks.subject import Subject

__all__ = ["Subject", "semantic_checks", "structure_checks"]

CHECKS = (
    *references.CHECKS,
    *ranges.CHECKS,
    *timeouts.CHECKS,
    *lifecycle.CHECKS,
    *concurrency.CHECKS,
    *provisioned.CHECKS,
    *managed_instances.CHECKS,
    *batching.CHECKS,
    *fifo.CHECKS,
    *sqs.CHECKS,
    *asynchronous.CHECKS,
    *calls.CHECKS,
    *streams.CHECKS,
    *load.CHECKS,
)


def semantic_checks(subject: Subject) -> Iterator[Check]:
    """Every finding about a scenario whose structure is right."""
    for check in CHECKS:
        yield from check(subject)
