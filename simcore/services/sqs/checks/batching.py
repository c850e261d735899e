"""Batch size, batching window and partial failures of a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.event_source_mapping.spec import EventSourceMapping
from simcore.component import Subject, error, warning
from simcore.errors import Check
from simcore.services.sqs.checks.connected import connected
from simcore.services.sqs.spec import Queue
from simcore.units import format_duration_s

__all__ = ["CHECKS"]

SHORTEST_WINDOW_S = 1.0
"""For a batch above ten: Lambda guide, 14 Nov 2022 and 12 Jul 2026 (fact 5.7)."""

WITHOUT_WINDOW = "esm.sqs.batch_size_without_window_max"
LOW_TRAFFIC = "esm.sqs.low_traffic_wait_s"


def large_batch_without_window(subject: Subject) -> Iterator[Check]:
    """A receive returns ten messages; more have to be gathered."""
    if not subject.profile.has(WITHOUT_WINDOW):
        return
    most = int(subject.value(WITHOUT_WINDOW))
    fifo = {id for id, queue in subject.of(Queue).items() if queue.fifo is not None}
    for id, mapping in subject.of(EventSourceMapping).items():
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
    for id, mapping, _, function in connected(subject):
        size = mapping.batch_size or 1
        fails = function.item_error_rate or subject.graph.may_be_poisoned(mapping.source)
        if fails and size > 1 and not mapping.report_batch_item_failures:
            yield warning(
                "mapping.poison-fails-batch",
                f"components.{id}.report_batch_item_failures",
                f"one record that fails brings the other {size - 1:,} of its batch back too",
                "report_batch_item_failures: true, unless that is the question",
            )


def window_with_little_traffic(subject: Subject) -> Iterator[Check]:
    """A short window waits for the end of a long poll when hardly anything comes."""
    longest = subject.value(LOW_TRAFFIC) if subject.profile.has(LOW_TRAFFIC) else 0.0
    for id, mapping, queue, _ in connected(subject):
        window = mapping.maximum_batching_window
        in_a_window = subject.load.at(mapping.source) / subject.duration_s * window
        if 0 < window < longest and in_a_window < 1 and queue.fifo is None:
            yield warning(
                "mapping.window-with-little-traffic",
                f"components.{id}.maximum_batching_window",
                f"less than one message is expected in {format_duration_s(window)}: with so little "
                f"traffic the function may be invoked after {format_duration_s(longest)} only",
                f"no batching window, unless that does not matter ({subject.cited(LOW_TRAFFIC)})",
            )


CHECKS = (large_batch_without_window, poison_without_report, window_with_little_traffic)
