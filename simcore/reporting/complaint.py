"""What a report cannot do."""

from __future__ import annotations

from simcore.errors import SimError

__all__ = ["ReportError"]


class ReportError(SimError):
    """What is asked of a report cannot be done; `hint` says what can."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
