"""How the facts of a queue read."""

from __future__ import annotations

from simcore import facts
from simcore.facts import Row
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import (
    Age,
    Balance,
    Count,
    Counter,
    Durations,
    Flagged,
    Highest,
    Last,
    Less,
    Listed,
    Metric,
    Reading,
    Spread,
    Sum,
    Tally,
)
from simcore.recording.words import counted
from simcore.services.sqs.facts import (
    EmptyReceived,
    MessageDeleted,
    MessagesBecameVisible,
    MessagesDeadLettered,
    MessagesDeduplicated,
    MessagesDuplicated,
    MessagesExpired,
    MessagesLeftAlone,
    MessagesMoved,
    MessagesPurged,
    MessagesReceived,
    MessagesReturned,
    MessagesSent,
    MessagesTakenIn,
    QueueObserved,
    SendsRefused,
)
from simcore.services.sqs.fair.reading import FAIR_METRICS
from simcore.services.sqs.fates.reading import WORKS
from simcore.services.sqs.fifo.reading import FIFO_METRICS, SQS, not_sent, quota

__all__ = ["READING"]

OBSERVED = QueueObserved
RETURNED, DEAD_LETTERED = MessagesReturned, MessagesDeadLettered


def _returned(row: Row) -> tuple[str, str]:
    return f"{counted(row[1], 'msg')} visible again", "visibility timeout"


def _dead_lettered(row: Row) -> tuple[str, str]:
    return f"{counted(row[1], 'msg')} to the dead-letter queue", "maxReceiveCount"


def _expired(row: Row) -> tuple[str, str]:
    return f"{counted(row[1], 'msg')} expired", "message retention period"


def _duplicated(row: Row) -> tuple[str, str]:
    return f"{counted(row[1], 'msg')} visible again", "deleted before"


def _moved(row: Row) -> tuple[str, str]:
    return f"{counted(row[1], 'msg')} moved", "StartMessageMoveTask"


def _purged(row: Row) -> tuple[str, str]:
    return f"{counted(row[1], 'msg')} purged", "PurgeQueue"


def _messages(row: Row) -> str:
    return counted(row[1], "message")


