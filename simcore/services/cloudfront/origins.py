"""The origins of a distribution: how they are asked, how long they are waited for, and who comes
next.

Models: a server outside, with a latency, errors and connections that nobody answers; or another
    component, which answers with its status (a function as its function URL would: 429 when it is
    throttled, 502 when it fails, 504 when it times out). An attempt to connect waits for the
    connection timeout and is made again up to the connection attempts; one that waits for longer
    than the response timeout is over, and made again as often for GET, never for POST. Then 504;
    or, of an origin group and for GET alone, the second origin is asked, if the status is among
    those that were chosen (503 stands for no connection, too, and 504 for no answer in time). Each
    request begins with the first origin.
Ignores: connections that are kept alive, TLS, DNS and their errors (502), the response completion
    timeout, times between packets; bytes that are sent to origins; buckets as such (a server with
    a latency stands for one).
States: OriginAsked, OriginEnded.

Sources: Amazon CloudFront Developer Guide (April 2026), DownloadDistValuesOrigin,
high_availability_origin_failover, http-504-gateway-timeout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.facts import SUCCESS, TIMEOUT, Ledgers
from simcore.roles.following import passed
from simcore.roles.invocable import DeniedInvocable, Invocable, Reply
from simcore.roles.request import TOO_MANY_REQUESTS
from simcore.roles.waiting import Deadline
from simcore.services.cloudfront.facts import (
    ANSWERED,
    NO_ANSWER,
    NOT_CONNECTED,
    OriginAsked,
    OriginEnded,
)
from simcore.services.cloudfront.passing import Attempt, Fetch
from simcore.services.cloudfront.settings import OriginSettings

FACTS = (OriginAsked, OriginEnded)
FORBIDDEN, BAD_GATEWAY, GATEWAY_TIMEOUT = 403, 502, 504

AS_ORIGIN_SAYS = {NO_ANSWER: 504, NOT_CONNECTED: 503}
"""Which status code of an origin group stands for what."""

Luck = tuple[Stream, Stream, Stream]
"""Of one origin: latencies, errors, connections."""


class Origins:
    """All of one distribution; ``then(fetch, status)`` is told what came of a fetch."""

    def __init__(
        self,
        env: Environment,
        settings: Sequence[OriginSettings],
        luck: Sequence[Luck],
        ledgers: Ledgers,
        then: Callable[[Fetch, int, int], None],
    ) -> None:
        self.env, self.settings, self.luck = env, settings, luck
        self.ledgers, self.then = ledgers, then
        self.targets: Sequence[Invocable[Reply] | None] = ()
        self.under_way = 0
        self._deadline: Deadline[Attempt] = Deadline(env, self._late)

    def ask(self, now: float, fetch: Fetch) -> None:
        """One attempt more."""
        origin = self.settings[fetch.origin]
        fetch.attempts += 1
        self.under_way += 1
        self.ledgers[OriginAsked].append((now, origin.number, fetch.attempts, int(fetch.secondary)))
        attempt = Attempt(fetch, now, now + origin.response_timeout_s)
        target = self.targets[fetch.origin]
        if target is None:
            self._ask_server(now, attempt, origin)
        else:
            self._invoke(now, attempt, target)

    def _invoke(self, now: float, attempt: Attempt, target: Invocable[Reply]) -> None:
        if attempt.story is None:
            reply = target.invoke(now, attempt, self._answered)
        else:
            reply = passed(now, target, attempt, self._answered)
        if reply is None:
            denied = isinstance(target, DeniedInvocable)
            self._over(attempt, FORBIDDEN if denied else TOO_MANY_REQUESTS, ANSWERED)
        elif reply.ends > attempt.until:
            self._deadline.watch(attempt)

    def _ask_server(self, now: float, attempt: Attempt, origin: OriginSettings) -> None:
        latencies, errors, connections = self.luck[attempt.origin]
        if origin.unreachable_rate and connections.next() < origin.unreachable_rate:
            self.env.call_at(now + origin.connection_timeout_s, self._unconnected, attempt)
            return
        latency_s = latencies.next()
        if latency_s > origin.response_timeout_s:
            self.env.call_at(attempt.until, self._late, attempt)
            return
        fails = origin.error_rate and errors.next() < origin.error_rate
        status = origin.error_status if fails else 200
        self.env.call_at(now + latency_s, self._served, (attempt, status))

    def _served(self, what: tuple[Attempt, int]) -> None:
        self._over(*what, ANSWERED)

    def _answered(self, reply: Reply) -> None:
        """A component has; perhaps nobody waits any more."""
        attempt: Attempt = reply.payload
        if not attempt.is_over:
            self._over(attempt, _status(reply), ANSWERED)

    def _late(self, attempt: Attempt) -> None:
        self._over(attempt, GATEWAY_TIMEOUT, NO_ANSWER)

    def _unconnected(self, attempt: Attempt) -> None:
        self._over(attempt, GATEWAY_TIMEOUT, NOT_CONNECTED)

    def _over(self, attempt: Attempt, status: int, ending: int) -> None:
        """Once more, or the other origin, or that is it."""
        now, fetch, origin = self.env.now, attempt.fetch, self.settings[attempt.origin]
        attempt.is_over = True
        self.under_way -= 1
        row = (now, attempt.asked, origin.number, status, ending)
        self.ledgers[OriginEnded].append(row)
        if self._may_try_again(fetch, origin, ending):
            self.ask(now, fetch)
        elif self._fails_over(fetch, status, ending):
            fetch.secondary, fetch.attempts = True, 0
            self.ask(now, fetch)
        else:
            self.then(fetch, status, ending)

    def _may_try_again(self, fetch: Fetch, origin: OriginSettings, ending: int) -> bool:
        if ending == ANSWERED or fetch.attempts >= origin.attempts:
            return False
        return ending == NOT_CONNECTED or fetch.method == "GET"

    def _fails_over(self, fetch: Fetch, status: int, ending: int) -> bool:
        if fetch.secondary or fetch.method != "GET" or fetch.behavior.secondary < 0:
            return False
        return AS_ORIGIN_SAYS.get(ending, status) in fetch.behavior.failover_codes


def _status(reply: Reply) -> int:
    """That of a front door; of a function's Invoke, what its function URL would make of it."""
    if reply.status >= 400 or reply.outcome == SUCCESS:
        return reply.status
    return GATEWAY_TIMEOUT if reply.outcome == TIMEOUT else BAD_GATEWAY
