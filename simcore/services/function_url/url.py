"""A Lambda function URL: an HTTPS address of one function.

Models: a synchronous Invoke for each request, without any limit or timeout but the function's own:
    429 where Lambda refuses it (above the concurrency that it may use, above ten times its reserved
    concurrency a second, always where none is reserved), 502 where the function fails or answers
    with more than 6 MB, 504 where its own timeout cuts it off (both assumed); 413 for a request
    above 6 MB; 403 with AuthType AWS_IAM for requests that are not signed as they should be, and
    where the URL lacks the right to invoke. Streamed responses, of which the first 6 MB leave as
    they come and the rest at 2 MB a second.
Ignores: latency of its own, CORS, how large headers are, statuses that handlers choose, clients
    that read slowly or leave; what a response has beyond 200 MB is cut off without an error.
States: UrlRequested, UrlAnswered, UrlStreamBegun, UrlObserved.

Sources: AWS Lambda Developer Guide, urls-configuration and urls-monitoring (14 Nov 2022),
urls-invocation, gettingstarted-limits (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from simcore.engine.distributions import Distribution
from simcore.engine.environment import INF, Environment
from simcore.engine.streams import Stream
from simcore.errors import RetuneError
from simcore.facts import ERROR, SUCCESS, THROTTLED, TIMEOUT, ledgers_for
from simcore.frozen import frozen
from simcore.roles.invocable import DeniedInvocable, Invocable, Reply
from simcore.roles.request import HttpReply, Request
from simcore.roles.streamed import StreamLimit
from simcore.roles.waiting import Waited, Waiting, request_of
from simcore.services.function_url.facts import (
    STATUSES,
    THROTTLED_AT,
    UrlAnswered,
    UrlObserved,
    UrlRequested,
    UrlStreamBegun,
)

STATUS_OF = {SUCCESS: 200, ERROR: 502, TIMEOUT: 504, THROTTLED: 429}
OUTCOME_OF = {200: SUCCESS, 504: TIMEOUT}


@frozen
class UrlSettings:
    """``unsigned`` is the share of requests that may not invoke; sizes are in bytes."""

    payload_max_bytes: int
    response_bytes: int
    unsigned: float = 0.0
    stream: StreamLimit | None = None
    first_byte: Distribution | None = None


class UrlCall(HttpReply):
    """One request to a URL, and the answer that it will have."""

    __slots__ = ("request",)

    def __init__(self, now: float, payload: Any, on_end: Callable[[Any], None]) -> None:
        super().__init__(now, payload, on_end)
        self.request: Request = request_of(payload)


class FunctionUrl:
    """The URL of one function, which :meth:`connect` tells."""

    type = "function_url"

    def __init__(
        self, env: Environment, id: str, settings: UrlSettings, unsigned: Stream, first: Stream
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self._unsigned, self._first_bytes = unsigned, first
        streamed = (UrlStreamBegun,) if settings.stream is not None else ()
        self.ledgers = ledgers_for(UrlRequested, UrlAnswered, UrlObserved, *streamed)
        self._waiting = Waiting(env, self._heard)
        self.waiting = 0
        self.bind()

    def connect(self, function: Invocable[Reply]) -> None:
        """Say whose URL it is."""
        self.function = function

    def bind(self) -> None:
        """Nothing of it is on the hot path of others."""

    @property
    def timeout_s(self) -> float:
        """The function's."""
        return self.function.timeout_s

    def invoke(
        self, now: float, payload: Any, on_end: Callable[[Any], None], synchronous: bool = True
    ) -> UrlCall | None:
        """A request; None when it is answered with 429, else the reply."""
        self.ledgers[UrlRequested].append((now,))
        call = UrlCall(now, payload, on_end)
        call.request = call.begin(now, call.request, self.id)
        status = self._stopped(call)
        if status:
            self.waiting += 1
            self.env.call_at(now, self._stop, (call, status))
            return call
        if not self._waiting.invoke(now, self.function, Waited(call.request, call, now, INF)):
            self.ledgers[UrlAnswered].append((now, now, THROTTLED_AT))
            call.refused(now)
            return None
        self.waiting += 1
        return call

    def _stopped(self, call: UrlCall) -> int:
        """The status of what never comes to the function; 0 when it may."""
        unsigned = self.settings.unsigned
        if unsigned and self._unsigned.next() < unsigned:
            return 403
        if isinstance(self.function, DeniedInvocable):
            return 403
        return 413 if call.request.bytes > self.settings.payload_max_bytes else 0

    def _stop(self, stopped: tuple[UrlCall, int]) -> None:
        self._answer(self.env.now, *stopped)

    def _heard(self, now: float, waited: Waited, reply: Reply | None) -> None:
        """The function has ended."""
        settings, call = self.settings, waited.whose
        status = STATUS_OF[reply.outcome] if reply is not None else 504
        if status == 200 and settings.stream is not None:
            self._stream(now, call, settings.stream)
        elif status == 200 and settings.response_bytes > settings.payload_max_bytes:
            self._answer(now, call, 502)
        else:
            self._answer(now, call, status)

    def _stream(self, now: float, call: UrlCall, limit: StreamLimit) -> None:
        after_s = inf if self.settings.first_byte is None else self._first_bytes.next()
        first = min(call.started + after_s, now)
        self.ledgers[UrlStreamBegun].append((now, first - call.started))
        last = max(now, first + limit.takes_s(self.settings.response_bytes))
        self.env.call_at(last, self._streamed, call)

    def _streamed(self, call: UrlCall) -> None:
        self._answer(self.env.now, call, 200)

    def _answer(self, now: float, call: UrlCall, status: int) -> None:
        self.waiting -= 1
        self.ledgers[UrlAnswered].append((now, call.started, STATUSES.index(status)))
        size = self.settings.response_bytes if status == 200 else 0
        call.answer(now, status, OUTCOME_OF.get(status, ERROR), size)

    def retune(self, settings: UrlSettings) -> None:
        """UpdateFunctionUrlConfig: for requests that come, and answers that end, from now on."""
        if (settings.stream is None) != (self.settings.stream is None):
            raise RetuneError(self.id, "invoke_mode", "it stays as it was at the start")
        if settings.first_byte is not None:
            self._first_bytes.remap(settings.first_byte.draw)
        self.settings = settings

    def observe(self, now: float) -> None:
        """State how many requests wait for their answer."""
        self.ledgers[UrlObserved].append((now, self.waiting))
