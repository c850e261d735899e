"""Messages to a FIFO queue of which all but their coming is known.

What a client sends at its own pace is known some thousand messages ahead: when, and to which group.
Where nobody else sends, no message is delayed and no quota is exceeded, that makes their ids known,
too, and that each is accepted. So one that comes is only put in line; what there is to count and to
state of them is done for many at once, when somebody asks.

Models: what the queue models of one message that is sent, in the same order.
Ignores: nothing further.
States: MessagesSent, and the client's RequestSent.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np

from simcore.engine.arrivals import ArrivalSource
from simcore.engine.environment import Environment
from simcore.engine.state import State, state_of
from simcore.engine.streams import position
from simcore.services.sqs.fifo.group import Group, KnownMessage
from simcore.services.sqs.fifo.groups import MessageGroups
from simcore.services.sqs.fifo.receipts import FifoReceipts
from simcore.services.sqs.fifo.throughput import Throughput


class GroupedSender(Protocol):
    """Who sends at its own pace."""

    arrivals: ArrivalSource

    def request(self, now: float) -> None:
        """One message."""

    def next_keys(self, n: int) -> array[int]:
        """The message groups of its next messages."""

    def send(self, now: float, key: int) -> None:
        """One message to that group."""

    def state_sent(self, times: array[float]) -> None:
        """It has sent at these times."""


def counted(keys: array[int]) -> dict[int, int]:
    """How often each is there, by key: a fourth of the work of a `Counter`."""
    if not keys:
        return {}
    in_order = np.sort(np.frombuffer(keys, np.int64))
    begins = np.concatenate(([0], np.flatnonzero(np.diff(in_order)) + 1))
    numbers = np.diff(begins, append=len(in_order))
    return dict(zip(in_order[begins].tolist(), numbers.tolist(), strict=True))


class ComingInGroups:
    """The next messages of the only client that sends: the groups' ``keys``, and the ``times``.

    While they ``are_known`` each is put in line as it comes, with the next id; otherwise they are
    sent one by one.
    """

    def __init__(
        self,
        env: Environment,
        groups: MessageGroups,
        receipts: FifoReceipts,
        throughput: Throughput,
    ) -> None:
        self._env, self._groups = env, groups
        self._receipts, self._throughput = receipts, throughput
        self._sender: GroupedSender | None = None
        self._is_only_sender = False
        self.are_known = False
        self._times, self._keys = array("d"), array("q")
        self._come = 0  # how many of them, where they come one by one
        self._stated = self._first_id = 0
        self._theirs: dict[int, Group]
        self._messages: Iterator[KnownMessage]
        self._left: Any

    def bind(self, sent_at: array[float], wake: Callable[[float], Any], delay_s: float) -> None:
        """What has come is put into ``sent_at``; ``wake`` tells that groups are ready."""
        self._sent_at, self._wake, self._delay_s = sent_at, wake, delay_s
        self._ready, self._group_step_s = self._groups.ready, self._throughput.group_step_s
        if not hasattr(self, "_messages"):
            self._expect()

    def __getstate__(self) -> State:
        hot = {"_sent_at", "_wake", "_ready", "_theirs", "_messages", "_left"}
        return state_of(self, hot, {"_come": self._have_come()})

    def follow(self, sender: GroupedSender) -> Callable[[float], None]:
        """One more client sends here: what it has to call at each of its arrivals."""
        if self._sender is not None:
            self._is_only_sender = False
            return sender.request
        self._sender, self._is_only_sender = sender, True
        return self.comes

    def comes(self, now: float) -> None:
        """A message comes."""
        for message in self._messages:  # the next one
            group: Group = message[2]
            if group.sends_until <= now:
                group.sends_until = now + self._group_step_s
            else:
                group.sends_until += self._group_step_s
            if group.in_flight:
                group.line.append(message)
            else:
                self._groups.add_known(group, message)
            if self._ready:
                wake = self._wake
                wake(now)
            return
        self._comes_unknown(now)

    def _comes_unknown(self, now: float) -> None:
        assert self._sender is not None
        if not self._is_only_sender:
            self._sender.request(now)
            return
        self.make_way()
        if self._come == len(self._keys) and self._look_ahead(now):
            self.comes(now)
            return
        self._come += 1
        self._sender.send(now, self._keys[self._come - 1])

    # What is known.

    def _look_ahead(self, now: float) -> bool:
        """These come next, the first one now; is more known of them?"""
        assert self._sender is not None
        self._times = self._env.known_arrivals(self._sender.arrivals, now)
        self._keys = self._sender.next_keys(len(self._times))
        self._come = self._stated = 0
        self._first_id = self._groups.next_id
        self.are_known = self._are_accepted()
        self._expect()
        return self.are_known

    def _are_accepted(self) -> bool:
        """Does none of them exceed a quota, and does the queue see all of them at once?"""
        groups, quotas, times = self._groups, self._throughput, self._times
        room = groups.look_ahead - groups.visible - self._receipts.count
        if self._delay_s or len(times) > room or quotas.refuses(times):
            return False
        if not self._group_step_s:
            return True
        for key, n in counted(self._keys).items():
            group = groups.all.get(key)
            until = 0.0 if group is None else group.sends_until
            if quotas.may_refuse(times[0], until, n) and quotas.refuses_of(until, self._of(key)):
                return False
        return True

    def _of(self, key: int) -> list[float]:
        """The times of one group's messages."""
        return [t for t, other in zip(self._times, self._keys, strict=True) if other == key]

    def _expect(self) -> None:
        """Have them ready, if they are known."""
        self._left, self._messages, self._theirs = iter(self._times), iter(()), {}
        if self.are_known:
            self._left.__setstate__(self._come)
            keys, known = self._keys[self._come :], self._groups.all
            theirs = {key: known.get(key) or Group(key) for key in counted(keys)}
            self._theirs = theirs
            ids = range(self._first_id + self._come, self._first_id + len(self._keys))
            self._messages = zip(ids, self._left, map(theirs.__getitem__, keys), strict=False)

    def make_anew(self, forgotten: list[int]) -> None:
        """The queue has forgotten these groups: what comes to them next comes to new ones."""
        theirs = self._theirs
        for key in forgotten:
            if key in theirs:
                theirs[key] = Group(key)

    # What has come.

    def _have_come(self) -> int:
        """How many of them."""
        return position(self._left, self._times) if self.are_known else self._come

    def not_counted(self) -> int:
        """How many messages have come that the groups do not count yet."""
        return self._have_come() - self._stated if self.are_known else 0

    def catch_up(self) -> None:
        """Count and state what has come."""
        begin, end = self._stated, self._have_come()
        if not self.are_known or begin == end:
            return
        assert self._sender is not None
        self._stated = end
        come = self._times[begin:end]
        self._sent_at.extend(come)
        self._sender.state_sent(come)
        self._throughput.sent(come)
        self._groups.next_id = self._first_id + end
        self._groups.seen += end - begin

    def make_way(self) -> None:
        """Something else happens to the queue: the rest of them come one by one."""
        if self.are_known:
            self.catch_up()
            self._come, self.are_known = self._stated, False
            self._expect()
