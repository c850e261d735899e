"""Recursive loops through a queue: what stands between its mapping and the function.

Models: an invocation by a batch is one more than the most that led to one of its messages (assumed:
    AWS does not say how a batch counts); beyond the limit it does not take place: the mapping gets
    RecursiveInvocationException, which is an error like one of the function's (so it takes pollers,
    too: assumed), the messages come back after their visibility timeout, their receive counts rise,
    and the queue's redrive policy takes them; each such invocation is counted as dropped.
Ignores: loops of which no handler sends any part (destinations alone), those through streams,
    tables and event buses (Lambda does not see them), those through fair queues, messages that a
    move task brings back, synchronous calls (which count, but are never cut).
States: RecursiveInvocationDropped.

Sources: AWS Lambda Developer Guide, invocation-recursion (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.facts.asynchronous import RecursiveInvocationDropped
from simcore.engine.environment import Environment
from simcore.facts import ERROR, Ledgers, ledgers_for
from simcore.roles.invocable import Invoke

OnEnd = Callable[[ExecutionEnvironment], None]


class Chained(Protocol):
    """A queue whose messages say how many invocations led to them."""

    def chain_of(self, receipt: Any) -> int:
        """The most that led to one of the receipt's messages."""


class Limited(Protocol):
    """The settings of a function."""

    @property
    def recursion_limit(self) -> int | None:
        """How many invocations in one chain Lambda lets happen; None where it does not look."""


class Guarded(Protocol):
    """A function, of either capacity."""

    id: str
    ledgers: Ledgers

    @property
    def settings(self) -> Limited:
        """What is said of it now."""

    @property
    def timeout_s(self) -> float:
        """An invocation is cut off after this."""

    @property
    def invoke(self) -> Invoke[ExecutionEnvironment]:
        """How it is invoked."""


class RecursionGuard:
    """The function as the mapping of ``queue`` invokes it."""

    def __init__(self, env: Environment, function: Guarded, queue: Chained) -> None:
        self.env, self.function, self.queue = env, function, queue
        self.id = function.id
        for fact, ledger in ledgers_for(RecursiveInvocationDropped).items():
            function.ledgers.setdefault(fact, ledger)

    @property
    def timeout_s(self) -> float:
        """The function's."""
        return self.function.timeout_s

    def invoke(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> ExecutionEnvironment | None:
        """Run one invocation, or refuse it as recursive."""
        chain = 1 + max([self.queue.chain_of(receipt) for receipt in payload.receipts])
        limit = self.function.settings.recursion_limit
        if limit is not None and chain > limit:
            return self._refused(now, payload, on_end, chain)
        environment = self.function.invoke(now, payload, on_end, synchronous)
        if environment is not None:
            environment.chain = chain
        return environment

    def _refused(self, now: float, payload: Any, on_end: OnEnd, chain: int) -> ExecutionEnvironment:
        """RecursiveInvocationException: an answer at once, from no environment."""
        self.function.ledgers[RecursiveInvocationDropped].append((now, chain))
        answer = ExecutionEnvironment(slot=-1)
        answer.payload, answer.on_end, answer.outcome = payload, on_end, ERROR
        answer.started = answer.ends = now
        answer.init_s = answer.duration_s = 0.0
        self.env.call_at(now, _answer, answer)
        return answer


def _answer(answer: ExecutionEnvironment) -> None:
    answer.on_end(answer)
