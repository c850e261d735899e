"""Functions at the four points of a behavior: Lambda@Edge, or CloudFront Functions.

Models: a function is invoked and waited for. One that is throttled, fails or times out: 503. One
    that returns what CloudFront does not take, or answers a request with more than 40 KB (viewer)
    or 1 MB (origin): 502. A function before the cache, or before the origin, may answer by itself.
    Lambda@Edge runs where the viewers are, here in the run's Region, on the concurrency and the
    requests a second of the account there, together with all other functions.
Ignores: viewers in other Regions (each has replicas, with environments and limits of its own);
    where logs go; bodies of requests (Include Body); which headers may not be set; the key value
    store.
States: EdgeFunctionEnded; the function states its invocations.

Sources: Amazon CloudFront Developer Guide (April 2026), edge-functions-choosing,
edge-function-restrictions-all, lambda-generating-http-responses, http-502-bad-gateway,
http-503-service-unavailable, cloudfront-limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.facts import SUCCESS, THROTTLED, Ledgers
from simcore.roles.following import passed
from simcore.roles.invocable import DeniedInvocable, Invocable, Reply
from simcore.services.cloudfront.facts import (
    DONE,
    EXECUTION_ERROR,
    LIMIT_EXCEEDED,
    VALIDATION_ERROR,
    EdgeFunctionEnded,
)
from simcore.services.cloudfront.passing import Fetch, Run, Visit
from simcore.services.cloudfront.settings import TriggerSettings

FACTS = (EdgeFunctionEnded,)
STATUSES = (200, 503, 502, 503)
"""What viewers are answered with, by how the function ended."""

Place = tuple[int, int]
"""The number of a behavior, and a point."""

Luck = tuple[Stream, Stream]
"""Whether a function answers by itself, and whether what it returns will do."""


class EdgeFunctions:
    """All of one distribution; ``then(run, ending)`` is told how it went."""

    def __init__(
        self,
        env: Environment,
        ledgers: Ledgers,
        then: Callable[[Run, int], None],
    ) -> None:
        self.env, self.ledgers, self.then = env, ledgers, then
        self._functions: dict[str, Invocable[Reply]] = {}
        self.luck: dict[Place, Luck] = {}

    def connect(self, functions: Mapping[str, Invocable[Reply]]) -> None:
        """Say what the functions are, by id; those that are named no longer stay for what is under
        way. Each place has ``luck`` of its own, so that one tosses nothing away from another."""
        self._functions.update(functions)

    def runs_at(self, of: Visit | Fetch, point: int) -> bool:
        """Run the function of that point; False where there is none."""
        trigger = of.behavior.triggers[point]
        if trigger is None:
            return False
        run, now = Run(of, point), self.env.now
        function = self._functions[trigger.function]
        if self._invoke(now, function, run) is None:
            denied = isinstance(function, DeniedInvocable)
            self._over(run, EXECUTION_ERROR if denied else LIMIT_EXCEEDED)
        return True

    def _invoke(self, now: float, function: Invocable[Reply], run: Run) -> Reply | None:
        if run.story is None:
            return function.invoke(now, run, self._ended)
        return passed(now, function, run, self._ended)

    def answers(self, run: Run, trigger: TriggerSettings) -> bool:
        """Does it answer this request itself?"""
        return bool(trigger.responds) and self._luck_of(run)[0].next() < trigger.responds

    def _ended(self, reply: Reply) -> None:
        run: Run = reply.payload
        trigger = run.behavior.triggers[run.point]
        if reply.outcome == THROTTLED:
            self._over(run, LIMIT_EXCEEDED)
        elif reply.outcome != SUCCESS:
            self._over(run, VALIDATION_ERROR if reply.status == 502 else EXECUTION_ERROR)
        elif trigger is not None and self._is_invalid(run, trigger):
            self._over(run, VALIDATION_ERROR)
        else:
            self._over(run, DONE)

    def _is_invalid(self, run: Run, trigger: TriggerSettings) -> bool:
        rate = trigger.invalid_rate
        return bool(rate) and self._luck_of(run)[1].next() < rate

    def _luck_of(self, run: Run) -> Luck:
        return self.luck[run.behavior.number, run.point]

    def _over(self, run: Run, ending: int) -> None:
        self.ledgers[EdgeFunctionEnded].append((self.env.now, run.point, ending))
        self.then(run, ending)
