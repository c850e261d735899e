"""Buckets: notifications that S3 would not accept, or that never come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from simcore.component import Subject, error, warning
from simcore.errors import Check
from simcore.services.s3.spec import Bucket, Notification

__all__ = ["CHECKS"]


def overlap(subject: Subject) -> Iterator[Check]:
    """One destination for an object: no two filters of the same event may both match a key."""
    for id, bucket in subject.of(Bucket).items():
        for (a, first), (b, second) in combinations(enumerate(bucket.notifications), 2):
            if _overlap(first, second):
                yield error(
                    "bucket.notifications-overlap",
                    f"components.{id}.notifications.{b}",
                    f"notifications {a} and {b} could both be of the same object: S3 takes one "
                    "destination for an event of a key",
                    "give them prefixes or suffixes that exclude each other, or fan out: one "
                    "topic, or event_bridge",
                )


def _overlap(a: Notification, b: Notification) -> bool:
    same_event = any(_same(x, y) for x in a.events for y in b.events)
    return same_event and _begin_alike(a.prefix, b.prefix) and _begin_alike(
        a.suffix[::-1], b.suffix[::-1]
    )  # fmt: skip


def _same(a: str, b: str) -> bool:
    """Whether an event can be of both types; `*` stands for all of a family."""
    return a == b or _of_family(a, b) or _of_family(b, a)


def _of_family(event: str, family: str) -> bool:
    return family.endswith("*") and event.startswith(family[:-1])


def _begin_alike(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)


def shares(subject: Subject) -> Iterator[Check]:
    """Objects have one key each: the shares of notifications are at most all of them."""
    for id, bucket in subject.of(Bucket).items():
        told = sum([said.share for said in bucket.notifications if said.happens])
        if told > 1.0 + 1e-9:
            yield error(
                "bucket.notification-shares",
                f"components.{id}.notifications",
                f"the shares of the objects that notifications are about add up to {told:.4g}: no "
                "object has two keys",
                "shares of 1 altogether, or less",
            )


def never(subject: Subject) -> Iterator[Check]:
    """Only objects that are put: other types of events do not happen."""
    for id, bucket in subject.of(Bucket).items():
        for n, said in enumerate(bucket.notifications):
            if not said.happens:
                yield warning(
                    "bucket.event-never",
                    f"components.{id}.notifications.{n}.events",
                    f"{', '.join(said.events)}: objects are only put here, so no such event comes",
                    "s3:ObjectCreated:Put, or s3:ObjectCreated:*",
                )


def fifo(subject: Subject) -> Iterator[Check]:
    """S3 delivers to standard topics; of queues the finding is `queue.fifo-target`."""
    for id, bucket in subject.of(Bucket).items():
        for n, said in enumerate(bucket.notifications):
            target: Any = subject.graph.components.get(said.target)
            holds = getattr(target, "holds_messages", False)
            if not holds and getattr(target, "fifo", None):
                yield error(
                    "bucket.notifies-fifo",
                    f"components.{id}.notifications.{n}.target",
                    f"{said.target} is FIFO: S3 delivers notifications to standard ones only",
                    "a standard one, or event_bridge",
                )


CHECKS = (overlap, shares, never, fifo)
