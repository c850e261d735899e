"""Elastic Load Balancing, an Application Load Balancer whose targets are Lambda functions.

Models: a synchronous Invoke for each request, of the function of a target group that is drawn by
    weight; no retry. The balancer waits until the function answers or times out. A function that
    fails, times out, is throttled or may not be invoked, an answer that is malformed or larger than
    1 MB: 502, LambdaUserError; a body above 1 MB: 413; Lambda that is not reached: 504,
    LambdaInternalError. A client's connection on which nothing comes for the idle timeout is
    closed, which whoever waits sees as 504 (assumed); the function runs on, and is paid for.
    Health checks, off unless said: an invocation each, beside the requests and their metrics.
Ignores: listener rules and fixed answers, TLS, WAF, WebSocket upgrades (400), bodies that are not
    UTF-8 (400), headers' sizes, sticky sessions, network latency, the nodes of the balancer (each
    checks the health of its targets) and how they scale; that a check waits for an answer 30 s at
    most; error reasons of the function's network and configuration (LambdaEC2..., LambdaInvalid...,
    LambdaENILimitReachedException). Health changes nothing for requests: a group has one target,
    and one without a healthy target gets its requests all the same.
States: HttpRequestReceived, HttpRequestAnswered, HealthCheckEnded, LoadBalancerObserved.

Sources: Elastic Load Balancing, User Guide for Application Load Balancers (Apr 2023:
lambda-functions, load-balancer-troubleshooting, load-balancer-access-logs; second half of 2026:
lambda-functions, load-balancer-cloudwatch-metrics).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.facts import ERROR, SUCCESS, TIMEOUT, ledgers_for
from simcore.roles.following import passed
from simcore.roles.invocable import DeniedInvocable, Invocable, Reply
from simcore.roles.request import HttpReply, PassedOn, Request
from simcore.roles.waiting import Deadline
from simcore.services.load_balancer.facts import (
    ERROR_REASONS,
    IDLE,
    NOTHING,
    HttpRequestAnswered,
    HttpRequestReceived,
    LoadBalancerObserved,
)
from simcore.services.load_balancer.health import FACTS as OF_HEALTH
from simcore.services.load_balancer.health import HealthCheck
from simcore.services.load_balancer.settings import BalancerSettings, GroupSettings

FACTS = (HttpRequestReceived, HttpRequestAnswered, LoadBalancerObserved, *OF_HEALTH)

DENIED = ERROR_REASONS.index("LambdaAccessDenied")
INVALID = ERROR_REASONS.index("LambdaInvalidResponse")
REQUEST_TOO_LARGE = ERROR_REASONS.index("LambdaRequestTooLarge")
RESPONSE_TOO_LARGE = ERROR_REASONS.index("LambdaResponseTooLarge")
THROTTLING = ERROR_REASONS.index("LambdaThrottling")
UNHANDLED = ERROR_REASONS.index("LambdaUnhandled")
NOT_REACHED = ERROR_REASONS.index("LambdaConnectionError")

ANY = Request()
"""A request of which nothing is said."""


class TargetGroup:
    """One function and what is said of it; ``number`` counts from 1."""

    def __init__(self, number: int, settings: GroupSettings, function: Invocable[Reply]) -> None:
        self.number, self.settings, self.function = number, settings, function
        self.health: HealthCheck | None = None


class Forwarded(PassedOn):
    """A request as a function is invoked with it; ``reply`` is its answer, until it is given.

    The client's connection lasts ``until`` then.
    """

    __slots__ = ("group", "is_put_off", "reply", "until")

    reply: HttpReply | None

    def __init__(self, of: Request, group: TargetGroup, reply: HttpReply, until: float) -> None:
        super().__init__(of)
        self.group, self.reply, self.until, self.is_put_off = group, reply, until, False

    @property
    def is_over(self) -> bool:
        """Has it its answer?"""
        return self.reply is None


class LoadBalancer:
    """One load balancer; ``tosses`` are for weights, the network, and each group's answers."""

    type = "load_balancer"

    def __init__(
        self, env: Environment, id: str, settings: BalancerSettings, tosses: tuple[Stream, ...]
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = ledgers_for(*FACTS)
        self.groups: list[TargetGroup] = []
        self.waiting = 0
        self._weights, self._network, *self._answers = tosses
        self._deadline: Deadline[Forwarded] = Deadline(env, self._idle)
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._received = self.ledgers[HttpRequestReceived].append
        self._answered = self.ledgers[HttpRequestAnswered].append

    def __getstate__(self) -> dict[str, Any]:
        hot = ("_received", "_answered")
        return {name: value for name, value in self.__dict__.items() if name not in hot}

    @property
    def timeout_s(self) -> float:
        """A client that waits for longer sees its connection closed."""
        return self.settings.idle_timeout_s

    def forward_to(self, functions: list[Invocable[Reply]]) -> None:
        """The functions of the target groups, in order; what runs goes on as it began."""
        said = zip(self.settings.groups, functions, strict=True)
        before, self.groups = self.groups, []
        for number, (settings, function) in enumerate(said, start=1):
            group = TargetGroup(number, settings, function)
            if number <= len(before):
                group.health = before[number - 1].health
            self.groups.append(group)
            if group.health is not None:
                group.health.function = function

    def invoke(
        self,
        now: float,
        payload: Any,
        on_end: Callable[[Any], None],
        synchronous: bool = True,
    ) -> HttpReply:
        """A client's request; whatever becomes of it, there is an answer with a status."""
        reply = HttpReply(now, payload, on_end)
        request = reply.begin(now, payload if isinstance(payload, Request) else ANY, self.id)
        self._received((now,))
        self.waiting += 1
        until = now + self.settings.idle_timeout_s
        if request.bytes > self.settings.request_max_bytes:
            self._soon(Forwarded(request, NO_GROUP, reply, until), 413, REQUEST_TOO_LARGE)
        else:
            self._forward(now, Forwarded(request, self._chosen(), reply, until))
        return reply

    def _chosen(self) -> TargetGroup:
        """By weight; a single one needs no draw."""
        groups = self.groups
        if len(groups) == 1:
            return groups[0]
        left = self._weights.next() * sum(group.settings.weight for group in groups)
        for group in groups:
            left -= group.settings.weight
            if left < 0.0:
                return group
        return groups[-1]

    def _forward(self, now: float, forwarded: Forwarded) -> None:
        """Invoke the function, and wait for it no longer than the client's connection lasts."""
        rate = self.settings.connection_error_rate
        if rate and self._network.next() < rate:
            self._soon(forwarded, 504, NOT_REACHED)
            return
        function = forwarded.group.function
        if forwarded.story is None:
            ending = function.invoke(now, forwarded, self._ended)
        else:
            ending = passed(now, function, forwarded, self._ended)
        if ending is None:
            denied = isinstance(function, DeniedInvocable)
            self._soon(forwarded, 502, DENIED if denied else THROTTLING)
        elif ending.ends > forwarded.until:
            self._deadline.watch(forwarded)

    def _soon(self, forwarded: Forwarded, status: int, reason: int) -> None:
        """An answer at once: but not before whoever asks knows that there will be one."""
        self.env.call_at(self.env.now, self._refuse, (forwarded, status, reason))

    def _refuse(self, what: tuple[Forwarded, int, int]) -> None:
        self._answer(*what, ERROR)

    def _idle(self, forwarded: Forwarded) -> None:
        """The client's connection is closed."""
        self._answer(forwarded, 504, IDLE, TIMEOUT)

    def _ended(self, ending: Reply) -> None:
        """The function has answered, failed or timed out; perhaps nobody waits any more."""
        forwarded: Forwarded = ending.payload
        if forwarded.is_over:
            return
        if ending.outcome != SUCCESS:
            self._answer(forwarded, 502, UNHANDLED, ending.outcome)
        elif reason := self._what_is_wrong(forwarded.group):
            self._answer(forwarded, 502, reason, ERROR)
        else:
            self._answer(forwarded, ending.status, NOTHING, SUCCESS)

    def _what_is_wrong(self, group: TargetGroup) -> int:
        """With what a function answered: nothing, mostly."""
        said, answers = group.settings, self._answers[group.number - 1]
        if said.response_bytes > self.settings.response_max_bytes:
            return RESPONSE_TOO_LARGE
        malformed = said.malformed_rate and answers.next() < said.malformed_rate
        return INVALID if malformed else NOTHING

    def _answer(self, forwarded: Forwarded, status: int, reason: int, outcome: int) -> None:
        now, reply = self.env.now, forwarded.reply
        assert reply is not None
        forwarded.reply = None
        self.waiting -= 1
        by_target = int(reason == NOTHING)
        size = forwarded.group.settings.response_bytes if by_target else 0
        row = (now, reply.started, status, forwarded.group.number, by_target, reason)
        self._answered((*row, forwarded.bytes + size))
        reply.answer(now, status, outcome, size)

    def observe(self, now: float) -> None:
        """State how many wait, and how many targets are healthy, of those that are checked."""
        healthy = [group.health.is_healthy for group in self.groups if group.health is not None]
        row = (now, self.waiting, sum(healthy), len(healthy) - sum(healthy))
        self.ledgers[LoadBalancerObserved].append(row)


NO_GROUP = TargetGroup(0, GroupSettings(weight=0.0, response_bytes=0), DeniedInvocable())
