"""From what a scenario says of a function to a live one."""

from simcore.awslambda.building.function import (
    account,
    build,
    completed,
    connect,
    event_queues,
    events_of,
    retune,
)

__all__ = ["account", "build", "completed", "connect", "event_queues", "events_of", "retune"]
