"""Several arrival sources as one sorted sequence of times that never enters the heap."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from simcore.engine.streams import position

INF = float("inf")

Arrive = Callable[[float], None]


class ArrivalSource(Protocol):
    """Where arrivals come from: blocks of sorted absolute times, in seconds."""

    def next_block(self) -> array[float] | None:
        """The next block, not empty and not before the last one; None after the last."""
        ...


class Timeline:
    """The sources' ``times`` in order, an iterator; infinity after the last.

    ``fn`` is to be called with each time that it gave, in the same order. With one source
    that is the source's own function, with several it looks up whose turn it is.
    """

    times: Iterator[float]

    def __init__(self) -> None:
        self.look: Callable[[], None]  # who watches the environment; called with each block
        self._inputs: list[Followed] = []
        self._fns: list[Arrive] = []
        self._block: array[float] = array("d")
        self._left: Any = iter(self._block)
        self._turns: deque[int] = deque()
        self.bind()

    def add(self, source: ArrivalSource, fn: Arrive) -> None:
        """Follow one more source; before the first time is asked for."""
        self._inputs.append(Followed(source))
        self._fns.append(fn)
        self.bind()

    def bind(self) -> None:
        """Make the iterator :attr:`times` (after construction and after unpickling)."""
        blocks: Iterator[float] = chain.from_iterable(iter(self._refill, None))
        self.times = chain(self._left, blocks, repeat(INF))
        self.fn: Arrive = self._fns[0] if len(self._fns) == 1 else self._dispatch

    def _dispatch(self, t: float) -> None:
        self._fns[self._turns.popleft()](t)

    def take_known(self, came: float) -> array[float]:
        """The time that ``came`` and the rest of the block, but for its last time; that one alone
        with several sources.

        The last one is left, so that the next block is asked for when all of this one has come: a
        source that changes takes back what has not come of its last block alone.
        """
        known = array("d", (came,))
        rest = self._to_come()
        if len(self._inputs) == 1 and len(rest) > 1:
            known.extend(rest[:-1])
            self._left.__setstate__(len(self._block) - 1)
        return known

    def known(self, source: ArrivalSource, came: float) -> array[float]:
        """The times of the block that are the source's, from the one on that ``came``; all come."""
        rest = self._to_come()
        if len(self._inputs) > 1:
            number = self._inputs.index(self.followed(source))
            its = np.frombuffer(rest)[np.array(self._turns, np.int64) == number]
            rest = array("d", its.tobytes())
        rest.insert(0, came)
        return rest

    def take_back(self, head: float | None) -> None:
        """All times that are still to come go back to their sources, of which any may change now.

        ``head`` is the one that was given last, if it has not come.
        """
        ahead = [] if head is None or head == INF else [head]
        times = np.concatenate([ahead, self._to_come()])
        owners = np.array(self._turns) if len(self._inputs) > 1 else np.zeros(len(times))
        for number, followed in enumerate(self._inputs):
            followed.give_back(times[owners == number])
        self._turns.clear()
        self._block = array("d")
        self._left = iter(self._block)
        self.bind()

    def followed(self, source: ArrivalSource) -> Followed:
        """The source as it is followed here."""
        return next(one for one in self._inputs if one.source is source)

    def _refill(self) -> Iterator[float] | None:
        self.look()
        block = self._inputs[0].take_all() if len(self._inputs) == 1 else self._merge()
        if block is None:
            return None
        self._block = block
        self._left = left = iter(block)
        return left

    def _merge(self) -> array[float] | None:
        """All times up to the earliest end of a block, in order (ties: first followed first)."""
        merged = next_of_all(self._inputs)
        if merged is None:
            return None
        times, owners = merged
        self._turns.extend(owners.tolist())
        return array("d", times.tobytes())

    def __getstate__(self) -> dict[str, Any]:
        left = self._to_come()
        return {"inputs": self._inputs, "fns": self._fns, "left": left, "turns": self._turns}

    def _to_come(self) -> array[float]:
        """The rest of the block."""
        return self._block[position(self._left, self._block) :]

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._inputs, self._fns = state["inputs"], state["fns"]
        self._block, self._turns = state["left"], state["turns"]
        self._left = iter(self._block)
        self.times = repeat(INF)  # until bind(): the functions may not be whole yet
        self.fn = self._dispatch


class Followed:
    """A source and the part of its current block that has not been merged yet.

    While it ``is_paused`` nothing comes from it.
    """

    def __init__(self, source: ArrivalSource) -> None:
        self.source = source
        self.is_paused = False
        self._block: NDArray[np.float64] = np.empty(0)

    def take_all(self) -> array[float] | None:
        """The whole rest of the block, or the next one; None after the last."""
        if self.is_paused:
            return None
        if len(self._block):
            rest, self._block = self._block, np.empty(0)
            return array("d", rest.tobytes())
        return self.source.next_block()

    def horizon(self) -> float:
        """Up to when the times are known; infinity after the last block."""
        if self.is_paused:
            return INF
        if not len(self._block):
            block = self.source.next_block()
            if block is None:
                return INF
            self._block = np.array(block)
        return float(self._block[-1])

    def give_back(self, times: NDArray[np.float64]) -> None:
        """These come again, before the rest of the block."""
        self._block = np.concatenate([times, self._block])

    def drop(self) -> int:
        """Let go of the rest of the block; how many times it had."""
        dropped, self._block = len(self._block), np.empty(0)
        return dropped

    def drop_before(self, t: float) -> None:
        """Let go of the times before ``t`` in the rest of the block."""
        self._block = self._block[np.searchsorted(self._block, t) :]

    def take_until(self, horizon: float) -> NDArray[np.float64]:
        """The times up to and with ``horizon``."""
        if self.is_paused:
            return np.empty(0)
        cut = int(np.searchsorted(self._block, horizon, side="right"))
        taken, self._block = self._block[:cut], self._block[cut:]
        return taken


def next_of_all(inputs: list[Followed]) -> tuple[NDArray[np.float64], NDArray[np.int64]] | None:
    """Times up to the earliest end of a block, in order, and whose they are; None after the last.

    At equal times the one followed first goes first.
    """
    horizon = min((i.horizon() for i in inputs), default=INF)
    if horizon == INF:
        return None
    parts = [i.take_until(horizon) for i in inputs]
    times = np.concatenate(parts)
    owners = np.repeat(np.arange(len(parts)), [len(p) for p in parts])
    order = np.argsort(times, kind="stable")
    return times[order], owners[order]
