"""What a scenario says of a function's asynchronous invocation, with the profile's numbers."""

from __future__ import annotations

from simcore.frozen import frozen


@frozen
class AsyncSettings:
    """Times in seconds, rates as fractions.

    ``retry_delays_s`` are the waits after the first, second, ... attempt that failed: as many as
    there are retries. ``backoff_jitter`` is the share of a back-off that is left to chance.
    ``refuses_all`` says that reserved concurrency is 0. Without a ``recursion_limit`` nobody looks
    for loops. One event in ``story_stride`` is followed, under
    numbers from ``first_story`` on.
    """

    retry_delays_s: tuple[float, ...]
    maximum_event_age_s: float
    backoff_initial_s: float
    backoff_max_s: float
    backoff_factor: float = 2.0
    backoff_jitter: float = 0.0
    looks_ahead: bool = True
    duplicate_rate: float = 0.0
    system_error_rate: float = 0.0
    recursion_limit: int | None = None
    refuses_all: bool = False
    first_story: int = 0
    story_stride: int = 1

    def backoff_s(self, refusals: int, toss: float) -> float:
        """The wait after so many refusals in a row (from 1); ``toss`` is a number from [0, 1).

        Never more than without jitter: 1, 2, 4, ... seconds are the most, and a share is taken off.
        """
        most_s = self.backoff_initial_s
        for _ in range(refusals - 1):
            if most_s >= self.backoff_max_s:
                break
            most_s *= self.backoff_factor
        return min(most_s, self.backoff_max_s) * (1.0 - self.backoff_jitter * toss)
