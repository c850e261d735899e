"""Application Auto Scaling of provisioned concurrency.

Models: a schedule of how much to have from when on; target tracking of utilization: data points
    of a minute, averages of what is busy of what is ready, sampled every second (assumed); three
    in a row above the target and it grows, in one step, to what brings utilization to the target
    (assumed; AWS: large steps); three in a row below 0.9 of the target and it shrinks towards the
    same, by a tenth at the most (assumed; AWS: smaller steps) each minute; never beyond the
    minimum and the maximum. A minute without an invocation has no data point, and what was seen
    before counts no more: without load nothing shrinks.
Ignores: the delay of metrics and alarms, cooldown periods, other statistics than the average, the
    role of scheduled actions as new bounds for target tracking.
States: nothing; what is asked for is stated by `Provisioned`.

Sources: AWS Lambda Developer Guide, provisioned-concurrency (12 Jul 2026).
"""

from __future__ import annotations

from collections import deque
from math import ceil
from typing import Protocol

from simcore.awslambda.pools import ConcurrencyPool
from simcore.engine.environment import Environment
from simcore.engine.loop import Loop
from simcore.frozen import frozen

SAMPLE_S = 1.0
PERIOD_S = 60.0
SAMPLES = int(PERIOD_S / SAMPLE_S)
SLACK = 1e-9  # so that a utilization that is the target is not above it


@frozen
class TargetTracking:
    """Utilization to keep (a share), between ``minimum`` and ``maximum`` environments.

    The low alarm is at ``low_share`` of the target; either needs ``points`` data points; a step of
    scale-in removes at most ``scale_in_share`` of what there is.
    """

    target: float
    minimum: int
    maximum: int
    low_share: float
    points: int
    scale_in_share: float


@frozen
class ScalingSettings:
    """The schedule, pairs of seconds and environments, and target tracking, if there is any."""

    schedule: tuple[tuple[float, int], ...] = ()
    tracking: TargetTracking | None = None


class Scalable(Protocol):
    """Provisioned concurrency, as its scaling sees it."""

    pool: ConcurrencyPool
    requested: int
    served: bool

    def request(self, now: float, requested: int) -> None:
        """Ask for another amount."""


class Scaling:
    """What changes the provisioned concurrency of one function or version."""

    def __init__(self, env: Environment, settings: ScalingSettings, scalable: Scalable) -> None:
        self.env, self.settings, self.scalable = env, settings, scalable
        for t, requested in settings.schedule:
            env.call_at(t, self._scheduled, requested)
        self._samples: list[float] = []
        self._points: deque[float] = deque(maxlen=1)
        self._loop = Loop(env, self._sample)
        if settings.tracking is not None:
            self._points = deque(maxlen=settings.tracking.points)
            self._loop.start(SAMPLE_S)

    def retune(self, settings: ScalingSettings) -> None:
        """Track something else from the next minute on; the schedule stays as it was."""
        self.settings = settings
        if settings.tracking is not None:
            self._points = deque(self._points, maxlen=settings.tracking.points)
            self._loop.start(SAMPLE_S - self.env.now % SAMPLE_S)

    def _scheduled(self, requested: int) -> None:
        self.scalable.request(self.env.now, requested)

    def _sample(self, now: float) -> float:
        pool = self.scalable.pool
        if pool.limit:
            self._samples.append(pool.in_use / pool.limit)
        if round(now / SAMPLE_S) % SAMPLES == 0:
            self._close_minute(now)
        return SAMPLE_S

    def _close_minute(self, now: float) -> None:
        """A data point, if the metric had data; then the alarms."""
        samples, self._samples = self._samples, []
        if samples and (self.scalable.served or any(samples)):
            self._points.append(sum(samples) / len(samples))
        else:
            self._points.clear()
        self.scalable.served = False
        if len(self._points) == self._points.maxlen and self.settings.tracking is not None:
            self._alarm(now, self.settings.tracking)

    def _alarm(self, now: float, tracking: TargetTracking) -> None:
        had, current = self.scalable.pool.limit, self.scalable.requested
        wanted = ceil(had * self._points[-1] / tracking.target - SLACK)
        if min(self._points) > tracking.target + SLACK:
            self.scalable.request(now, max(min(max(wanted, current), tracking.maximum), current))
        elif max(self._points) < tracking.low_share * tracking.target - SLACK:
            least = current - max(int(current * tracking.scale_in_share), 1)
            self.scalable.request(now, min(max(wanted, least, tracking.minimum), current))
