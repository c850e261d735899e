"""What threads or child executions came to, in their order, as long as a state may hand it on.

A state that waits for many of them fails for what is too large when all have ended; until then it
need not be held.
"""

from __future__ import annotations

from simcore.asl.flow import Json, StateFault
from simcore.asl.size import LIMIT_BYTES, size_of, too_much, within_limit

__all__ = ["Results"]

AT_ONCE = 128
"""So many are measured together; few are only measured at the end."""


class Results:
    """By number; nothing is kept of what is more than may be."""

    __slots__ = ("_fresh", "_is_too_much", "_kept", "_size")

    def __init__(self) -> None:
        self._kept: dict[int, Json] = {}
        self._fresh: list[Json] = []
        self._size = 1
        self._is_too_much = False

    def put(self, number: int, output: Json) -> None:
        """One more."""
        if self._is_too_much:
            return
        self._kept[number] = output
        self._fresh.append(output)
        if len(self._fresh) >= AT_ONCE:
            self._weigh()

    def _weigh(self) -> None:
        self._size += sum(1 + _bytes(one) for one in self._fresh)
        self._fresh = []
        if self._size > LIMIT_BYTES:
            self._is_too_much = True
            self._kept = {}

    def handed_on(self, whose: str) -> list[Json]:
        """All of them; raises `StateFault` (States.DataLimitExceeded)."""
        if self._is_too_much:
            raise too_much(whose)
        found = [self._kept[number] for number in sorted(self._kept)]
        within_limit(found, whose)
        return found


def _bytes(output: Json) -> int:
    """What is nested too deep for a text is told of when all are handed on."""
    try:
        return size_of(output)
    except StateFault:
        return 0
