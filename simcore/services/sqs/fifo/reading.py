"""How the facts read that only a FIFO queue states."""

from __future__ import annotations

from simcore.facts import Row
from simcore.recording.reading import Last, Metric, Sum
from simcore.services.sqs.facts import GroupsObserved, MessagesDeduplicated, SendsRefused

__all__ = ["FIFO_METRICS", "SQS", "not_sent", "quota"]

SQS = "AWS/SQS metrics (SQS23; the list is partly unverified)"

GROUPS = GroupsObserved


def quota(row: Row) -> str:
    """Why a send was refused."""
    return "throughput quota"


def not_sent(row: Row) -> tuple[str, str]:
    """Of `SendsRefused`."""
    return f"{row[1]:,} sends refused", quota(row)


FIFO_METRICS = (
    Metric(
        "NumberOfDeduplicatedSentMessages",
        Sum(MessagesDeduplicated, "n"),
        "Messages deduplicated",
        "Messages to a FIFO queue accepted and not added: sent before, within five minutes.",
        counter="deduplicated",
        source=SQS,
    ),
    Metric(
        "SendsRefused",
        Sum(SendsRefused, "n"),
        "Sends refused",
        "Messages to a FIFO queue refused because its throughput quota was used up.",
        counter="sends_refused",
    ),
    Metric(
        "ApproximateNumberOfGroupsWithInflightMessages",
        Last(GROUPS, "in_flight"),
        "Groups with messages in flight",
        "Message groups of a FIFO queue whose other messages have to wait.",
        counter="groups_in_flight",
        source=SQS,
    ),
    Metric(
        "MessageGroups",
        Last(GROUPS, "groups"),
        "Message groups",
        "Groups with messages among those that the queue looks at.",
        counter="message_groups",
    ),
    Metric(
        "MessageGroupsBlocked",
        Last(GROUPS, "waiting"),
        "Message groups blocked",
        "Groups that wait for the end of a visibility timeout after a batch failed.",
        counter="groups_blocked",
    ),
)
