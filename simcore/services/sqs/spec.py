"""An SQS queue, standard or FIFO."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from simcore.spec.annotations import (
    Assumed,
    FromProfile,
    Knob,
    Meaning,
    Needs,
    Refers,
    Silent,
    WithinProfile,
)
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.filtering import MessageClasses
from simcore.spec.quantities import Bytes, Fraction, PerSecond, Seconds, Whole

__all__ = ["Fifo", "MessageMoveTask", "Queue", "Redrive"]

LONGEST_S = 60 * 86_400.0
FASTEST_PER_S = 100_000.0
MOST_MESSAGES = 2_000_000
LARGEST_MESSAGE_BYTES = 6 * 1024 * 1024


class Fifo(Spec):
    """Makes a queue a FIFO queue, even when it says nothing: `fifo: {}`."""

    high_throughput: Annotated[
        bool,
        Knob(
            "High throughput",
            "the quota of calls a second counts for each message group, not for the queue",
            "Queue",
            "FifoThroughputLimit",
        ),
    ] = False


class MessageMoveTask(Spec):
    """Moves a dead-letter queue's messages back to their queues; AWS's StartMessageMoveTask."""

    start: Annotated[
        float,
        Seconds(0, LONGEST_S),
        Knob(
            "Move back at",
            "when the task starts",
            "Queue",
            low=0,
            high=3_600,
            step=1,
            scale="linear",
        ),
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
        Slug | None,
        Meaning("the id of a queue; else each message goes to where it came from"),
        Refers(("queue",)),
    ] = None


class Redrive(Spec):
    """Where a message goes that was received too often; belongs to the source queue."""

    dead_letter_queue: Annotated[
        Slug, Meaning("the id of a queue"), Refers(("queue",), "dead-letter", unchanged=True)
    ]
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


class Queue(ComponentSpec):
    """Holds messages until they are deleted, expire, or are received too often."""

    holds_messages: ClassVar[bool] = True

    type: Literal["queue"]
    fifo: Annotated[
        Fifo | None, Meaning("makes it a FIFO queue, with message groups; `{}` is enough")
    ] = None
    fair: Annotated[
        bool,
        Silent(),
        Needs("sqs.fair_queues"),
        Knob(
            "Fair queue",
            "messages say of which tenant they are (their keys): a noisy one holds up no other",
            "Queue",
            "MessageGroupId",
        ),
    ] = False
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

    customer_key: Annotated[
        bool,
        Knob(
            "Customer's key",
            "messages are encrypted with a KMS key: who reads or sends needs rights to it, too",
            "Queue",
            "KmsMasterKeyId",
        ),
        Silent(),
    ] = False

    def has_customer_key(self) -> bool:
        """Of KMS, in the place of SQS's own."""
        return self.customer_key

    def traits(self, others: Mapping[str, ComponentSpec]) -> tuple[str, ...]:
        """Whether tenants are told apart."""
        return ("fair",) if self.fair else ()

    def sized_by(self, until_s: float) -> str:
        """The backlog at the start."""
        return "initial_messages"

    def brings_messages(self) -> int:
        """The backlog at the start."""
        return self.initial_messages

    def message_bytes(self) -> int:
        """The size of the messages of the backlog."""
        return self.message_size if self.initial_messages else 0
