"""How the facts of a topic read."""

from __future__ import annotations

from simcore.facts import Row
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import (
    PART,
    Balance,
    Count,
    Flagged,
    Listed,
    Metric,
    Reading,
    Sum,
    Tally,
    the_part,
)
from simcore.recording.told import Part, Work
from simcore.services.sns.detailed.reading import DETAILED
from simcore.services.sns.facts import (
    AttemptFailed,
    MessagePublished,
    NotificationDelivered,
    NotificationFailed,
    NotificationFilteredOut,
    NotificationGivenUp,
    NotificationRedriven,
)
from simcore.services.sns.words import subscriber

__all__ = ["READING"]

SNS = "AWS/SNS metrics (the list is partly unverified)"


def _failed(row: Row) -> tuple[str, str]:
    return f"not delivered to {PART}", "client-side error"


READING = (
    Reading(
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
                (
                    Count(NotificationFailed),
                    Sum(NotificationGivenUp, "counted"),
                    Sum(AttemptFailed, "http"),
                ),
                "Notifications failed",
                "Messages that could not be delivered to a subscriber, each time; of an HTTP "
                "endpoint, attempts that failed.",
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
        events=(Listed(NotificationFailed, "err", 0, _failed, part=subscriber),),
        flags=(Flagged(NotificationFailed, "first_dead_letter", the_part, part=subscriber),),
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
                "notification",
                (Part("failed", ("failed",), "could not be delivered", does=True),),
                attempts=True,
            ),
        ),
    )
    + DETAILED
)
