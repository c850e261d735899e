"""Calls: what a handler calls synchronously, and waits for: functions, front doors, downstreams.

Models: when a handler has run for its own duration, it calls its targets one after the other, each
    in a share of the invocations, and waits for every answer. Invocation, environment and
    concurrency last until then: waiting is duration like any other, and paid for. The function's
    timeout cuts the waiting off; what was called goes on, and its answer comes too late. A call
    that is refused raises an error in the handler, and so does one whose target fails or times out
    (AWS answers 200 with X-Amz-Function-Error: that the handler looks at it is assumed) or answers
    with a status that is an error, a function that may not be invoked included. An error
    that nobody catches ends the invocation at once, as failed; a handler that catches it goes on.
    A handler that fails by its error rate has made its calls; one whose runtime exits has not.
Ignores: when in its course a handler calls (after all else: assumed), calls at the same time, the
    retries and timeouts of the SDK, latency, the size of requests and answers.
States: nothing; caller and target state their invocations.

Sources: AWS Lambda Developer Guide, configuration-timeout (12 Jul 2026); Lambda API model
2015-03-31, Invoke (botocore 1.44.5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simcore.awslambda.chains import chain_of
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.following import story_of
from simcore.awslambda.lifecycle import CRASHED, GIVEN_UP, TIMED_OUT
from simcore.engine.environment import INF, Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import ERROR, SUCCESS, TIMEOUT
from simcore.frozen import frozen
from simcore.roles.following import Part, passed
from simcore.roles.invocable import Invocable, Invoke, Reply
from simcore.roles.request import Request
from simcore.roles.waiting import Deadline

OnEnd = Callable[[ExecutionEnvironment], None]
End = Callable[[Any], None]
"""Ends an invocation in an environment, or one of those in an environment on managed instances."""


@frozen
class Call:
    """``count`` invocations of ``target`` (an id), in the share ``probability`` of invocations."""

    target: str
    probability: float = 1.0
    count: int = 1
    catches_errors: bool = False


class PendingCalls(Request):
    """Those of one invocation: the one that it waits for, and those to come, the next one last.

    Targets are invoked with it: a request without records, which its invocation led to. ``until``
    is when the caller's timeout ends, ``is_over`` says that nobody waits for an answer any more.
    """

    __slots__ = (
        "call",
        "end",
        "environment",
        "is_over",
        "is_put_off",
        "is_timed",
        "left",
        "until",
    )

    call: Call
    end: End

    def __init__(
        self,
        environment: ExecutionEnvironment,
        left: list[Call],
        until: float,
        story: Part | None = None,
    ) -> None:
        super().__init__(method="POST", story=story)
        self.environment, self.left, self.until = environment, left, until
        self.is_timed = self.is_put_off = self.is_over = False


class Calls:
    """The calls of one function's handlers; ``run`` is how an invocation without any begins."""

    run: Invoke[ExecutionEnvironment]

    def __init__(
        self, env: Environment, id: str, settings: tuple[Call, ...], timeout_s: float, seed: int
    ) -> None:
        self.env, self.settings, self.timeout_s = env, settings, timeout_s
        self._tosses = Stream(generator(seed, f"{id}/calls"), uniform)
        self._targets: dict[str, Invocable[Reply]] = {}
        self._deadline: Deadline[PendingCalls] = Deadline(env, self._timed_out)

    def connect(self, targets: Mapping[str, Invocable[Reply]]) -> None:
        """Say what the targets are, by id."""
        self._targets.update(targets)

    def retune(self, settings: tuple[Call, ...], timeout_s: float) -> None:
        """What invocations that begin from now on call; the targets must have been connected."""
        self.settings, self.timeout_s = settings, timeout_s

    def invoke(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> ExecutionEnvironment | None:
        """Run one invocation; if its handler will call anybody, nobody knows yet when it ends."""
        environment = self.run(now, payload, on_end, synchronous)
        if environment is not None:
            environment.chain = chain_of(payload)
            self._begun(environment, payload)
        return environment

    def _begun(self, environment: ExecutionEnvironment, payload: Any) -> None:
        toss = self._tosses.next
        made = [call for call in self.settings if toss() < call.probability]
        runs = environment.outcome != TIMEOUT and environment.rerun not in (GIVEN_UP, CRASHED)
        environment.calls = None
        if made and runs:
            left = [call for call in reversed(made) for _ in range(call.count)]
            until = environment.started + environment.init_s + self.timeout_s
            environment.calls = PendingCalls(environment, left, until, story_of(payload))
            environment.ends = INF

    def own_part_ended(self, environment: ExecutionEnvironment, end: End) -> None:
        """The handler's own duration is over: it calls, or the invocation ends."""
        pending = environment.calls
        if pending is None:
            end(environment)
        else:
            pending.end, pending.chain = end, environment.chain
            self._go_on(self.env.now, pending)

    def _go_on(self, now: float, pending: PendingCalls) -> None:
        """The next call, or the end."""
        while pending.left:
            call = pending.call = pending.left.pop()
            reply = self._invoke(now, self._targets[call.target], pending)
            if reply is not None:
                self._wait(pending, reply)
                return
            if not call.catches_errors:
                self._finish(now, pending, ERROR)
                return
        self._finish(now, pending, pending.environment.outcome)

    def _invoke(self, now: float, target: Invocable[Reply], pending: PendingCalls) -> Reply | None:
        if pending.story is None:
            return target.invoke(now, pending, self._answered)
        return passed(now, target, pending, self._answered)

    def _wait(self, pending: PendingCalls, reply: Reply) -> None:
        """For the answer, unless the timeout ends before it."""
        if reply.ends > pending.until and not pending.is_timed:
            pending.is_timed = True
            self._deadline.watch(pending)

    def _answered(self, reply: Reply) -> None:
        """A target's invocation ended."""
        pending: PendingCalls = reply.payload
        if pending.is_over:
            return
        if reply.outcome != SUCCESS and not pending.call.catches_errors:
            self._finish(reply.ends, pending, ERROR)
        else:
            self._go_on(reply.ends, pending)

    def _timed_out(self, pending: PendingCalls) -> None:
        pending.environment.rerun = TIMED_OUT
        self._finish(pending.until, pending, TIMEOUT)

    def _finish(self, now: float, pending: PendingCalls, outcome: int) -> None:
        environment = pending.environment
        pending.is_over, environment.calls = True, None
        environment.outcome, environment.ends = outcome, now
        environment.duration_s = now - (environment.started + environment.init_s)
        pending.end(environment)