READING = Reading(
    metrics=(
        estimated_charges(
            ": requests",
            MessagesSent,
            MessagesDeduplicated,
            MessagesReceived,
            EmptyReceived,
            "BatchSucceeded",
            MessagesDeadLettered,
        ),
        Metric(
            "ApproximateNumberOfMessagesVisible",
            Last(OBSERVED, "visible"),
            "Messages visible",
            "Messages that can be received.",
            counter="visible",
            source=SQS,
        ),
        Metric(
            "ApproximateNumberOfMessagesNotVisible",
            Last(OBSERVED, "in_flight"),
            "Messages in flight",
            "Messages received and neither deleted nor visible again.",
            counter="in_flight",
            source=SQS,
        ),
        Metric(
            "ApproximateNumberOfMessagesDelayed",
            Last(OBSERVED, "delayed"),
            "Messages delayed",
            "Messages sent with a delay that is not over.",
            counter="delayed",
            source=SQS,
        ),
        Metric(
            "ApproximateAgeOfOldestMessage",
            Age(OBSERVED, "oldest_sent"),
            "Age of oldest message",
            "Of the messages not deleted, in a standard queue without those received three times "
            "or more; 0 without any. In a dead-letter queue since the message came.",
            source=SQS,
        ),
        Metric(
            "NumberOfMessagesSent",
            (Sum(MessagesSent, "n"), Less(MessagesTakenIn, "n")),
            "Messages sent",
            "Messages added by SendMessage (or moved back: assumed); not those that a redrive "
            "policy moved here, nor those that were there at the start.",
            source=SQS,
        ),
        Metric(
            "MessagesAdded",
            Sum(MessagesSent, "n"),
            "Messages added",
            "Messages sent, moved here, or there at the start.",
            counter="sent",
        ),
        Metric(
            "NumberOfMessagesReceived",
            Sum(MessagesReceived, "n"),
            "Messages received",
            "Messages handed out, each time they were.",
            counter="received",
            source=SQS,
        ),
        Metric(
            "NumberOfMessagesDeleted",
            Count(MessageDeleted),
            "Messages deleted",
            "Messages deleted.",
            counter="deleted",
            source=SQS,
        ),
        Metric(
            "NumberOfEmptyReceives",
            Sum(EmptyReceived, "calls"),
            "Empty receives",
            "ReceiveMessage requests that gave no message.",
            counter="empty_receives",
            source=SQS,
        ),
        Metric(
            "MessagesLeftAlone",
            Last(MessagesLeftAlone, "n"),
            "Messages left alone",
            "Of those in flight, messages that wait for the end of their visibility timeout, as "
            "their batch failed or was given up.",
            counter="left_alone",
        ),
        Metric(
            "InFlightQuotaReached",
            Count(facts.LimitReached),
            "In-flight quota reached",
            "1 where the quota of messages in flight kept some from being received.",
            counter="in_flight_quota_reached",
        ),
        Metric(
            "MessagesReturned",
            Sum(RETURNED, "n"),
            "Messages returned",
            "Messages visible again after their visibility timeout.",
            counter="returned",
        ),
        Metric(
            "MessagesDeadLettered",
            Sum(DEAD_LETTERED, "n"),
            "Messages dead-lettered",
            "Messages moved to the dead-letter queue.",
            counter="dead_lettered",
        ),
        Metric(
            "MessagesExpired",
            Sum(MessagesExpired, "n"),
            "Messages expired",
            "Messages lost to the message retention period.",
            counter="expired",
        ),
        Metric(
            "MessagesPurged",
            Sum(MessagesPurged, "n"),
            "Messages purged",
            "Messages deleted by PurgeQueue; no NumberOfMessagesDeleted (assumed).",
            counter="purged",
        ),
        Metric(
            "MessagesMoved",
            Sum(MessagesMoved, "n"),
            "Messages moved",
            "Messages moved to another queue by StartMessageMoveTask.",
            counter="moved",
        ),
        Metric(
            "MessagesDuplicated",
            Sum(MessagesDuplicated, "n"),
            "Messages duplicated",
            "Messages that were deleted and are visible again.",
            counter="duplicated",
        ),
        Metric(
            "MessageLatency",
            Durations(MessageDeleted, "t", "sent", mean=False),
            "Message latency",
            "From being sent to being deleted, of the messages deleted.",
        ),
        *FIFO_METRICS,
        *FAIR_METRICS,
    ),
    counters=(
        Counter("became_visible", Sum(MessagesBecameVisible, "n"), "after their delay"),
        Counter("purged_in_flight", Sum(MessagesPurged, "in_flight"), "of those purged"),
        Counter("receive_calls", Sum(MessagesReceived, "calls"), "that gave messages"),
    ),
    events=(
        Listed(DEAD_LETTERED, "dlq", 0, _dead_lettered),
        Listed(MessagesExpired, "err", 1, _expired),
        Listed(MessagesPurged, "free", 0, _purged),
        Listed(MessagesDuplicated, "retry", 1, _duplicated),
        Listed(RETURNED, "retry", 5, _returned),
        Listed(MessagesMoved, "retry", 5, _moved),
        Listed(SendsRefused, "thr", 3, not_sent),
    ),
    flags=(
        Flagged(SendsRefused, "first_throttle", quota),
        Flagged(RETURNED, "first_retry", _messages),
        Flagged(DEAD_LETTERED, "first_dead_letter", _messages),
    ),
    balances=(
        Balance(
            ("sent", "duplicated"),
            (
                "deleted",
                "visible",
                "in_flight",
                "delayed",
                "dead_lettered",
                "expired",
                "purged",
                "moved",
            ),
        ),
        Balance(("received",), ("in_flight", "returned"), rest="those deleted or purged"),
        Balance(
            ("in_flight", "returned", "deleted", "purged_in_flight"),
            ("received",),
            rest="those deleted after their visibility timeout",
        ),
    ),
    tells=(
        Tally("sent"),
        Tally("sends_refused", better="less"),
        Tally("deduplicated"),
        Tally("received"),
        Tally("empty_receives"),
        Tally("deleted", better="more"),
        Tally("duplicated", better="less"),
        Tally("returned", better="less"),
        Tally("dead_lettered", better="less"),
        Tally("expired", better="less"),
        Tally("purged"),
        Tally("moved"),
        Tally("visible", better="less"),
        Tally("in_flight"),
        Highest("ApproximateNumberOfMessagesVisible", "most visible", better="less"),
        Highest("ApproximateAgeOfOldestMessage", "oldest message", " s", better="less"),
        Spread("MessageLatency", "latency"),
    ),
    waits=("visible", "in_flight", "delayed"),
    works=WORKS,
)
