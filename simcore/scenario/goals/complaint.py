"""What is wrong with a goal, in words."""

from __future__ import annotations

__all__ = ["GoalError"]


class GoalError(ValueError):
    """A goal that means nothing: `message` says why, `hint` what would, `id` which check it is."""

    def __init__(self, message: str, hint: str = "", id: str = "format.goal") -> None:
        super().__init__(message)
        self.message, self.hint, self.id = message, hint, id
