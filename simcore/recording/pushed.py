"""How what pushes to targets reads where it is the same: dead letters, and what waits.

The facts are those of `simcore.facts.pushing`, of rules and of schedules; AWS's names differ.
"""

from __future__ import annotations

from simcore.facts.pushing import SentToDlq
from simcore.recording.made import Fact, Last, Where
from simcore.recording.reading import Metric

__all__ = ["dead_letters", "waiting"]


def dead_letters(names: tuple[str, str], of: str, whose: str, source: str) -> tuple[Metric, ...]:
    """Two metrics: what the dead-letter queue of a target took, and what it did not take."""
    taken, lost = names
    return (
        Metric(
            taken,
            Where(SentToDlq, "taken", (1,)),
            "Sent to dead-letter queues",
            f"Of those {of}, what the {whose} dead-letter queue took.",
            counter="sent_to_dlq",
            source=source,
        ),
        Metric(
            lost,
            Where(SentToDlq, "taken", (0,)),
            "Not sent to dead-letter queues",
            f"What the {whose} dead-letter queue did not take: it is lost.",
            counter="failed_to_be_sent_to_dlq",
            source=source,
        ),
    )


def waiting(observed: Fact) -> tuple[Metric, ...]:
    """Two metrics: invocations that wait for their turn, and for their next attempt."""
    return (
        Metric(
            "InvocationsWaiting",
            Last(observed, "delayed"),
            "Invocations delayed",
            "Invocations that wait for their turn, as a quota is used up.",
            counter="invocations_waiting",
        ),
        Metric(
            "InvocationsRetrying",
            Last(observed, "retrying"),
            "Invocations to be tried again",
            "Invocations that wait for their next attempt.",
            counter="invocations_retrying",
        ),
    )
