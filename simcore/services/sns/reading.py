"""How the facts of a topic read."""

from __future__ import annotations

from simcore.facts import Row
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import (
    Balance,
    Count,
    Flagged,
    Listed,
    Metric,
    Reading,
    Tally,
)
from simcore.recording.told import Part, Work
from simcore.services.sns.facts import (
    MessagePublished,
    NotificationDelivered,
    NotificationFailed,
    NotificationFilteredOut,
    NotificationRedriven,
)

__all__ = ["READING"]

SNS = "AWS/SNS metrics (the list is partly unverified)"


def _whose(row: Row) -> str:
    """As the knobs say it; who is just among the `subscribers` has no number."""
    return f"subscriptions {row[1]}" if row[1] else "a subscriber"


def _failed(row: Row) -> tuple[str, str]:
    return f"not delivered to {_whose(row)}", "client-side error"


READING = Reading(
    metrics=(
        estimated_charges(": messages published", MessagePublished),
        Metric(
            "NumberOfMessagesPublished",
            Count(MessagePublished),
            "Messages published",
            "Messages published to the topic.",
            counter="published",
            source=SNS,
        ),
        Metric(
            "NumberOfNotificationsDelivered",
            Count(NotificationDelivered),
            "Notifications delivered",
            "Messages handed to a subscriber, each time.",
            counter="notified",
            source=SNS,
        ),
        Metric(
            "NumberOfNotificationsFilteredOut",
            Count(NotificationFilteredOut),
            "Notifications filtered out",
            "Messages that the filter policy of a subscription did not accept, each time.",
            counter="filtered_out",
            source=SNS,
        ),
        Metric(
            "NumberOfNotificationsFailed",
            Count(NotificationFailed),
            "Notifications failed",
            "Messages that could not be delivered to a subscriber, each time.",
            counter="failed",
            source=SNS,
        ),
        Metric(
            "NumberOfNotificationsRedrivenToDlq",
            Count(NotificationRedriven),
            "Notifications redriven",
            "Of these, those that the subscription's dead-letter queue took.",
            counter="redriven",
            source=SNS,
        ),
    ),
    events=(Listed(NotificationFailed, "err", 0, _failed),),
    flags=(Flagged(NotificationFailed, "first_dead_letter", _whose),),
    balances=(Balance(("failed",), ("redriven",), rest="lost"),),
    tells=(
        Tally("published"),
        Tally("notified", better="more"),
        Tally("filtered_out"),
        Tally("failed", better="less"),
        Tally("redriven", better="less"),
    ),
    works=(
        Work(
            "notification", (Part("failed", ("failed",), "could not be delivered"),), attempts=True
        ),
    ),
)
