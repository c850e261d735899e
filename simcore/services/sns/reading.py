"""How the facts of a topic read."""

from __future__ import annotations

from simcore import facts
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import Count, Metric, Reading

__all__ = ["READING"]

SNS = "AWS/SNS metrics (the list is partly unverified)"

READING = Reading(
    metrics=(
        estimated_charges(": messages published", facts.MessagePublished),
        Metric(
            "NumberOfMessagesPublished",
            Count(facts.MessagePublished),
            "Messages published",
            "Messages published to the topic.",
            counter="published",
            source=SNS,
        ),
        Metric(
            "NumberOfNotificationsDelivered",
            Count(facts.NotificationDelivered),
            "Notifications delivered",
            "Messages handed to a subscriber, each time.",
            counter="notified",
            source=SNS,
        ),
    ),
)
