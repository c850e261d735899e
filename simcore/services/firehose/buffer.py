"""What is collected until there is enough of it, or enough time has passed."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from simcore.engine.environment import Environment
from simcore.services.firehose.settings import Hints


class Chunk:
    """Records that go on together: how many, their bytes, when the first was taken.

    ``poison`` are the places of those that make every handler fail; ``attempts`` counts what was
    tried with them.
    """

    __slots__ = ("attempts", "began", "bytes", "n", "oldest", "over", "poison", "tried")

    def __init__(self, oldest: float) -> None:
        self.n = self.bytes = self.attempts = 0
        self.oldest, self.poison = oldest, list[int]()
        self.began = self.tried = 0.0
        self.over = False

    def add(self, n: int, bytes: int, poison: bool = False) -> None:
        """Further records."""
        if poison:
            self.poison += range(self.n, self.n + n)
        self.n += n
        self.bytes += bytes

    def poisoned(self) -> tuple[int, ...]:
        """As a function's records say it."""
        return tuple(self.poison)

    def __len__(self) -> int:
        return self.n


class Buffer:
    """Fills a chunk, and hands it on when the ``hints`` say so; ``full`` takes it."""

    def __init__(
        self, env: Environment, hints: Hints, full: Callable[[float, Chunk], None]
    ) -> None:
        self.env, self.hints, self._full = env, hints, full
        self.chunk: Chunk | None = None

    def add(self, now: float, oldest: float, n: int, bytes: int, poison: bool = False) -> None:
        """Further records, the first of which was taken at ``oldest``."""
        while n:
            chunk = self._open(now, oldest)
            room = ceil((self.hints.bytes - chunk.bytes) * n / bytes) if bytes else n
            part = min(max(room, 1), n)
            size = bytes if part == n else round(bytes * part / n)
            chunk.add(part, size, poison)
            n, bytes = n - part, bytes - size
            if chunk.bytes >= self.hints.bytes:
                self._hand_on(now, chunk)

    def _open(self, now: float, oldest: float) -> Chunk:
        """The chunk that is filled; whoever is first in it starts the clock."""
        chunk = self.chunk
        if chunk is None:
            chunk = self.chunk = Chunk(oldest)
            self.env.call_at(now + self.hints.interval_s, self._due, chunk)
        chunk.oldest = min(chunk.oldest, oldest)
        return chunk

    def _due(self, chunk: Chunk) -> None:
        if chunk is self.chunk:
            self._hand_on(self.env.now, chunk)

    def _hand_on(self, now: float, chunk: Chunk) -> None:
        self.chunk = None
        self._full(now, chunk)

    @property
    def waiting(self) -> int:
        """Records that are collected."""
        return 0 if self.chunk is None else self.chunk.n
