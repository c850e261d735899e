"""A mapping's concurrency and its function's."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, warning
from simcore.errors import Check
from simcore.services.sqs.checks.connected import connected

__all__ = ["CHECKS"]

LEAST_FOR_SQS = 5
"""Lambda guide, "Using Lambda with Amazon SQS", 14 Nov 2022 (fact 5.20)."""


def reserved_too_small_for_sqs(subject: Subject) -> Iterator[Check]:
    """Five pollers begin at once. A batch that is throttled is tried again until its visibility
    timeout is over (fact 14.6); then it was received once more, which a redrive policy counts."""
    for _, mapping, queue, function in connected(subject):
        reserved = function.reserved_concurrency
        if (
            queue.fifo is not None
            or queue.redrive is None
            or not reserved  # none: another finding
            or reserved >= LEAST_FOR_SQS
            or mapping.maximum_concurrency
        ):
            continue
        yield warning(
            "function.reserved-below-five",
            f"components.{mapping.function}.reserved_concurrency",
            f"{reserved} with an SQS queue: a batch that is throttled until its visibility timeout "
            "is over was received for nothing, and good messages can reach the dead-letter queue",
            f"AWS recommends at least {LEAST_FOR_SQS} (Lambda guide, with-sqs, 14 Nov 2022)",
        )


def maximum_above_reserved(subject: Subject) -> Iterator[Check]:
    """MaximumConcurrency above what the function may use."""
    for id, mapping, _, function in connected(subject):
        reserved, maximum = function.reserved_concurrency, mapping.maximum_concurrency
        if reserved is not None and maximum is not None and maximum > reserved:
            yield warning(
                "mapping.maximum-above-reserved",
                f"components.{id}.maximum_concurrency",
                f"{maximum:,} is more than the {reserved:,} reserved for {mapping.function}: "
                "the mapping can be throttled",
                "keep maximum_concurrency at or below reserved_concurrency",
            )


CHECKS = (reserved_too_small_for_sqs, maximum_above_reserved)
