"""What a scenario says of a data stream, with the profile's numbers."""

from __future__ import annotations

from simcore.engine.retuning import Tunable
from simcore.frozen import frozen
from simcore.roles.read_limits import ReadPlan


@frozen
class Growth:
    """On-demand mode: look every ``every_s``; above ``share`` of what is there, double it."""

    every_s: float
    share: float
    most_shards: int


@frozen
class DataStreamSettings:
    """Limits of a shard a second; ``resharding`` holds times and numbers of shards.

    ``record_bytes`` is the size of all records: that of the largest. A mapping reads as ``polled``
    says, or as ``pushed`` with enhanced fan-out.
    """

    shards: int
    retention_s: float
    record_bytes: int
    write_records_per_s: float
    write_bytes_per_s: float
    read_bytes_per_s: float
    read_calls_per_s: float
    resharding: tuple[tuple[float, int], ...] = ()
    growth: Growth | None = None
    polled: ReadPlan | None = None
    pushed: ReadPlan | None = None

    @property
    def writes_per_s(self) -> float:
        """Records of this size that a shard takes a second."""
        return min(self.write_records_per_s, self.write_bytes_per_s / self.record_bytes)


LIMIT = "the limits of a shard are AWS's, not attributes of the stream"
TUNABLE = Tunable(
    DataStreamSettings,
    frozenset({"shards", "retention_s"}),
    {
        "record_bytes": "it is what the clients send, not an attribute of the stream",
        "write_records_per_s": LIMIT,
        "write_bytes_per_s": LIMIT,
        "read_bytes_per_s": LIMIT,
        "read_calls_per_s": LIMIT,
        "polled": LIMIT,
        "pushed": LIMIT,
        "resharding": "what was planned for the run goes on",
        "growth": "a change of the capacity mode during a run is not simulated",
    },
)
"""What UpdateShardCount and Increase- or DecreaseStreamRetentionPeriod can change."""
