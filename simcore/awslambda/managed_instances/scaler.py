"""What decides how many environments a function on managed instances has.

Models: a look at the load at intervals, never at an invocation: the highest concurrency since the
    last look, against a share of the room that is to be in use (both assumed). With half of
    the room free, traffic that doubles finds room at once. What grows faster is refused until more
    environments are ready: they are asked for in one step, but a full room does not say how much
    more was wanted. Less is kept only when less was enough for a while, and step
    by step (all assumed). Never below the minimum or above the maximum number of environments.
Ignores: utilization of the processor, by which AWS scales, too (a scenario says nothing of it);
    instances, which have to be launched when those there are are full.
States: nothing of its own; the function does.

Sources: AWS Lambda Developer Guide, lambda-managed-instances-scaling (12 Jul 2026): scaling is
asynchronous, on saturation; traffic that doubles within 5 minutes is absorbed, faster growth may
throttle.
"""

from collections import deque
from math import ceil
from typing import NamedTuple, Protocol

from simcore.awslambda.managed_instances.settings import ScalerSettings
from simcore.engine.environment import Environment
from simcore.engine.loop import Loop

SLACK = 1e-9  # so that what fits exactly fits


class Demand(NamedTuple):
    """Since the last look: the highest concurrency, and whether anything was refused."""

    highest: int
    refused: bool


class Fleet(Protocol):
    """The environments, as their scaler sees them."""

    @property
    def serving(self) -> int:
        """Those that take invocations."""

    @property
    def preparing(self) -> int:
        """Those that will."""

    def take_demand(self) -> Demand:
        """What there was to do; from now on it is counted anew."""

    def grow(self, now: float, n: int) -> None:
        """Prepare ``n`` more."""

    def shrink(self, now: float, n: int) -> None:
        """Let ``n`` go."""


class Scaler:
    """Looks at the load of one function at intervals."""

    def __init__(
        self, env: Environment, settings: ScalerSettings, concurrency: int, fleet: Fleet
    ) -> None:
        self._fleet = fleet
        self._recent: deque[int] = deque()
        self._may_shrink_at = 0.0
        self.retune(settings, concurrency)
        self._loop = Loop(env, self._look)
        self._loop.start(settings.interval_s)

    def retune(self, settings: ScalerSettings, concurrency: int) -> None:
        """Decide so from the next look on; ``concurrency`` is that of an environment."""
        self.settings = settings
        self._aim = concurrency * settings.target  # invocations in each environment
        looks = max(round(settings.scale_in_delay_s / settings.interval_s), 1)
        self._recent = deque(self._recent, maxlen=looks)

    def _look(self, now: float) -> float:
        demand = self._fleet.take_demand()
        self._recent.append(demand.highest)
        had = self._fleet.serving + self._fleet.preparing
        wanted = self._enough_for(demand)
        if wanted > had:
            self._fleet.grow(now, wanted - had)
        elif len(self._recent) == self._recent.maxlen and now >= self._may_shrink_at:
            self._shrink(now, had)
        return self.settings.interval_s

    def _shrink(self, now: float, had: int) -> None:
        settings = self.settings
        surplus = had - self._enough_for(Demand(max(self._recent), False))
        step = max(int(had * settings.scale_in_share), 1)
        n = min(surplus, step, self._fleet.serving - settings.minimum)
        if n > 0:
            self._fleet.shrink(now, n)
            self._may_shrink_at = now + settings.scale_in_interval_s

    def _enough_for(self, demand: Demand) -> int:
        wanted = max(ceil(demand.highest / self._aim - SLACK), int(demand.refused))
        return min(max(wanted, self.settings.minimum), self.settings.maximum)
