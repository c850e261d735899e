"""Amazon API Gateway, a REST or an HTTP API: what stands between clients and a function.

Models: the steps of a request in order: usage plan, method, stage, account (429), its size (413),
    the authorizer (401, 403, 500), validation (400), the response cache of a REST API, the
    integration (500, 502, 504 or 503), whose function a canary may be; a latency of its own
    (assumed), before all steps but the first; streamed responses of a REST API, which are slow
    after their first megabytes.
Ignores: several routes, stages and methods with integrations of their own; web application
    firewalls, resource policies, the Region's own limit; sizes of headers; compression, TLS, idle
    connections; how far away clients of an edge-optimized API are; the position of the steps after
    the throttles is assumed. A stream that breaks off counts as an answer with 504 (assumed), and
    slow clients do not keep the function waiting. Requests that fail authorization, that have
    no valid API key or that are throttled cost nothing: of an HTTP API, of which the page on that
    does not speak, it is assumed.
States: ApiRequest, ApiThrottled, RestApiAnswered, HttpApiAnswered, CacheLookedUp, CanaryTook,
    StreamBegun, ApiObserved; its parts state AuthorizerAsked, IntegrationEnded,
    IntegrationEndedLate.

Sources: Amazon API Gateway Developer Guide, limits, api-gateway-request-throttling,
supported-gateway-response-types, canary-release, response-transfer-mode (Apr 2026);
api-gateway-pricing (the guide's public source, commit 12fad5e8; AWS took the page down since, and
on re:Post its people say that it is still so).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from math import inf
from typing import Any

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.engine.token_bucket import TokenBucket
from simcore.errors import RetuneError
from simcore.facts import ERROR, SUCCESS, THROTTLED, TIMEOUT, ledgers_for
from simcore.frozen import frozen
from simcore.roles.invocable import Invocable, Reply
from simcore.roles.request import HttpReply
from simcore.roles.waiting import Waited, request_of
from simcore.services.api_gateway.admission import Admission
from simcore.services.api_gateway.authorizer import ALLOWED, Authorizer
from simcore.services.api_gateway.cache import ResponseCache
from simcore.services.api_gateway.facts import (
    THROTTLED_AT,
    UNCHARGED,
    ApiObserved,
    ApiRequest,
    ApiThrottled,
    AuthorizerAsked,
    CacheLookedUp,
    CanaryTook,
    HttpApiAnswered,
    IntegrationEnded,
    IntegrationEndedLate,
    RestApiAnswered,
    StreamBegun,
    place_of,
)
from simcore.services.api_gateway.integration import Integration
from simcore.services.api_gateway.parts import parts_of
from simcore.services.api_gateway.settings import ApiSettings, StreamSettings
from simcore.services.api_gateway.tracing import RequestTracing

COMMON = (ApiRequest, ApiThrottled, IntegrationEnded, IntegrationEndedLate, ApiObserved)
OUTCOMES = {200: SUCCESS, 504: TIMEOUT}


@frozen
class Draws:
    """The random streams of an API, each for one thing."""

    overhead: Stream
    first_byte: Stream
    invalid: Stream
    canary: Stream
    tokens: Stream
    verdicts: Stream


class Call(HttpReply):
    """One request to an API, and the answer that it will have."""

    __slots__ = ("cache", "first_byte_s", "request")

    cache: ResponseCache | None
    first_byte_s: float

    def __init__(self, now: float, payload: Any, on_end: Callable[[Any], None]) -> None:
        super().__init__(now, payload, on_end)
        self.request = request_of(payload)
        self.cache, self.first_byte_s = None, inf


def _caches(settings: ApiSettings) -> tuple[ResponseCache | None, ResponseCache | None]:
    """One of the stage, and one of the canary, unless it shares that one."""
    if settings.cache is None:
        return None, None
    own = ResponseCache(settings.cache)
    return own, own if settings.shares_cache else ResponseCache(settings.cache)


class Api:
    """One stage of one API. Its targets are told by :meth:`connect`."""

    type = "api"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: ApiSettings,
        account: TokenBucket,
        draws: Draws,
        tracing: RequestTracing | None = None,
    ) -> None:
        self.env, self.id, self.settings, self.draws = env, id, settings, draws
        self.account, self.tracing = account, tracing
        self.canary: Invocable[Reply] | None = None
        self.ledgers = ledgers_for(*COMMON, *parts_of(settings))
        self.admission = Admission(settings.throttling, account)
        self.integration = Integration(env, self.ledgers, self._integrated, settings.timed_out)
        self.integration.response_fits = settings.response_fits
        self.authorizer: Authorizer | None = None
        if settings.authorizer is not None:
            tosses = (draws.tokens, draws.verdicts)
            asked = self.ledgers[AuthorizerAsked]
            self.authorizer = Authorizer(env, settings.authorizer, tosses, asked, self._decided)
        self.cache, self.canary_cache = _caches(settings)
        self.waiting = 0
        self.bind()

    def connect(
        self,
        function: Invocable[Reply],
        authorizer: Invocable[Reply] | None = None,
        canary: Invocable[Reply] | None = None,
    ) -> None:
        """Say what it invokes."""
        self.function, self.canary = function, canary
        if self.authorizer is not None:
            self.authorizer.function = authorizer

    @property
    def timeout_s(self) -> float:
        """The longest that an answer takes, beside its own latency."""
        authorizer = self.settings.authorizer
        return self.settings.timeout_s + (authorizer.timeout_s if authorizer else 0.0)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""

    # A request, step by step.

    def invoke(
        self, now: float, payload: Any, on_end: Callable[[Any], None], synchronous: bool = True
    ) -> Call | None:
        """A request; None when it is refused with 429, else the reply, which is answered later."""
        self.ledgers[ApiRequest].append((now,))
        call = Call(now, payload, on_end)
        call.request = call.begin(now, call.request, self.id)
        if self.tracing is not None:
            call.request = self.tracing.decided(now, call.request, self.ledgers)
        by = self.admission.refuses(now, call.request)
        if by:
            self.ledgers[ApiThrottled].append((now, by))
            self._state(now, call, THROTTLED_AT)
            call.refused(now)
            return None
        self.waiting += 1
        self.env.call_at(now + self.draws.overhead.next(), self._begin, call)
        return call

    def _begin(self, call: Call) -> None:
        now, settings = self.env.now, self.settings
        if not self.admission.knows(call.request.caller):
            self._answer(now, call, 403)
        elif call.request.bytes > min(
            settings.payload_max_bytes, settings.function_payload_max_bytes
        ):
            self._answer(now, call, 413)
        elif self.authorizer is not None:
            self.authorizer.ask(now, call.request, call)
        else:
            self._validate(now, call)

    def _decided(self, now: float, call: Call, status: int) -> None:
        """What the authorizer says."""
        if status == ALLOWED:
            self._validate(now, call)
        else:
            self._answer(now, call, status)

    def _validate(self, now: float, call: Call) -> None:
        invalid = self.settings.invalid
        if invalid and self.draws.invalid.next() < invalid:
            self._answer(now, call, 400)
        else:
            self._look_up(now, call)

    def _look_up(self, now: float, call: Call) -> None:
        """In the cache of whoever will have the request: the function, or the canary."""
        share = self.settings.canary
        is_canary = share is not None and self.draws.canary.next() < share
        if is_canary:
            self.ledgers[CanaryTook].append((now,))
        cache = self.canary_cache if is_canary else self.cache
        if cache is not None and call.request.method == "GET":
            is_there = cache.has(now, call.request.resource)
            self.ledgers[CacheLookedUp].append((now, int(is_there)))
            if is_there:
                call.note(now, "cached")
                self._answer(now, call, 200, self.settings.response_bytes)
                return
            call.cache = cache
        self._integrate(now, call, self.canary if is_canary else self.function)

    def _integrate(self, now: float, call: Call, target: Invocable[Reply] | None) -> None:
        assert target is not None
        settings, timeout_s = self.settings, self.settings.timeout_s
        stream = settings.stream
        if stream is not None:
            if stream.first_byte is not None:
                call.first_byte_s = self.draws.first_byte.next()
            if call.first_byte_s > stream.idle_timeout_s:
                timeout_s = min(timeout_s, stream.idle_timeout_s)
        rejected = 500 if target is self.canary else settings.rejected
        self.integration.invoke(now, target, call.request, call, timeout_s, rejected)

    def _integrated(self, now: float, call: Call, status: int, waited: Waited) -> None:
        """The integration has answered, or there is no answer from it."""
        settings = self.settings
        if status != 200:
            is_over = now >= waited.until and status == settings.timed_out
            self._answer(now, call, status, otherwise=TIMEOUT if is_over else ERROR)
        elif settings.stream is not None:
            self._stream(now, call, waited, settings.stream)
        else:
            if call.cache is not None:
                call.cache.keep(now, call.request.resource, settings.response_bytes)
            self._answer(now, call, 200, settings.response_bytes)

    def _stream(self, now: float, call: Call, waited: Waited, stream: StreamSettings) -> None:
        """The function has written all; the last bytes leave when the limit lets them."""
        first = min(waited.began + call.first_byte_s, now)
        self.ledgers[StreamBegun].append((now, first - call.started))
        last = max(now, first + stream.limit.takes_s(self.settings.response_bytes))
        end = waited.began + self.settings.timeout_s
        if last > end:
            self.env.call_at(max(end, now), self._broken_off, call)
        else:
            self.env.call_at(last, self._streamed, call)

    def _streamed(self, call: Call) -> None:
        self._answer(self.env.now, call, 200, self.settings.response_bytes)

    def _broken_off(self, call: Call) -> None:
        self._answer(self.env.now, call, 504)

    def _answer(
        self, now: float, call: Call, status: int, bytes: int = 0, otherwise: int = ERROR
    ) -> None:
        self.waiting -= 1
        self._state(now, call, place_of(status), bytes)
        outcome = OUTCOMES.get(status, THROTTLED if status == 429 else otherwise)
        call.answer(now, status, outcome, bytes)

    def _state(self, now: float, call: Call, status: int, bytes: int = 0) -> None:
        if self.settings.is_rest:
            self.ledgers[RestApiAnswered].append((now, call.started, status))
            return
        sent = call.request.bytes
        metered = max(math.ceil(sent / self.settings.metered_bytes), 1)
        units = 0 if status in UNCHARGED else metered
        row = (now, call.started, status, sent + bytes, units)
        self.ledgers[HttpApiAnswered].append(row)

    def retune(self, settings: ApiSettings, now: float) -> None:
        """Other limits, shares and times from now on; tokens that are left stay, caches empty."""
        before, after = parts_of(self.settings), parts_of(settings)
        changed = sorted({**before, **after}[fact] for fact in before.keys() ^ after.keys())
        if changed:
            raise RetuneError(self.id, changed[0], "which parts an API has is said at the start")
        self.draws.overhead.remap(settings.overhead.draw)
        if settings.stream is not None and settings.stream.first_byte is not None:
            self.draws.first_byte.remap(settings.stream.first_byte.draw)
        if settings.cache != self.settings.cache:
            self.cache, self.canary_cache = _caches(settings)
        if self.authorizer is not None and settings.authorizer is not None:
            self.authorizer.settings = settings.authorizer
        if settings.throttling != self.settings.throttling:
            self.admission.retune(settings.throttling, now)
        self.settings = settings
        self.integration.response_fits = settings.response_fits

    def observe(self, now: float) -> None:
        """State how many requests wait for their answer."""
        self.ledgers[ApiObserved].append((now, self.waiting))
