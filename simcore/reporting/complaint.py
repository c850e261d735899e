"""What a report cannot do."""

from __future__ import annotations

from simcore.errors import SimError

__all__ = ["NotAResult", "ReportError"]


class ReportError(SimError):
    """What is asked of a report cannot be done; `hint` says what can.

    `allowed` are the names to choose from, where there are some; without a hint they are it, too.
    """

    def __init__(self, message: str, hint: str = "", allowed: str = "") -> None:
        super().__init__(message, hint, allowed)
        self.hint, self.allowed = hint or allowed, allowed

    def __str__(self) -> str:
        return str(self.args[0])


class NotAResult(ReportError):
    """What a report is to be made of is no result, or one that is not read any more."""
