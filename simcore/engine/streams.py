"""Named random streams, drawn in blocks.

Every entity draws from a stream of its own, named by its path in the scenario, so that turning
one knob or adding one component never reshuffles the others. numpy draws a block at a time and a
C iterator hands the numbers out: about 30 ns a number instead of 1 us.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

BLOCK = 8192

Draw = Callable[[np.random.Generator, int], NDArray[np.float64]]
"""``draw(rng, n)`` gives ``n`` numbers; must be picklable (a method of a frozen value, say)."""


def generator(seed: int, path: str) -> np.random.Generator:
    """The random generator of the entity at ``path``.

    Seeded from a hash of the run's seed and the path alone, so it does not depend on how many
    other streams exist or in which order they were made.
    """
    digest = hashlib.sha256(f"{seed}\x00{path}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "little")))


def uniform(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    """``n`` numbers from [0, 1), for coin tosses."""
    return rng.random(n)


def position(left: Any, block: array[Any]) -> int:
    """How many of the block's values its own iterator has handed out.

    It says so only while it has not come to the end.
    """
    state = left.__reduce__()
    return int(state[2]) if len(state) == 3 else len(block)


class Drawn(Protocol):
    """Numbers, one at a time."""

    def next(self) -> float:
        """The next one."""


def numbers_of(drawn: Drawn) -> Iterator[float]:
    """The same as an iterator: that of a stream takes half the time of calling its ``next``."""
    return drawn.numbers if isinstance(drawn, Stream) else iter(drawn.next, None)


class Stream:
    """Endless numbers from ``draw``; ``next()`` hands out one Python float, as ``numbers`` does.

    Pickles as the generator's state at the start of the block and the position in it, which is
    a few hundred bytes. ``draw`` must use the same randomness for the same ``n``; so must the
    ``draw`` of :meth:`remap`, for the luck to stay as it is.
    """

    next: Callable[[], float]
    numbers: Iterator[float]
    code = "d"  # of what is handed out, for `array`

    def __init__(self, rng: np.random.Generator, draw: Draw, block: int = BLOCK) -> None:
        self._rng, self._draw, self._block = rng, draw, block
        self._start: Any = rng.bit_generator.state
        self._values: array[float] = array("d")
        self._left: Any = iter(self._values)
        self._drawn = 0
        self._hand_out(iter(()))

    def remap(self, draw: Draw) -> None:
        """From here on hand out what ``draw`` makes of the same randomness.

        So a knob that is turned during a run compares like with like, as one that is turned before
        it (common random numbers). A :attr:`next` that was taken before hands out the same.
        """
        self._draw = draw
        if self._drawn:
            self._rng.bit_generator.state = self._start
            self._values[:] = self._draw_block()  # the iterator keeps its place

    def take(self, n: int) -> array[Any]:
        """The next ``n`` numbers, as :attr:`next` would hand them out one by one."""
        taken: array[Any] = array(self.code)
        while (missing := n - len(taken)) > 0:
            block, left = self._values, self._left
            begin = position(left, block)
            if begin == len(block):
                taken.append(self.next())  # it asks for the next block
            else:
                taken += block[begin : begin + missing]
                left.__setstate__(min(begin + missing, len(block)))
        return taken

    def _hand_out(self, rest: Iterator[float]) -> None:
        # iter(callable, sentinel) never meets its sentinel: the stream is endless.
        self.numbers = chain(rest, chain.from_iterable(iter(self._refill, None)))
        self.next = self.numbers.__next__

    def _refill(self) -> Iterator[float]:
        self._start = self._rng.bit_generator.state
        self._values = self._draw_block()
        self._left = left = iter(self._values)
        self._drawn = self._block
        return left

    def _draw_block(self) -> array[float]:
        """Typed: a number becomes an object when it is handed out, and not before."""
        values = self._draw(self._rng, self._block)
        return array(self.code, values.astype(self.code, copy=False).tobytes())

    def __getstate__(self) -> tuple[Any, ...]:
        used = position(self._left, self._values)
        return (self._rng, self._draw, self._block, self._start, self._drawn and used, self._drawn)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._rng, self._draw, self._block, self._start, used, self._drawn = state
        self._rng.bit_generator.state = self._start
        self._values = array("d")
        self._left = iter(self._values)
        if self._drawn:
            self._refill()
            self._left.__setstate__(used)
        self._hand_out(self._left)
