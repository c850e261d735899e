"""Amazon API Gateway, a WebSocket API: clients stay connected, and each message is an invocation.

Models: a handshake, which the account, the stage, and the rate of new connections of the account
    may refuse (429); a Lambda authorizer (401, 403, 500); the route `$connect`, whose function has
    to answer before the connection opens (101; 500, 502 or 504 where it does not); a message, which
    the account or the stage may refuse, and which invokes the integration and waits for its answer
    for 29 s at most; `$disconnect`. Each waits for nobody: a client sends at its own pace.
Ignores: messages to clients, several routes and how one is chosen, API keys, compression, latency
    added to messages, that a stage's and the account's throttles may overshoot; that `$disconnect`
    is delivered on a best-effort basis. New connections have a second's worth at once (assumed).
States: ConnectionRequested, ConnectionAnswered, MessageReceived, MessageRouted, ApiThrottled,
    WebSocketsObserved; its parts state ConnectionClosed, AuthorizerAsked, IntegrationEnded,
    IntegrationEndedLate.

Sources: Amazon API Gateway Developer Guide, limits, apigateway-websocket-api-overview,
apigateway-websocket-api-route-keys-connect-disconnect (Apr 2026).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.engine.token_bucket import TokenBucket
from simcore.errors import RetuneError
from simcore.facts import ERROR, SUCCESS, THROTTLED, TIMEOUT, ledgers_for
from simcore.frozen import frozen
from simcore.roles.invocable import Invocable, Reply
from simcore.roles.request import HttpReply, PassedOn, Request
from simcore.roles.waiting import Waited, request_of
from simcore.services.api_gateway.admission import Admission
from simcore.services.api_gateway.authorizer import ALLOWED, Authorizer
from simcore.services.api_gateway.facts import (
    ADMITTED,
    BY_NEW_CONNECTIONS,
    ApiThrottled,
    AuthorizerAsked,
    IntegrationEnded,
    IntegrationEndedLate,
)
from simcore.services.api_gateway.integration import Integration, reason_of
from simcore.services.api_gateway.websocket.connections import Connection, Connections
from simcore.services.api_gateway.websocket.facts import (
    HANDSHAKE_STATUSES,
    MESSAGE_THROTTLED,
    THROTTLED_AT,
    ConnectionAnswered,
    ConnectionClosed,
    ConnectionRequested,
    MessageReceived,
    MessageRouted,
    WebSocketsObserved,
)
from simcore.services.api_gateway.websocket.settings import WebSocketSettings

FACTS = (
    ConnectionRequested,
    ConnectionAnswered,
    ConnectionClosed,
    MessageReceived,
    MessageRouted,
    ApiThrottled,
    IntegrationEnded,
    IntegrationEndedLate,
    WebSocketsObserved,
)
OUTCOMES = {101: SUCCESS, 504: TIMEOUT}


@frozen
class WebSocketDraws:
    """The random streams of a WebSocket API."""

    overhead: Stream
    lasts: Stream
    intervals: Stream
    tokens: Stream
    verdicts: Stream


class Handshake(HttpReply):
    """A request for a connection."""

    __slots__ = ("request",)

    def __init__(self, now: float, payload: Any, on_end: Callable[[Any], None]) -> None:
        super().__init__(now, payload, on_end)
        self.request: Request = request_of(payload)


class WebSocketApi:
    """One stage of one WebSocket API; both buckets are shared with the other APIs."""

    type = "api"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: WebSocketSettings,
        buckets: tuple[TokenBucket, TokenBucket],
        draws: WebSocketDraws,
    ) -> None:
        self.env, self.id, self.settings, self.draws = env, id, settings, draws
        self.account, self.new_connections = buckets
        asks = (AuthorizerAsked,) if settings.authorizer is not None else ()
        self.ledgers = ledgers_for(*FACTS, *asks)
        self.admission = Admission(settings.throttling, self.account)
        self.connections = Connections(
            env,
            settings,
            (draws.lasts, draws.intervals),
            self.ledgers[ConnectionClosed],
            self._sent,
            self._closed,
        )
        self._connecting = Integration(env, self.ledgers, self._connected)
        self._routing = Integration(env, self.ledgers, self._routed)
        self._disconnecting = Integration(env, self.ledgers, self._disconnected)
        self.authorizer: Authorizer | None = None
        if settings.authorizer is not None:
            tosses = (draws.tokens, draws.verdicts)
            asked = self.ledgers[AuthorizerAsked]
            self.authorizer = Authorizer(env, settings.authorizer, tosses, asked, self._decided)
        self.opening = self.routing = 0
        self.bind()

    def connect(
        self,
        function: Invocable[Reply],
        authorizer: Invocable[Reply] | None,
        routes: tuple[Invocable[Reply] | None, Invocable[Reply] | None],
    ) -> None:
        """Say what messages invoke, and what the routes of both ends do."""
        self.function = function
        self.on_connect, self.on_disconnect = routes
        if self.authorizer is not None:
            self.authorizer.function = authorizer

    @property
    def timeout_s(self) -> float:
        """The longest that a handshake takes, beside its own latency."""
        authorizer = self.settings.authorizer
        return self.settings.timeout_s + (authorizer.timeout_s if authorizer else 0.0)

    def bind(self) -> None:
        """Nothing of it is on the hot path of others."""

    # A connection, step by step.

    def invoke(
        self, now: float, payload: Any, on_end: Callable[[Any], None], synchronous: bool = True
    ) -> Handshake | None:
        """A client asks for a connection; None when that is refused with 429."""
        self.ledgers[ConnectionRequested].append((now,))
        handshake = Handshake(now, payload, on_end)
        handshake.request = handshake.begin(now, handshake.request, self.id)
        by = self.admission.refuses(now, handshake.request)
        if by == ADMITTED and not self.new_connections.take(now):
            by = BY_NEW_CONNECTIONS
        if by:
            self.ledgers[ApiThrottled].append((now, by))
            self.ledgers[ConnectionAnswered].append((now, now, THROTTLED_AT))
            handshake.refused(now)
            return None
        self.opening += 1
        self.env.call_at(now + self.draws.overhead.next(), self._begin, handshake)
        return handshake

    def _begin(self, handshake: Handshake) -> None:
        now = self.env.now
        if self.authorizer is not None:
            self.authorizer.ask(now, handshake.request, handshake)
        else:
            self._decided(now, handshake, ALLOWED)

    def _decided(self, now: float, handshake: Handshake, status: int) -> None:
        """What the authorizer says."""
        if status != ALLOWED:
            self._answer(now, handshake, status)
        elif self.on_connect is None:
            self._answer(now, handshake, 101)
        else:
            timeout_s = self.settings.timeout_s
            target, request = self.on_connect, handshake.request
            self._connecting.invoke(now, target, request, handshake, timeout_s)

    def _connected(self, now: float, handshake: Handshake, status: int, waited: Waited) -> None:
        """What the function of `$connect` says."""
        known = status if status in HANDSHAKE_STATUSES else 500
        self._answer(now, handshake, 101 if status == 200 else known)

    def _answer(self, now: float, handshake: Handshake, status: int) -> None:
        self.opening -= 1
        row = (now, handshake.started, HANDSHAKE_STATUSES.index(status))
        self.ledgers[ConnectionAnswered].append(row)
        if status == 101:
            self.connections.begin(now, handshake.request)
        handshake.answer(now, status, OUTCOMES.get(status, THROTTLED if status == 429 else ERROR))

    def _sent(self, now: float, connection: Connection) -> None:
        """A client's message."""
        settings = self.settings
        units = math.ceil(settings.message_bytes / settings.metered_bytes)
        self.ledgers[MessageReceived].append((now, units))
        by = self.admission.refuses(now, connection.request)
        if by:
            self.ledgers[ApiThrottled].append((now, by))
            self.ledgers[MessageRouted].append((now, MESSAGE_THROTTLED))
            return
        self.routing += 1
        message = PassedOn(connection.request)
        message.method, message.bytes, message.sampled = "POST", settings.message_bytes, None
        self._routing.invoke(now, self.function, message, None, settings.timeout_s)

    def _routed(self, now: float, nobody: None, status: int, waited: Waited) -> None:
        self.routing -= 1
        self.ledgers[MessageRouted].append((now, reason_of(status)))

    def _closed(self, now: float, connection: Connection) -> None:
        if self.on_disconnect is not None:
            timeout_s, request = self.settings.timeout_s, connection.request
            self._disconnecting.invoke(now, self.on_disconnect, request, None, timeout_s)

    def _disconnected(self, now: float, nobody: None, status: int, waited: Waited) -> None:
        """Nobody is there to be told."""

    def retune(self, settings: WebSocketSettings, now: float) -> None:
        """Other limits and times from now on; a connection's length was drawn when it opened."""
        if (settings.authorizer is None) != (self.settings.authorizer is None):
            raise RetuneError(self.id, "authorizer", "it has one from the start, or none")
        self.draws.overhead.remap(settings.overhead.draw)
        self.draws.lasts.remap(settings.lasts.draw)
        self.draws.intervals.remap(settings.interval.draw)
        if self.authorizer is not None and settings.authorizer is not None:
            self.authorizer.settings = settings.authorizer
        if settings.throttling != self.settings.throttling:
            self.admission.retune(settings.throttling, now)
        self.settings = self.connections.settings = settings

    def observe(self, now: float) -> None:
        """State what waits, and what is open."""
        open_s = int(self.connections.open_s(now))
        row = (now, self.opening, self.connections.open, self.routing, open_s)
        self.ledgers[WebSocketsObserved].append(row)
