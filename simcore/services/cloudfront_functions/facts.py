"""Facts of a CloudFront function."""

from typing import Final, NamedTuple

DONE: Final = 0
EXECUTION_ERROR: Final = 1
VALIDATION_ERROR: Final = 2
THROTTLED: Final = 3
ENDINGS = ("done", "execution error", "validation error", "throttled")


class CloudFrontFunctionStarted(NamedTuple):
    """A run began."""

    t: float


class CloudFrontFunctionEnded(NamedTuple):
    """A run ended: ``ending`` indexes ``ENDINGS``.

    ``utilization`` is what it took of the limit in thousands of percent: where durations are shown
    in milliseconds, it is shown in percent.
    """

    t: float
    compute_s: float
    utilization: float
    ending: int


class CloudFrontFunctionObserved(NamedTuple):
    """Runs that have not ended."""

    t: float
    running: int
