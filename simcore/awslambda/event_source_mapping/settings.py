"""What a scenario says of an event source mapping, with the profile's numbers."""

from __future__ import annotations

from simcore.awslambda.event_source_mapping.fleet import FleetSettings
from simcore.awslambda.event_source_mapping.provisioned import ProvisionedSettings
from simcore.engine.retuning import Tunable
from simcore.frozen import frozen
from simcore.roles.filtering import FilterCriteria


@frozen
class MappingSettings:
    """What a scenario says of a mapping, with the profile's numbers; times in seconds.

    ``batch_size`` is already bounded by the payload limit; ``visibility_timeout_s`` is given
    only where the mapping changes it. ``mixes_groups`` is about FIFO queues: whether a batch may
    hold messages of several groups. After a receive that was filtered out as a whole, a poller
    polls again after ``filtered_poll_s``. Receive, invoke and delete take ``poll_cycle_s`` beside
    the handler. A window that is over waits for the end of the poller's long poll, up to
    ``low_traffic_wait_s`` after it opened. With ``gives_up_early`` a throttled batch is given up
    when less than the function's timeout is left of its visibility. A mapping that is not
    ``enabled`` does not poll; ``denied`` says that it is so for want of a permission. One that
    may not ``delete`` leaves messages to their visibility timeouts, though all went well.
    """

    fleet: FleetSettings
    batch_size: int
    receive_max: int
    window_s: float
    long_poll_s: float
    backoff_initial_s: float
    backoff_max_s: float
    reports_item_failures: bool = False
    maximum_concurrency: bool = False
    visibility_timeout_s: float | None = None
    mixes_groups: bool = False
    filter: FilterCriteria | None = None
    filtered_poll_s: float = 0.0
    poll_cycle_s: float = 0.0
    low_traffic_wait_s: float = 0.0
    gives_up_early: bool = False
    provisioned: ProvisionedSettings | None = None
    enabled: bool = True
    denied: bool = False
    may_delete: bool = True

    def slots_a_poll(self) -> int:
        """Batches in process that one long poll stands for."""
        return 1 if self.provisioned is None else self.provisioned.invokes


NAMES = frozenset(
    {
        *("fleet", "batch_size", "long_poll_s", "reports_item_failures", "maximum_concurrency"),
        *("visibility_timeout_s", "filter", "enabled", "denied", "may_delete"),
    }
)
FIXED = {
    "receive_max": "ReceiveMessage returns no more",
    "backoff_initial_s": "how Lambda backs off is not an attribute of the mapping",
    "backoff_max_s": "how Lambda backs off is not an attribute of the mapping",
    "mixes_groups": "how Lambda makes batches of groups is not an attribute of the mapping",
    "filtered_poll_s": "how fast Lambda polls is not an attribute of the mapping",
    "poll_cycle_s": "how fast Lambda polls is not an attribute of the mapping",
    "low_traffic_wait_s": "how Lambda polls is not an attribute of the mapping",
    "gives_up_early": "how Lambda backs off is not an attribute of the mapping",
    "provisioned": "provisioned mode, on or off, is not simulated to change during a run",
}
TUNABLE = Tunable(MappingSettings, NAMES | {"window_s"}, FIXED)
FIFO_TUNABLE = Tunable(
    MappingSettings, NAMES, {**FIXED, "window_s": "a FIFO queue has no batching window"}
)
"""What UpdateEventSourceMapping can change; ``long_poll_s`` is an attribute of the queue."""

FLEET_TUNABLE = Tunable(
    FleetSettings,
    frozenset({"initial", "most", "floor", "lost_an_error"}),
    {
        "ramp_per_min": "how fast Lambda scales is not an attribute of the mapping",
        "scale_in_per_min": "how fast Lambda scales is not an attribute of the mapping",
    },
)
"""Of the fleet it is the maximum concurrency, or the minimum and maximum of event pollers."""
