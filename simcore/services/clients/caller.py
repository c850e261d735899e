"""Callers that do something with an answer: they wait, give up, try again, or go on.

Models: pages of requests sent at once; a client's timeout, after which nobody waits for what was
    called, which goes on and is paid for; retries as an AWS SDK makes them (:mod:`.retry_mode`),
    with a quota for each SDK client; refusals (429, at once), errors of the server (5xx), errors of
    the function (200: final), 403 and other errors of the client (final); messages and events that
    are refused, too.
Ignores: network latency (but see the turnaround of a closed loop), connection pools of the client
    (a browser's six connections to a host), batches, hedged requests.
States: RequestSent, RequestEnded, AttemptSent, AttemptEnded, RetryQuotaReached, AnsweredTooLate,
    PageLoaded, CallerObserved; RequestStep.

Sources: those of :mod:`.retry_mode` and :mod:`.answers`; AWS re:Post, knowledge-center,
lambda-function-retry-timeout-sdk (2025): a timeout of the socket that is shorter than the function
runs makes the SDK invoke it again.
"""

from __future__ import annotations

from simcore.engine.environment import Environment
from simcore.engine.state import State, state_of
from simcore.engine.streams import Stream
from simcore.errors import RetuneError
from simcore.facts import TIMEOUT, ledgers_for
from simcore.frozen import frozen
from simcore.roles.invocable import Reply
from simcore.roles.waiting import Deadline
from simcore.services.clients.answers import GIVEN_UP, OK, OUTCOMES_OF, STATUS_OF, answer_of
from simcore.services.clients.attempts import Asked, Attempt, Call, Page
from simcore.services.clients.facts import (
    AnsweredTooLate,
    AttemptEnded,
    AttemptSent,
    CallerObserved,
    PageLoaded,
    RequestEnded,
    RequestSent,
    RetryQuotaReached,
)
from simcore.services.clients.following import following
from simcore.services.clients.rate_limiter import RateSettings
from simcore.services.clients.retry_mode import RetryMode
from simcore.services.clients.sdk_client import SdkClient
from simcore.services.clients.ways import Way

STATES = (RequestSent, RequestEnded, AttemptSent, AttemptEnded, RetryQuotaReached, AnsweredTooLate)
INF = float("inf")


@frozen
class CallerSettings:
    """What may change in a run. ``timeout_s`` is infinity where a client waits for any answer.

    One request in ``stride`` is followed, from the beginning of a run on; none at 0.
    """

    mode: RetryMode
    rate: RateSettings = RateSettings()
    timeout_s: float = INF
    parallel: int = 1
    stride: int = 0


