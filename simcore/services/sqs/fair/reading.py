"""How the facts read that only a fair queue states."""

from __future__ import annotations

from simcore.recording.reading import Age, Durations, Last, Metric
from simcore.services.sqs.facts import FairObserved, QuietMessageDeleted

__all__ = ["FAIR_METRICS"]

GUIDE = "AWS/SQS (Amazon SQS Developer Guide, sqs-fair-queues, 2026; names beyond the first unread)"

FAIR_METRICS = (
    Metric(
        "ApproximateNumberOfMessagesVisibleInQuietGroups",
        Last(FairObserved, "visible"),
        "Visible in quiet groups",
        "Messages of a fair queue that can be received, without those of noisy groups.",
        counter="visible_in_quiet_groups",
        source=GUIDE,
    ),
    Metric(
        "ApproximateNumberOfMessagesNotVisibleInQuietGroups",
        Last(FairObserved, "in_flight"),
        "In flight, of quiet groups",
        "Messages of a fair queue in flight, without those of noisy groups.",
        counter="in_flight_in_quiet_groups",
        source=GUIDE,
    ),
    Metric(
        "ApproximateNumberOfMessagesDelayedInQuietGroups",
        Last(FairObserved, "delayed"),
        "Delayed, of quiet groups",
        "Messages of a fair queue sent with a delay that is not over, without noisy groups' ones.",
        counter="delayed_in_quiet_groups",
        source=GUIDE,
    ),
    Metric(
        "ApproximateAgeOfOldestMessageInQuietGroups",
        Age(FairObserved, "oldest_sent"),
        "Age of oldest, of quiet groups",
        "Of the messages that can be received (assumed), without those of noisy groups.",
        source=GUIDE,
    ),
    Metric(
        "ApproximateNumberOfNoisyGroups",
        Last(FairObserved, "noisy"),
        "Noisy groups",
        "Groups of a fair queue whose messages wait behind all others'.",
        counter="noisy_groups",
        source=GUIDE,
    ),
    Metric(
        "MessageLatencyInQuietGroups",
        Durations(QuietMessageDeleted, "t", "sent", mean=False),
        "Message latency, quiet groups",
        "From being sent to being deleted, of the messages whose group was quiet when they were "
        "received.",
    ),
)
