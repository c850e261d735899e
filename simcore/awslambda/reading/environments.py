"""How the execution environments of a function read, by their state."""

from __future__ import annotations

from simcore.awslambda.facts.invocations import EnvironmentReclaimed, FunctionObserved
from simcore.awslambda.reading.views.grid import GridView
from simcore.recording.reading import Count, Counter, Last, Metric, Reading, Total

__all__ = ["ENVIRONMENTS"]

OBSERVED = FunctionObserved
STATES = ("environments_init", "environments_busy", "environments_idle", "environments_reclaimed")

ENVIRONMENTS = Reading(
    metrics=(
        Metric(
            "Environments.init",
            Last(OBSERVED, "init"),
            "Environments in init",
            "Execution environments that are initializing.",
            counter="environments_init",
        ),
        Metric(
            "Environments.busy",
            Last(OBSERVED, "busy"),
            "Environments busy",
            "Execution environments that run the handler.",
            counter="environments_busy",
        ),
        Metric(
            "Environments.idle",
            Last(OBSERVED, "idle"),
            "Environments idle",
            "Execution environments that are warm and free.",
            counter="environments_idle",
        ),
    ),
    counters=(
        Counter("environments_reclaimed", Count(EnvironmentReclaimed)),
        Counter("environments_started", Total(*STATES), "provisioned ones included"),
    ),
    views=(GridView,),
)
