"""Visibility timeout and redrive of a queue that feeds a function."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error, warning
from simcore.errors import Check
from simcore.services.sqs.checks.connected import connected
from simcore.units import format_duration_s

__all__ = ["CHECKS"]

RECOMMENDED_RECEIVES = 5
"""Of a message before it moves to the dead-letter queue (same pages; fact 5.18)."""

RECOMMENDED_TIMES = 6
"""Lambda guide, "Using Lambda with Amazon SQS" (14 Nov 2022 and 12 Jul 2026; fact 5.15)."""

REFUSED = "Lambda guide, services-sqs-configure, 12 Jul 2026"
RECOMMENDED = "Lambda guide, with-sqs, 14 Nov 2022, and services-sqs-configure, 12 Jul 2026"


def visibility_timeout(subject: Subject) -> Iterator[Check]:
    """AWS refuses less than the function's timeout, and recommends six times as much."""
    for _, mapping, queue, function in connected(subject):
        visibility, timeout = queue.visibility_timeout or 0.0, function.timeout or 0.0
        path = f"components.{mapping.source}.visibility_timeout"
        advised = RECOMMENDED_TIMES * timeout + mapping.maximum_batching_window
        shown = format_duration_s(visibility)
        if visibility < timeout:
            yield error(
                "queue.visibility-shorter-than-timeout",
                path,
                f"{shown} is shorter than the timeout of {mapping.function}, "
                f"{format_duration_s(timeout)}: AWS refuses such a mapping",
                f"at least {format_duration_s(timeout)} ({REFUSED})",
            )
        elif visibility < advised:
            yield warning(
                "queue.visibility-below-recommended",
                path,
                f"{shown} is less than AWS recommends, {format_duration_s(advised)}: six times "
                f"the timeout of {mapping.function} plus the batching window",
                RECOMMENDED,
            )


def receive_count(subject: Subject) -> Iterator[Check]:
    """A message refused a few times should not be taken for a bad one."""
    for _, mapping, queue, function in connected(subject):
        most = queue.redrive and queue.redrive.max_receive_count
        if most and most < RECOMMENDED_RECEIVES:
            reserved, maximum = function.reserved_concurrency, mapping.maximum_concurrency
            # A mapping that never asks for more than is reserved is not throttled.
            is_held = maximum is not None and reserved is not None and maximum <= reserved
            why = (
                "its batch fails for another message's sake"
                if is_held
                else f"{mapping.function} throttles its batch until the visibility timeout is over"
            )
            yield warning(
                "queue.receive-count-below-recommended",
                f"components.{mapping.source}.redrive.max_receive_count",
                f"{most} is less than AWS recommends, {RECOMMENDED_RECEIVES}: a message counts as "
                f"received, too, where {why}",
                RECOMMENDED,
            )


CHECKS = (visibility_timeout, receive_count)
