"""An SQS queue, standard or FIFO."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.scenario.model.annotations import (
    Assumed,
    FromProfile,
    Knob,
    Meaning,
    Needs,
    WithinProfile,
)
from simcore.scenario.model.base import Line, Slug, Spec
from simcore.scenario.model.fifo import Fifo
from simcore.scenario.model.filtering import MessageClasses
from simcore.scenario.model.quantities import Bytes, Fraction, Seconds, Whole
from simcore.scenario.model.redrive import MessageMoveTask

__all__ = ["Queue", "Redrive"]

LONGEST_S = 60 * 86_400.0
MOST_MESSAGES = 2_000_000
LARGEST_MESSAGE_BYTES = 6 * 1024 * 1024


class Redrive(Spec):
    """Where a message goes that was received too often; belongs to the source queue."""

    dead_letter_queue: Annotated[Slug, Meaning("the id of a queue")]
    max_receive_count: Annotated[
        int | None,
        Whole(1, 1_000),
        FromProfile("sqs.max_receive_count_default"),
        Knob(
            "Max receive count",
            "received more often than this, a message goes to the dead-letter queue",
            "Failure",
            "maxReceiveCount",
            low=1,
            high=20,
            step=1,
        ),
    ] = None


class Queue(Spec):
    """Holds messages until they are deleted, expire, or are received too often."""

    type: Literal["queue"]
    title: Annotated[Line, Meaning("the name on screen; else from the id")] = ""
    fifo: Annotated[
        Fifo | None, Meaning("makes it a FIFO queue, with message groups; `{}` is enough")
    ] = None
    visibility_timeout: Annotated[
        float | None,
        Seconds(0, LONGEST_S),
        FromProfile("sqs.visibility_timeout_default_s"),
        WithinProfile(high="sqs.visibility_timeout_max_s"),
        Knob(
            "Visibility timeout",
            "how long a received message stays hidden before it comes back",
            "Failure",
            "VisibilityTimeout",
            low=1,
            high=900,
            step=1,
        ),
    ] = None
    message_retention_period: Annotated[
        float | None,
        Seconds(0, LONGEST_S),
        FromProfile("sqs.retention_default_s"),
        WithinProfile("sqs.retention_min_s", "sqs.retention_max_s"),
        Knob(
            "Retention",
            "a message older than this is dropped",
            "Queue",
            "MessageRetentionPeriod",
            low=60,
            high=1_209_600,
            step=60,
            scale="log",
        ),
    ] = None
    delay: Annotated[
        float,
        Seconds(0, LONGEST_S),
        WithinProfile(high="sqs.delay_max_s"),
        Knob(
            "Delay",
            "a new message stays hidden this long",
            "Queue",
            "DelaySeconds",
            low=0,
            high=900,
            step=1,
        ),
    ] = 0.0
    receive_message_wait_time: Annotated[
        float | None,
        Seconds(1, LONGEST_S),
        FromProfile("sqs.long_poll_max_s"),
        WithinProfile(high="sqs.long_poll_max_s"),
        Assumed("that Lambda's pollers take the queue's wait time; AWS says up to 20 s"),
        Knob(
            "Long polling",
            "how long a waiting poller's receive lasts before it ends empty",
            "Queue",
            "ReceiveMessageWaitTimeSeconds",
            low=1,
            high=20,
            step=1,
        ),
    ] = None
    redrive: Annotated[Redrive | None, Meaning("the dead-letter queue and when it is used")] = None
    message_move_task: Annotated[
        MessageMoveTask | None,
        Needs("sqs.move_task_rate_max"),
        Meaning("of a dead-letter queue: when its messages are moved back"),
    ] = None
    duplicate_rate: Annotated[
        float | None,
        Fraction(0, 1),
        FromProfile("sqs.duplicate_rate"),
        Knob(
            "Duplicates",
            "share of deleted messages that come back: delivery is at least once",
            "Failure",
            low=0,
            high=0.1,
            step=0.001,
        ),
    ] = None
    message_classes: MessageClasses = Field(default_factory=dict)
    message_size: Annotated[
        int,
        Bytes(1, LARGEST_MESSAGE_BYTES),
        Meaning("of each message of the backlog at the start"),
        Assumed("a small JSON document"),
    ] = 1_024
    initial_messages: Annotated[
        int,
        Whole(0, MOST_MESSAGES),
        Knob(
            "Backlog at the start",
            "messages that wait when the run begins",
            low=0,
            high=100_000,
            step=100,
        ),
    ] = 0
