"""Keys of messages and records: whole numbers from 0, drawn in blocks from one named stream.

What a key stands for (a message group, a partition key) is the reader's business; here it is its
place in a list of ``count``. Every key comes from exactly one uniform number, by inversion, so the
same stream gives the same luck whatever the distribution is. The arithmetic is of
:mod:`simcore.engine.portable_math`: same seed, same keys, on any machine.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import field
from math import isfinite
from typing import Any

import numpy as np

from simcore.engine.portable_math import FloatArray, exp, log
from simcore.engine.streams import Stream, generator, uniform
from simcore.frozen import frozen

MOST_KEYS = 1_000_000


@frozen
class UniformKeys:
    """Each of ``count`` keys is equally likely."""

    count: int

    def __post_init__(self) -> None:
        _check_count(self.count)

    def draw(self, rng: np.random.Generator, n: int) -> Any:
        """``n`` keys, one uniform number of ``rng`` each, in order."""
        return np.minimum((rng.random(n) * self.count).astype(np.int64), self.count - 1)


@frozen
class ZipfKeys:
    """The k-th key (from 1) is drawn in proportion to ``k ** -exponent``: key 0 is the hottest.

    An exponent of 0 is the uniform distribution.
    """

    count: int
    exponent: float
    _share_below: FloatArray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check_count(self.count)
        if not (isfinite(self.exponent) and self.exponent >= 0.0):
            raise ValueError(f"exponent is {self.exponent}; it must be a number, 0 or more")
        ranks = np.arange(1, self.count + 1, dtype=np.float64)
        running = np.add.accumulate(exp(log(ranks) * -self.exponent))
        object.__setattr__(self, "_share_below", running / running[-1])

    def __reduce__(self) -> tuple[Any, ...]:
        return (ZipfKeys, (self.count, self.exponent))

    def share(self, key: int) -> float:
        """How much of the traffic the key gets."""
        below = float(self._share_below[key - 1]) if key else 0.0
        return float(self._share_below[key]) - below

    def draw(self, rng: np.random.Generator, n: int) -> Any:
        """``n`` keys, one uniform number of ``rng`` each, in order."""
        return np.searchsorted(self._share_below, rng.random(n), side="right")


class DrawnKeys(Stream):
    """Endless keys of one client; ``next()`` hands out one."""

    next: Callable[[], int]
    code = "q"


class RecordedKeys:
    """The keys of a recording in order; after the last, from the first again."""

    def __init__(self, keys: Sequence[int]) -> None:
        if not keys:
            raise ValueError("there are no keys")
        self._keys, self._at = list(keys), 0

    def next(self) -> int:
        """The next key."""
        key = self._keys[self._at]
        self._at = (self._at + 1) % len(self._keys)
        return key

    def take(self, n: int) -> array[int]:
        """The next ``n`` keys."""
        return array("q", [self.next() for _ in range(n)])


Keys = DrawnKeys | RecordedKeys


def drawn_keys(seed: int, client: str, keys: UniformKeys | ZipfKeys) -> DrawnKeys:
    """The client's keys, from its stream ``<client>/keys``."""
    return DrawnKeys(generator(seed, f"{client}/keys"), keys.draw)


class Poison:
    """Which messages make every handler fail that gets them.

    By ``rate`` (a share of all, tossed in the stream ``<client>/poison``), by ``keys``, or by
    ``messages``: their numbers in the order of sending, the first one being 1.
    """

    def __init__(
        self,
        seed: int,
        client: str,
        rate: float = 0.0,
        keys: Sequence[int] = (),
        messages: Sequence[int] = (),
    ) -> None:
        self.rate, self.keys, self.messages = rate, frozenset(keys), frozenset(messages)
        self._toss = Stream(generator(seed, f"{client}/poison"), uniform)

    def strikes(self, number: int, key: int) -> bool:
        """Is the message with this number and key poison? To be asked once a message."""
        tossed = self.rate > 0.0 and self._toss.next() < self.rate
        return tossed or key in self.keys or number in self.messages


def _check_count(count: int) -> None:
    if not 1 <= count <= MOST_KEYS:
        raise ValueError(f"count is {count}; it must be 1 to {MOST_KEYS:,} keys")
