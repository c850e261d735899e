"""Which of the teacher's pages leads the class, and what the console asks of it.

A teacher may have several stages open. The one that was touched last leads; the others know by the
part `lead`, and what they say of where they look is refused. Nothing of it is stored: after a start
of the server the pages say it again.
"""

from __future__ import annotations

import time
from collections import deque

from visualizer.views.problems import Problem

ANOTHER_LEADS = "Another page of the teacher's was touched later, and leads the class."
GOES_KEPT, GOES_LAST_S = 32, 10.0
KEYS_KEPT = 64


class Leading:
    """Of one class, in the event loop."""

    def __init__(self) -> None:
        self.page: str | None = None
        self.touched_at = 0.0
        self.left_at: float | None = None  # since when its socket is gone
        self.goes: deque[tuple[float, int, str]] = deque(maxlen=GOES_KEPT)
        self.keys: deque[str] = deque(maxlen=KEYS_KEPT)

    def take(self, page: str | None, ago: float) -> None:
        """A page, touched so many seconds ago, says where it looks; raises `Problem`.

        Whoever gives no name, a program, leads at once.
        """
        touched_at = time.monotonic() - ago
        if page is not None and self.page not in (None, page) and touched_at <= self.touched_at:
            raise Problem(409, ANOTHER_LEADS, "page")
        self.page, self.touched_at, self.left_at = page, touched_at, None

    def left(self, page: str | None) -> None:
        """The last socket of a page is gone."""
        if page is not None and page == self.page:
            self.left_at = time.monotonic()

    def expire(self, after_s: float) -> None:
        """A page that is gone for so long leads no more."""
        if self.left_at is not None and time.monotonic() - self.left_at >= after_s:
            self.page = self.left_at = None

    def is_new(self, key: str | None) -> bool:
        """Whether what has this key was not asked for before."""
        if key is None:
            return True
        known = key in self.keys
        self.keys.append(key)
        return not known

    def go(self, n: int, text: str) -> None:
        """Keep it for a stage without a socket."""
        self.goes.append((time.monotonic(), n, text))

    def since(self, after: int) -> list[str]:
        """What was asked of late, after a number; of who has none yet, nothing."""
        young = time.monotonic() - GOES_LAST_S
        return [text for at, n, text in self.goes if 0 < after < n and at >= young]
