"""How the facts of a topic read that only one of which more is said states."""

from __future__ import annotations

from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Flagged,
    Last,
    Listed,
    Metric,
    Reading,
    Sum,
    Tally,
    Where,
    the_part,
)
from simcore.services.sns.facts import (
    FILTERED_BY,
    AttemptFailed,
    FilteredBy,
    HttpDelivered,
    NotificationGivenUp,
    PublishDeduplicated,
    PublishRefused,
    PublishTaken,
    RedriveFailed,
    TopicObserved,
)
from simcore.services.sns.words import (
    attempt_failed,
    given_up,
    refused,
    subscriber,
    why_refused,
)

__all__ = ["DETAILED"]

SNS = "AWS/SNS (Amazon SNS Developer Guide, sns-monitoring-using-cloudwatch, Dec 2022)"
REASONS = (
    "the filter policy on attributes did not accept",
    "the filter policy on the body did not accept",
    "have no attributes for a filter policy on them",
    "have a body that is no JSON, for a filter policy on it",
)

DETAILED = Reading(
    metrics=(
        *(
            Metric(
                f"NumberOfNotificationsFilteredOut-{name}",
                Where(FilteredBy, "why", (n,)),
                f"Filtered out: {name}",
                f"Of the notifications filtered out, those that {REASONS[n]}.",
                source=SNS,
            )
            for n, name in enumerate(FILTERED_BY)
        ),
        Metric(
            "NumberOfNotificationsFailedToRedriveToDlq",
            Count(RedriveFailed),
            "Failed to redrive",
            "Messages that the subscription's dead-letter queue did not take: they are lost.",
            counter="redrive_failed",
            source=SNS,
        ),
        Metric(
            "PublishSize",
            Sum(PublishTaken, "bytes"),
            "Size of what is published",
            "Bytes of the messages published, as a sum.",
            counter="published_bytes",
            source=SNS,
            unit="Bytes",
        ),
        Metric(
            "PublishesRefused",
            Count(PublishRefused),
            "Messages refused",
            "Messages that the topic did not take: above the publish quota, or too large.",
            counter="publishes_refused",
        ),
        Metric(
            "PublishesDeduplicated",
            Count(PublishDeduplicated),
            "Messages deduplicated",
            "Messages to a FIFO topic that were accepted and are delivered to nobody: it knew "
            "their deduplication id.",
            counter="publishes_deduplicated",
        ),
        Metric(
            "DeliveryAttemptsFailed",
            Count(AttemptFailed),
            "Attempts failed",
            "Attempts to deliver a message that had a server-side error.",
            counter="attempts_failed",
        ),
        Metric(
            "NotificationsGivenUp",
            Count(NotificationGivenUp),
            "Notifications given up",
            "Messages that could not be delivered to a subscriber, and are not tried again.",
            counter="notifications_given_up",
        ),
        Metric(
            "NotificationsWaiting",
            Last(TopicObserved, "waiting"),
            "Notifications waiting",
            "Messages that wait for the next attempt to deliver them, once for each subscriber.",
            counter="notifications_waiting",
        ),
    ),
    counters=(
        Counter("notifications_due", Sum(PublishTaken, "due"), "a message, times its subscribers"),
        Counter("notified_http", Count(HttpDelivered), "of the notifications delivered"),
        Counter("published_units", Sum(PublishTaken, "units"), "of 64 KB"),
    ),
    events=(
        Listed(NotificationGivenUp, "err", 0, given_up, part=subscriber),
        Listed(AttemptFailed, "retry", 5, attempt_failed, part=subscriber),
        Listed(PublishRefused, "thr", 3, refused),
    ),
    flags=(
        Flagged(NotificationGivenUp, "first_dead_letter", the_part, part=subscriber),
        Flagged(PublishRefused, "first_throttle", why_refused, each="why"),
    ),
    balances=(
        Balance(
            ("notifications_due",),
            ("notified", "filtered_out", "notifications_given_up", "notifications_waiting"),
        ),
        Balance(("notifications_given_up",), ("redriven", "redrive_failed"), rest="lost"),
    ),
    tells=(
        Tally("publishes_refused", better="less"),
        Tally("publishes_deduplicated"),
        Tally("attempts_failed", better="less"),
        Tally("notifications_given_up", better="less"),
        Tally("redrive_failed", better="less"),
        Tally("notifications_waiting", better="less"),
    ),
    waits=("notifications_waiting",),
)