class Caller:
    """Sends pages of requests over a ``way``, and sees each of them to its end."""

    type = "client"
    env: Environment
    id: str

    def __init__(
        self, way: Way, asked: Asked, settings: CallerSettings, clients: int, luck: Stream
    ) -> None:
        """``settings.stride`` says which requests are followed: one in so many, none at 0."""
        self.way, self.asked, self.settings, self._luck = way, asked, settings, luck
        self.clients = [SdkClient(settings.mode, settings.rate, 0.0) for _ in range(clients)]
        pages = (PageLoaded,) if settings.parallel > 1 else ()
        self.ledgers = ledgers_for(*STATES, *pages, CallerObserved)
        self.following = following(self.ledgers, self.id, settings.stride)
        self._pages = self._waiting = self._backing_off = 0
        self._deadline: Deadline[Attempt] = Deadline(self.env, self._timed_out)
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._sent = self.ledgers[AttemptSent].append
        self._ended = self.ledgers[AttemptEnded].append
        self._on_end = self._answered

    def __getstate__(self) -> State:
        return state_of(self, ("_sent", "_ended", "_on_end"))

    def tell(self, settings: CallerSettings) -> None:
        """Other settings: of attempts that go out, and of answers that come, from now on.

        Raises RetuneError where single requests were to become pages.
        """
        if settings.parallel > 1 and PageLoaded not in self.ledgers:
            raise RetuneError(self.id, "parallel", "it was made to send single requests")
        now, self.settings = self.env.now, settings
        for client in self.clients:
            client.retune(settings.mode, settings.rate, now)
            if client.held:
                self._wake_at(now, client)

    # A page and its requests.

    def ask(self, now: float, user: int = -1) -> None:
        """Send a page."""
        n = self.settings.parallel
        page = Page(now, n, user)
        client = self.clients[(self._pages if user < 0 else user) % len(self.clients)]
        self._pages += 1
        calls = [self._call(page, client) for _ in range(n)]
        for call in calls:
            call.asked = now
            self.ledgers[RequestSent].append((now,))
            self.following.left -= 1
            if not self.following.left:
                call.story = self.following.begin(now, call.resource, call.caller)
            self._go_out(now, call)

    def _call(self, page: Page, client: SdkClient) -> Call:
        call, asked = Call(page, client, self.way.content()), self.asked
        if asked.resources is not None:
            call.resource = asked.resources.next()
        call.caller = max(page.user, 0) if asked.callers is None else asked.callers.next()
        return call

    def _go_out(self, now: float, call: Call) -> None:
        """The next attempt, now or when the rate of its SDK client allows."""
        client = call.sdk
        if client.may_send(now):
            self._send(now, call)
        else:
            client.held.append(call)
            if call.story is not None:
                call.story.tell(now, "held")
            self._wake_at(now, client)

    def _send(self, now: float, call: Call) -> None:
        until = now + self.settings.timeout_s
        attempt = Attempt(call, now, until, self.asked)
        self._sent((now, call.attempts))
        call.attempts += 1
        self._waiting += 1
        reply = self.way.send(now, attempt, call.content, self._on_end)
        if isinstance(reply, int):
            if attempt.story is not None:
                attempt.story.tell(now, "answered", STATUS_OF[reply], OUTCOMES_OF[reply])
            self._over(now, attempt, reply)
        elif reply.ends > until:
            self._deadline.watch(attempt)

    # What comes back.

    def _answered(self, reply: Reply) -> None:
        attempt: Attempt = reply.payload
        if attempt.is_over:
            late = (reply.ends, reply.ends - attempt.until)
            self.ledgers[AnsweredTooLate].append(late)
            if attempt.story is not None:
                attempt.story.tell(reply.ends, "late", reply.status, reply.outcome)
        else:
            if attempt.story is not None:
                attempt.story.tell(reply.ends, "answered", reply.status, reply.outcome)
            self._over(reply.ends, attempt, answer_of(reply), reply.outcome == TIMEOUT)

    def _timed_out(self, attempt: Attempt) -> None:
        if attempt.story is not None:
            attempt.story.tell(attempt.until, "gave-up")
        self._over(attempt.until, attempt, GIVEN_UP)

    def _over(
        self, now: float, attempt: Attempt, answer: int, function_timed_out: bool = False
    ) -> None:
        attempt.is_over = True
        self._waiting -= 1
        self._ended((now, attempt.sent, answer))
        call, client = attempt.call, attempt.call.sdk
        client.answered(now, answer)
        if client.held:
            self._wake_at(now, client)
        if client.mode.tries_again(answer, call.attempts) and self._is_paid(now, call, answer):
            self._back_off(now, call, answer)
        else:
            client.ended(answer, call.cost)
            outcome = TIMEOUT if function_timed_out else OUTCOMES_OF[answer]
            self._end(now, call, answer, outcome)

    def _is_paid(self, now: float, call: Call, answer: int) -> bool:
        cost = call.sdk.pays(answer)
        if cost is None:
            self.ledgers[RetryQuotaReached].append((now,))
            return False
        call.cost = cost
        return True

    def _back_off(self, now: float, call: Call, answer: int) -> None:
        wait_s = call.sdk.mode.wait_s(answer, call.attempts - 1, self._luck.next())
        self._backing_off += 1
        if call.story is not None:
            call.story.tell(now, "waiting", call.attempts + 1, now + wait_s)
        self.env.call_at(now + wait_s, self._again, call)

    def _again(self, call: Call) -> None:
        self._backing_off -= 1
        self._go_out(self.env.now, call)

    def _end(self, now: float, call: Call, answer: int, outcome: int) -> None:
        self.ledgers[RequestEnded].append((now, call.asked, outcome))
        if call.story is not None:
            call.story.end(now, outcome, call.attempts)
        page = call.page
        page.left -= 1
        page.failed += answer != OK
        if not page.left:
            if PageLoaded in self.ledgers:
                self.ledgers[PageLoaded].append((now, page.begun, page.failed))
            self.page_over(now, page)

    def page_over(self, now: float, page: Page) -> None:
        """All of a page has its answers."""

    # What the rate of an SDK client holds back.

    def _wake_at(self, now: float, client: SdkClient) -> None:
        """At the rate of now; whatever was planned before holds no longer."""
        client.wake += 1
        at = now if client.limiter is None else client.limiter.ready_at(now)
        self.env.call_at(at, self._let_out, (client, client.wake))

    def _let_out(self, planned: tuple[SdkClient, int]) -> None:
        client, wake = planned
        if wake != client.wake or not client.held:
            return
        now = self.env.now
        if client.limiter is None or client.limiter.take(now):
            self._send(now, client.held.popleft())
        if client.held and wake == client.wake:
            self._wake_at(now, client)

    def observe(self, now: float) -> None:
        """State what is waited for at ``now``."""
        held = sum([len(client.held) for client in self.clients])
        tokens = sum([client.quota.tokens for client in self.clients])
        row = (now, self._waiting, self._backing_off, held, tokens)
        self.ledgers[CallerObserved].append(row)
