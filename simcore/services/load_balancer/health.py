"""Health checks of a target group: invocations of its function, at an interval.

Models: a check each interval, from one interval after the start on; a function that answers without
    an error passes. So many checks in a row that pass, or fail, make the target healthy, or
    unhealthy; it begins as healthy (assumed: AWS says "initial" until the first check).
Ignores: the path, the codes that pass, the timeout of a check.
States: HealthCheckEnded.

Sources: User Guide for Application Load Balancers, lambda-functions (Apr 2023, second half of
2026): off by default, 35 s, "each health check request is billed as any other invocation".
"""

from __future__ import annotations

from simcore.engine.environment import Environment
from simcore.facts import SUCCESS, Ledgers
from simcore.roles.invocable import Invocable, Reply
from simcore.roles.request import Request
from simcore.services.load_balancer.facts import HealthCheckEnded
from simcore.services.load_balancer.settings import GroupSettings

FACTS = (HealthCheckEnded,)


class HealthCheck:
    """Of one target group."""

    def __init__(
        self,
        env: Environment,
        number: int,
        settings: GroupSettings,
        function: Invocable[Reply],
        ledgers: Ledgers,
    ) -> None:
        self.env, self.number, self.settings = env, number, settings
        self.function, self.ledgers = function, ledgers
        self.is_healthy, self._in_a_row = True, 0

    def start(self) -> None:
        """The first check, after one interval."""
        self.env.call_at(self.env.now + self.settings.health_interval_s, self._check)

    def _check(self, _: object) -> None:
        now = self.env.now
        if self.function.invoke(now, Request(), self._ended) is None:
            self._count(now, passed=False)
        self.start()

    def _ended(self, reply: Reply) -> None:
        self._count(reply.ends, passed=reply.outcome == SUCCESS)

    def _count(self, now: float, *, passed: bool) -> None:
        self.ledgers[HealthCheckEnded].append((now, self.number, int(passed)))
        self._in_a_row = 0 if passed == self.is_healthy else self._in_a_row + 1
        if self._in_a_row >= self.settings.health_threshold:
            self.is_healthy, self._in_a_row = passed, 0
