"""Invocations that are made to fail: an action of a person who watches the run."""

from __future__ import annotations

from simcore.engine.streams import Stream

ALWAYS = -1.0  # below every rate of errors


class ForcedErrors:
    """A function's tosses for errors, of which the next ``left`` are lost by decree.

    The draws are made all the same, so that what comes later has the luck it would have had.
    """

    def __init__(self, tosses: Stream, left: int) -> None:
        self._tosses, self.left = tosses, left

    def next(self) -> float:
        """One toss."""
        toss = self._tosses.next()
        if not self.left:
            return toss
        self.left -= 1
        return ALWAYS


def failing_next(tosses: Stream | ForcedErrors, n: int) -> ForcedErrors:
    """The same tosses, ``n`` more of which are lost."""
    if isinstance(tosses, ForcedErrors):
        tosses.left += n
        return tosses
    return ForcedErrors(tosses, n)
