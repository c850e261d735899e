"""Where a queue's messages go in the end, and how they come back."""

from __future__ import annotations

from typing import Annotated

from simcore.scenario.model.annotations import FromProfile, Knob, Meaning, WithinProfile
from simcore.scenario.model.base import Slug, Spec
from simcore.scenario.model.quantities import PerSecond, Seconds

__all__ = ["MessageMoveTask"]

LONGEST_S = 60 * 86_400.0
FASTEST_PER_S = 100_000.0


class MessageMoveTask(Spec):
    """Moves a dead-letter queue's messages back to their queues; AWS's StartMessageMoveTask."""

    start: Annotated[
        float,
        Seconds(0, LONGEST_S),
        Knob("Move back at", "when the task starts", "Queue", low=0, high=3_600, step=1),
    ]
    rate: Annotated[
        float | None,
        PerSecond(0.001, FASTEST_PER_S),
        FromProfile("sqs.move_task_rate_default"),
        WithinProfile(high="sqs.move_task_rate_max"),
        Knob(
            "Move back at a rate of",
            "messages a second that the task moves",
            "Queue",
            "MaxNumberOfMessagesPerSecond",
            low=1,
            high=500,
            step=1,
            scale="log",
        ),
    ] = None
    destination: Annotated[
        Slug | None, Meaning("the id of a queue; else each message goes to where it came from")
    ] = None
