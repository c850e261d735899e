"""What is special about an SQS FIFO queue, and about the mapping that reads it."""

from __future__ import annotations

from typing import Annotated

from simcore.scenario.model.annotations import Assumed, FromProfile, Knob
from simcore.scenario.model.base import Spec
from simcore.scenario.model.quantities import Fraction, Seconds

__all__ = ["Fifo", "FifoBatches", "SentAgain"]

LONGEST_S = 86_400.0


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


class FifoBatches(Spec):
    """How batches from a FIFO queue are composed."""

    mixes_groups: Annotated[
        bool | None,
        FromProfile("esm.sqs.fifo_mixes_groups"),
        Knob(
            "Batches mix groups",
            "a batch may hold messages of several groups (guide of 2026), or of one (2022)",
            "Event source",
        ),
    ] = None


class SentAgain(Spec):
    """Messages to a FIFO queue that their sender sends twice, with the same deduplication id."""

    rate: Annotated[
        float,
        Fraction(0, 1),
        Knob("Sent again", "share of messages that are sent twice", low=0, high=0.5, step=0.01),
    ] = 0.0
    after: Annotated[
        float,
        Seconds(0, LONGEST_S),
        Assumed("about the wait of a client that got no answer"),
        Knob("Sent again after", "how much later", low=0, high=600, step=1),
    ] = 1.0
