"""Batch size, batching window and partial failures of a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.errors import Check
from simcore.scenario.checks.subject import Subject, error, warning

__all__ = ["CHECKS"]

SHORTEST_WINDOW_S = 1.0
"""For a batch above ten: Lambda guide, 14 Nov 2022 and 12 Jul 2026 (fact 5.7)."""

WITHOUT_WINDOW = "esm.sqs.batch_size_without_window_max"


def large_batch_without_window(subject: Subject) -> Iterator[Check]:
    """A receive returns ten messages; more have to be gathered."""
    if not subject.profile.has(WITHOUT_WINDOW):
        return
    most = int(subject.value(WITHOUT_WINDOW))
    fifo = {id for id, queue in subject.queues.items() if queue.fifo is not None}
    for id, mapping in subject.mappings.items():
        if mapping.source in fifo:
            continue
        size = mapping.batch_size or 0
        if size > most and mapping.maximum_batching_window < SHORTEST_WINDOW_S:
            yield error(
                "mapping.batch-without-window",
                f"components.{id}.maximum_batching_window",
                f"a batch of {size:,} is more than {most}, so AWS wants a batching window of at "
                "least 1 s",
                f"maximum_batching_window: 1 s ({subject.cited(WITHOUT_WINDOW)})",
            )


def poison_without_report(subject: Subject) -> Iterator[Check]:
    """One bad record fails the whole batch."""
    for id, mapping, _, function in subject.connected():
        size = mapping.batch_size or 1
        poison = any(c.poison and c.target == mapping.source for c in subject.clients.values())
        fails = function.item_error_rate or poison
        if fails and size > 1 and not mapping.report_batch_item_failures:
            yield warning(
                "mapping.poison-fails-batch",
                f"components.{id}.report_batch_item_failures",
                f"one record that fails brings the other {size - 1:,} of its batch back too",
                "report_batch_item_failures: true, unless that is the question",
            )


CHECKS = (large_batch_without_window, poison_without_report)
