"""A closed loop: users who ask, wait for the answer, think, and ask again."""

from typing import Annotated

from simcore.spec.annotations import Assumed, Knob, Meaning
from simcore.spec.base import Spec
from simcore.spec.distributions import DurationDistribution, Exponential
from simcore.spec.quantities import Seconds, Whole

__all__ = ["ClosedLoop"]

MOST_USERS = 100_000


class ClosedLoop(Spec):
    """So many users: each sends the next request only when it has the answer and has thought."""

    users: Annotated[
        int,
        Whole(1, MOST_USERS),
        Knob("Users", "how many there are", low=1, high=1_000, step=1, scale="log"),
    ]
    think_time: Annotated[
        DurationDistribution,
        Knob("Think time", "from an answer to the user's next request", low=0.1, high=60, step=0.1),
        Assumed("ten seconds on average, memoryless: a person who reads a page"),
    ] = DurationDistribution(exponential=Exponential(mean=10.0))
    turnaround: Annotated[
        float,
        Seconds(0.001, 10.0),
        Meaning("the least time from an answer to the next request, however little users think"),
        Assumed("about a round trip; it bounds how fast users go who do not think and are refused"),
    ] = 0.01

    def sized_by(self, within_s: float) -> str:
        """The field that makes most of the requests."""
        return "users"
