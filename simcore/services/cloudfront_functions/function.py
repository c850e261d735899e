"""Amazon CloudFront Functions: a function that runs at every edge location.

Models: runs without a limit on how many at once; compute time, in percent of its limit the compute
    utilization; a run that would take longer than the limit, which is cut off as throttled, 503
    (what is done with a single one is not published: assumed); execution errors, 503; validation
    errors, 502.
Ignores: the code, its size (10 KB) and memory (2 MB); the key value store; that a function is only
    throttled when it exceeds the limit again and again; time on the network.
States: CloudFrontFunctionStarted, CloudFrontFunctionEnded, CloudFrontFunctionObserved.

Sources: Amazon CloudFront Developer Guide (April 2026), edge-functions-choosing, test-function
(compute utilization), monitoring-functions, http-502-bad-gateway, http-503-service-unavailable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.facts import ERROR, SUCCESS, ledgers_for
from simcore.facts import THROTTLED as REFUSED
from simcore.frozen import frozen
from simcore.roles.request import HttpReply, Request
from simcore.services.cloudfront_functions.facts import (
    DONE,
    EXECUTION_ERROR,
    THROTTLED,
    VALIDATION_ERROR,
    CloudFrontFunctionEnded,
    CloudFrontFunctionObserved,
    CloudFrontFunctionStarted,
)

STATES = (CloudFrontFunctionStarted, CloudFrontFunctionEnded, CloudFrontFunctionObserved)
STATUSES = (200, 503, 502, 503)
OUTCOMES = (SUCCESS, ERROR, ERROR, REFUSED)
"""Of the answer, by how the run ended."""
PERCENT_OVER_1000 = 0.1
"""A share in thousands of percent."""


@frozen
class FunctionSettings:
    """Times in seconds."""

    compute_limit_s: float
    error_rate: float = 0.0
    validation_error_rate: float = 0.0


class CloudFrontFunction:
    """One function; ``luck`` are compute times, errors, and what is returned."""

    type = "cloudfront_function"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: FunctionSettings,
        luck: tuple[Stream, Stream, Stream],
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = ledgers_for(*STATES)
        self.compute_times, self._errors, self._returns = luck
        self.running = 0

    def bind(self) -> None:
        """It runs through its ledgers and streams alone."""

    @property
    def timeout_s(self) -> float:
        """A run is cut off after this."""
        return self.settings.compute_limit_s

    def invoke(
        self,
        now: float,
        payload: Any,
        on_end: Callable[[Any], None],
        synchronous: bool = True,
    ) -> HttpReply:
        """One run: its status says how it ended."""
        said, reply = self.settings, HttpReply(now, payload, on_end)
        if isinstance(payload, Request):
            reply.begin(now, payload, self.id)
        self.ledgers[CloudFrontFunctionStarted].append((now,))
        self.running += 1
        asked_s = self.compute_times.next()
        compute_s = min(asked_s, said.compute_limit_s)
        reply.ends = now + compute_s
        ending = THROTTLED if asked_s > said.compute_limit_s else self._how_it_ends()
        self.env.call_at(reply.ends, self._end, (reply, compute_s, ending))
        return reply

    def _how_it_ends(self) -> int:
        said = self.settings
        if said.error_rate and self._errors.next() < said.error_rate:
            return EXECUTION_ERROR
        if said.validation_error_rate and self._returns.next() < said.validation_error_rate:
            return VALIDATION_ERROR
        return DONE

    def _end(self, run: tuple[HttpReply, float, int]) -> None:
        reply, compute_s, ending = run
        now = self.env.now
        self.running -= 1
        utilization = compute_s / self.settings.compute_limit_s * PERCENT_OVER_1000
        self.ledgers[CloudFrontFunctionEnded].append((now, compute_s, utilization, ending))
        reply.answer(now, STATUSES[ending], OUTCOMES[ending])

    def observe(self, now: float) -> None:
        """State how many runs there are."""
        self.ledgers[CloudFrontFunctionObserved].append((now, self.running))
