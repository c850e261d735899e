"""What handlers call and wait for that is none of AWS's services: a database, another system."""

from typing import Annotated, ClassVar, Literal

from simcore.spec.annotations import Assumed, Knob
from simcore.spec.base import ComponentSpec
from simcore.spec.distributions import DurationDistribution
from simcore.spec.quantities import Fraction, Seconds, Whole

__all__ = ["Downstream"]

MOST_CONNECTIONS, MOST_WAITING = 1_000_000, 10_000_000
LONGEST_S = 86_400.0


class Downstream(ComponentSpec):
    """Answers calls over a pool of connections; who finds none free waits in line."""

    takes_time: ClassVar[bool] = True

    type: Literal["downstream"]
    connections: Annotated[
        int,
        Whole(1, MOST_CONNECTIONS),
        Knob(
            "Connections",
            "how many calls it works on at once",
            "Concurrency",
            low=1,
            high=1_000,
            step=1,
            scale="log",
        ),
    ] = 100
    latency: Annotated[
        DurationDistribution,
        Knob(
            "Latency",
            "how long a call keeps its connection",
            "Load",
            low=0.001,
            high=60,
            step=0.001,
            scale="log",
        ),
    ]
    max_waiting: Annotated[
        int | None,
        Whole(0, MOST_WAITING),
        Knob(
            "Waiting line",
            "so many calls wait for a connection at the most: one more is refused at once",
            "Concurrency",
            low=0,
            high=10_000,
            step=1,
            scale="linear",
        ),
    ] = None
    wait_timeout: Annotated[
        float | None,
        Seconds(0.001, LONGEST_S),
        Knob(
            "Wait timeout",
            "a call that has waited so long for a connection fails",
            "Failure",
            low=0.1,
            high=60,
            step=0.1,
            scale="log",
        ),
    ] = None
    error_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Error rate",
            "share of the calls that it answers with an error, after their latency",
            "Failure",
            low=0,
            high=1,
            step=0.001,
        ),
    ] = 0.0
    available: Annotated[
        bool,
        Assumed("in an outage calls are refused at once, and those that are under way answered"),
        Knob("Available", "without it, an outage: every call is refused at once", "Failure"),
    ] = True
