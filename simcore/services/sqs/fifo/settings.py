"""What a scenario says of a FIFO queue, and what the queue says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from simcore import facts
from simcore.services.sqs.settings import STATES as STANDARD_STATES
from simcore.services.sqs.settings import QueueSettings

STATES = (
    *STANDARD_STATES,
    facts.SendsRefused,
    facts.MessagesDeduplicated,
    facts.GroupsObserved,
)
"""The facts that a FIFO queue states."""


@dataclass(frozen=True, kw_only=True)
class FifoSettings(QueueSettings):
    """What a scenario says of a FIFO queue; the quotas come from the profile.

    ``calls_per_s`` are the calls of one action a second; ``group_sends_per_s`` those to
    SendMessage of one message group, in high-throughput mode.
    """

    look_ahead: int
    calls_per_s: float
    group_sends_per_s: float | None = None
    deduplication_s: float = 300.0
