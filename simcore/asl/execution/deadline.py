"""Times by which something has to have happened.

What stands on a host's heap until then holds nothing of what has long ended.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Deadline", "passed", "quiet"]


class Deadline:
    """Whose it is, until that has ended."""

    __slots__ = ("of",)

    def __init__(self, of: Any) -> None:
        self.of = of

    def lift(self) -> None:
        """It has ended."""
        self.of = None


def passed(deadline: Deadline) -> None:
    """The time has come."""
    if deadline.of is not None:
        deadline.of.late()


def quiet(deadline: Deadline) -> None:
    """A heartbeat is due."""
    if deadline.of is not None:
        deadline.of.listen()
