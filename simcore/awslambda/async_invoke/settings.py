"""What a scenario says of a function's asynchronous invocation, with the profile's numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AsyncSettings:
    """Times in seconds, rates as fractions.

    ``retry_delays_s`` are the waits after the first, second, ... attempt that failed: as many as
    there are retries. ``refuses_all`` says that reserved concurrency is 0. Without a
    ``recursion_limit`` nobody looks for loops. One event in ``story_stride`` is followed, under
    numbers from ``first_story`` on.
    """

    retry_delays_s: tuple[float, ...]
    maximum_event_age_s: float
    backoff_initial_s: float
    backoff_max_s: float
    backoff_factor: float = 2.0
    looks_ahead: bool = True
    duplicate_rate: float = 0.0
    system_error_rate: float = 0.0
    recursion_limit: int | None = None
    refuses_all: bool = False
    first_story: int = 0
    story_stride: int = 1

    def backoff_s(self, refusals: int) -> float:
        """The wait after so many refusals in a row (from 1)."""
        wait_s = self.backoff_initial_s
        for _ in range(refusals - 1):
            if wait_s >= self.backoff_max_s:
                break
            wait_s *= self.backoff_factor
        return min(wait_s, self.backoff_max_s)
