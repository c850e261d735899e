"""What is known about a run right now, and who wants to hear when that changes.

A feed carries no frames: it says how many are stored. Viewers read them from the frame store.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

Listener = Callable[[], None]
ENDED = frozenset({"finished", "stopped", "failed", "interrupted"})


class Feed:
    """State of one run, shared by everybody who watches it; lives in the event loop."""

    def __init__(self, run: str) -> None:
        self.run = run
        self.state = "queued"
        self.message = ""
        self.frames = 0  # stored so far
        self.computed_s = 0.0
        self.queue: int | None = None  # runs ahead of this one
        self.header: bytes | None = None  # as JSON: encoded once, and an eighth of the memory
        self.end: dict[str, Any] | None = None
        self.listeners: set[Listener] = set()

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    def tell(self, **changes: Any) -> None:
        """Change what is known and wake whoever listens."""
        for name, value in changes.items():
            setattr(
                self, name, orjson.dumps(value) if name == "header" and value is not None else value
            )
        for listener in tuple(self.listeners):
            listener()

    def status(self) -> dict[str, Any]:
        """What a STATE message says beside its type."""
        status: dict[str, Any] = {
            "state": self.state,
            "computed_s": self.computed_s,
            "frames": self.frames,
        }
        if self.queue is not None:
            status["queue"] = self.queue
        if self.message:
            status["message"] = self.message
        return status
