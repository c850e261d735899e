"""Sends: what a handler hands over to others, and does not wait for.

Models: a handler that has run sends to its targets one after the other, for each invocation or for
    each record of its batch, with a probability, so many each time; a function among them is
    invoked asynchronously. Sending takes no time. Its messages are there at the moment at which
    the invocation ends, when its environment is free again. By default it sends on success alone,
    so of a batch whose failed records are reported it sends for the others; with `always` whenever
    it ran, also when it then fails or is cut off: a retry sends once more. Which of the two a
    handler does is its own business (assumed: what it sends, it sends last). A target that refuses
    (a quota, a missing permission) raises an error in the handler, which ends it as failed without
    what it had still to send, unless it catches that. What is sent carries the invocation's place
    in its chain, by which recursive loops are found.
Ignores: latency of the services, batched calls (SendMessageBatch, PutRecords), retries of the SDK
    for what is refused, keys and contents taken over from the record; that the handler of a FIFO
    queue's batch stops at the first record that fails: it sends for those behind it, too.
States: HandlerSent, HandlerSendRefused; the targets state what comes to them.

Sources: AWS Lambda Developer Guide, invocation-retries and invocation-recursion (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simcore.awslambda.chains import chain_of
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.facts.sends import HandlerSendRefused, HandlerSent
from simcore.awslambda.lifecycle import GIVEN_UP
from simcore.engine.environment import INF, Environment
from simcore.engine.keys import DrawnKeys, UniformKeys, ZipfKeys, drawn_keys
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import ERROR, SUCCESS, TIMEOUT, Ledgers, ledgers_for
from simcore.frozen import frozen
from simcore.roles.event import Event
from simcore.roles.invocable import Invoke
from simcore.roles.taker import Taker

OnEnd = Callable[[ExecutionEnvironment], None]
End = Callable[[Any], None]
FACTS = (HandlerSent, HandlerSendRefused)
NO_KEY = UniformKeys(1)


@frozen
class Send:
    """``count`` events of ``bytes`` to ``target`` (an id), in the share ``probability``.

    Of the invocations or, ``by_record``, of their records; ``always`` or on success alone. Their
    keys are drawn as ``keys`` says.
    """

    target: str
    by_record: bool = False
    probability: float = 1.0
    count: int = 1
    always: bool = False
    catches_errors: bool = False
    bytes: int = 0
    keys: UniformKeys | ZipfKeys = NO_KEY


class Outgoing:
    """What one handler sends in one go: ``n`` events by one entry of its sends."""

    __slots__ = ("n", "place", "send", "taker")

    def __init__(self, place: int, send: Send, taker: Taker, n: int) -> None:
        self.place, self.send, self.taker, self.n = place, send, taker, n


class Sends:
    """The sends of one function's handlers; ``run`` is how an invocation without any begins."""

    run: Invoke[ExecutionEnvironment]

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: tuple[Send, ...],
        timeout_s: float,
        ledgers: Ledgers,
        seed: int,
    ) -> None:
        self.env, self._id, self._seed = env, id, seed
        for fact, ledger in ledgers_for(*FACTS).items():
            ledgers.setdefault(fact, ledger)
        self._ledgers = ledgers
        self._takers: dict[str, Taker] = {}
        self._tosses: list[Stream] = []
        self._keys: list[DrawnKeys] = []
        self.retune(settings, timeout_s)

    def connect(self, takers: Mapping[str, Taker]) -> None:
        """Say what the targets are, by id."""
        self._takers.update(takers)
        self._find_out()

    def retune(self, settings: tuple[Send, ...], timeout_s: float) -> None:
        """What handlers that end from now on send; the targets must have been connected."""
        self.settings, self._timeout_s = settings, timeout_s
        for keys, send in zip(self._keys, settings, strict=False):
            keys.remap(send.keys.draw)
        for place in range(len(self._tosses), len(settings)):
            path = f"{self._id}/sends/{place + 1}"
            self._tosses.append(Stream(generator(self._seed, path), uniform))
            self._keys.append(drawn_keys(self._seed, path, settings[place].keys))
        self._find_out()

    def _find_out(self) -> None:
        """Can the outcome of an invocation still change when its handler has run?"""
        self._may_fail = any(
            not send.catches_errors and _may_refuse(self._takers.get(send.target))
            for send in self.settings
        )

    def invoke(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> ExecutionEnvironment | None:
        """Run one invocation; if a target may refuse, nobody knows yet how it ends."""
        environment = self.run(now, payload, on_end, synchronous)
        if environment is not None:
            environment.chain = chain_of(payload)
            if self._may_fail:
                environment.ends = INF
        return environment

    def handler_ended(self, environment: ExecutionEnvironment, end: End) -> None:
        """The handler has run: it sends, and the invocation ends.

        Who may refuse is asked before its end, the others get what is theirs after it.
        """
        now, chain = self.env.now, environment.chain
        environment.ends = now
        sent: list[Outgoing] = []
        for out in self._outgoing(environment):
            if not _may_refuse(out.taker):
                sent.append(out)
            elif not self._hand_over(now, out, chain) and not out.send.catches_errors:
                if environment.outcome == SUCCESS:
                    environment.outcome = ERROR
                break
        end(environment)
        for out in sent:
            self._hand_over(now, out, chain)

    def _outgoing(self, environment: ExecutionEnvironment) -> list[Outgoing]:
        """Of every entry what the toss says, in order."""
        succeeded, ran = environment.outcome == SUCCESS, self._ran(environment)
        found = []
        for place, send in enumerate(self.settings):
            if succeeded or (send.always and ran):
                n = self._times(place, send, environment) * send.count
                if n:
                    found.append(Outgoing(place, send, self._takers[send.target], n))
        return found

    def _ran(self, environment: ExecutionEnvironment) -> bool:
        """Not when a restore or an init took all of the invocation's time."""
        only_init = environment.outcome == TIMEOUT and environment.rerun_s >= self._timeout_s
        return environment.rerun != GIVEN_UP and not only_init

    def _times(self, place: int, send: Send, environment: ExecutionEnvironment) -> int:
        """For how many, of one invocation or of its records, it sends."""
        most = 1
        if send.by_record:
            failed = 0 if send.always else len(environment.failed_items)
            most = len(environment.payload) - failed
        if send.probability >= 1.0:
            return most
        toss = self._tosses[place].next
        return sum([toss() < send.probability for _ in range(most)])

    def _hand_over(self, now: float, out: Outgoing, chain: int) -> bool:
        """Deliver them one by one; False when one was refused, with which it stops, if uncaught."""
        keys, size = self._keys[out.place], out.send.bytes
        taken = 0
        for n in range(out.n):
            if out.taker.deliver(now, Event(bytes=size, key=keys.next(), chain=chain)):
                taken += 1
            elif not out.send.catches_errors:
                self._state(now, out.place, taken, n + 1 - taken)
                return False
        self._state(now, out.place, taken, out.n - taken)
        return taken == out.n

    def _state(self, now: float, place: int, taken: int, refused: int) -> None:
        if taken:
            self._ledgers[HandlerSent].append((now, place + 1, taken))
        if refused:
            self._ledgers[HandlerSendRefused].append((now, place + 1, refused))


def _may_refuse(taker: Taker | None) -> bool:
    return not getattr(taker, "always_takes", False)
