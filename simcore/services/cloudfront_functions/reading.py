"""How the facts of a CloudFront function read."""

from __future__ import annotations

from simcore.facts import Row
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Durations,
    Flagged,
    Last,
    Listed,
    Metric,
    Reading,
    Spread,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.cloudfront_functions.facts import (
    DONE,
    ENDINGS,
    EXECUTION_ERROR,
    THROTTLED,
    VALIDATION_ERROR,
    CloudFrontFunctionEnded,
    CloudFrontFunctionObserved,
    CloudFrontFunctionStarted,
)

__all__ = ["READING"]

CLOUDFRONT = "AWS/CloudFront metrics of functions"
STARTED, ENDED = CloudFrontFunctionStarted, CloudFrontFunctionEnded


def _aws(name: str, made: Count | Where, label: str, meaning: str, counter: str) -> Metric:
    return Metric(name, made, label, meaning, counter=counter, source=CLOUDFRONT)


def _ending(row: Row) -> tuple[str, str]:
    return ENDINGS[row[3]], ""


def _why(row: Row) -> str:
    return ENDINGS[row[3]]


READING = Reading(
    metrics=(
        estimated_charges(": runs", STARTED),
        _aws("FunctionInvocations", Count(STARTED), "Invocations", "Runs that began.",
             "invocations"),
        _aws("FunctionExecutionErrors", Where(ENDED, "ending", (EXECUTION_ERROR,)),
             "Execution errors", "Runs that failed: 503.", "execution_errors"),
        _aws("FunctionValidationErrors", Where(ENDED, "ending", (VALIDATION_ERROR,)),
             "Validation errors", "Runs that returned what CloudFront does not take: 502.",
             "validation_errors"),
        _aws("FunctionThrottles", Where(ENDED, "ending", (THROTTLED,)), "Throttles",
             "Runs that would have taken longer than the limit: 503.", "throttles"),
        Metric("FunctionComputeUtilization", Durations(ENDED, "utilization"),
               "Compute utilization", "Compute time, in percent of its limit.",
               source=CLOUDFRONT, unit="Percent"),
        Metric("ComputeTime", Durations(ENDED, "compute_s"), "Compute time",
               "How long a run took, or until it was cut off."),
        Metric("RunsUnderWay", Last(CloudFrontFunctionObserved, "running"), "Running",
               "Runs that have not ended, at the end of a bin.", counter="running"),
    ),
    counters=(Counter("done", Where(ENDED, "ending", (DONE,)), "runs without an error"),),
    events=(Listed(ENDED, "err", 3, _ending, only="ending"),),
    flags=(Flagged(ENDED, "first_error", _why, only="ending", each="ending"),),
    balances=(
        Balance(("invocations",),
                ("done", "execution_errors", "validation_errors", "throttles", "running")),
    ),
    tells=(
        Tally("invocations"),
        Tally("execution_errors", better="less"),
        Tally("validation_errors", better="less"),
        Tally("throttles", better="less"),
        Spread("ComputeTime", "compute time"),
    ),
    waits=("running",),
    works=(
        Work("run", (
            Part("done", ("done",), "done"),
            Part("failed", ("execution_errors", "validation_errors"), "failed", does=True),
            Part("refused", ("throttles",), "cut off at the compute limit"),
        ), attempts=True),
    ),
)  # fmt: skip
