"""How many invocations led to the messages of a queue: by their ids, of those that any led to.

AWS carries it in the trace header of a message, which it keeps wherever it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

FEWEST = 1024
"""So many are kept without a look at whether their messages are still there."""


class Chains:
    """Of the messages of one queue; those of messages that have left it are let go now and then."""

    def __init__(self) -> None:
        self._by_id: dict[int, int] = {}
        self._most = FEWEST

    def add(self, id: int, chain: int) -> None:
        """So many invocations led to this message."""
        if chain:
            self._by_id[id] = chain

    def drop(self, id: int) -> None:
        """The message did not come to be."""
        self._by_id.pop(id, None)

    def of(self, id: int) -> int:
        """How many led to the message; 0 from outside."""
        return self._by_id.get(id, 0)

    def longest(self, ids: Iterable[int]) -> int:
        """The most that led to one of these messages."""
        by_id = self._by_id
        return max([by_id.get(id, 0) for id in ids], default=0) if by_id else 0

    def tidy(self, here: Callable[[], Container[int]]) -> None:
        """Where there are many, keep those of messages that are ``here``, by their ids."""
        if len(self._by_id) <= self._most:
            return
        ids = here()
        self._by_id = {id: chain for id, chain in self._by_id.items() if id in ids}
        self._most = max(2 * len(self._by_id), FEWEST)
