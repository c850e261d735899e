"""What a scenario says of a FIFO queue, and what the queue says of itself."""

from __future__ import annotations

from dataclasses import KW_ONLY

from simcore.engine.retuning import Tunable
from simcore.frozen import frozen
from simcore.services.sqs.facts import GroupsObserved, MessagesDeduplicated, SendsRefused
from simcore.services.sqs.settings import FIXED, NAMES, QueueSettings
from simcore.services.sqs.settings import STATES as STANDARD_STATES

STATES = (
    *STANDARD_STATES,
    SendsRefused,
    MessagesDeduplicated,
    GroupsObserved,
)
"""The facts that a FIFO queue states."""


@frozen
class FifoSettings(QueueSettings):
    """What a scenario says of a FIFO queue; the quotas come from the profile.

    ``calls_per_s`` are the calls of one action a second; ``group_sends_per_s`` those to
    SendMessage of one message group, in high-throughput mode.
    """

    _: KW_ONLY
    look_ahead: int
    calls_per_s: float
    group_sends_per_s: float | None = None
    deduplication_s: float = 300.0


TUNABLE = Tunable(
    FifoSettings,
    NAMES,
    {
        **FIXED,
        "look_ahead": "it is a quota of AWS's, not an attribute of the queue",
        "calls_per_s": "a change of the throughput mode during a run is not simulated",
        "group_sends_per_s": "a change of the throughput mode during a run is not simulated",
        "deduplication_s": "AWS's deduplication interval is what it is",
    },
)
"""What SetQueueAttributes can change."""
