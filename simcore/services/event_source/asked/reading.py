"""How the facts of services read that wait for their function."""

from __future__ import annotations

from simcore.facts import ERROR, OUTCOMES, SUCCESS, THROTTLED, TIMEOUT, Row
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Flagged,
    Listed,
    Metric,
    Reading,
    Spread,
    Sum,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.event_source.facts import (
    AttemptEnded,
    AttemptStarted,
    JobFailed,
    OperationEnded,
    TasksSkipped,
)

__all__ = ["ASKED"]

FAILED = (ERROR, TIMEOUT, THROTTLED)
BUT_SUCCESS = ("", *OUTCOMES[1:])


def _operation(row: Row) -> tuple[str, str]:
    return "operation failed", OUTCOMES[row[2]]


def _outcome(row: Row) -> str:
    return OUTCOMES[row[2]]


def _job(row: Row) -> tuple[str, str]:
    return "job failed", _of_job(row)


def _of_job(row: Row) -> str:
    return f"{row[1]:,} of {row[2]:,} tasks"


ASKED = Reading(
    metrics=(
        Metric(
            "Attempts",
            Count(AttemptStarted),
            "Attempts",
            "Times that the function was invoked, or was to be.",
            counter="attempts",
        ),
        Metric(
            "AttemptsTimedOut",
            Where(AttemptEnded, "outcome", (TIMEOUT,)),
            "Attempts timed out",
            "Attempts whose answer came too late for the service; the function runs on.",
            counter="attempts_timed_out",
        ),
        Metric(
            "AttemptsThrottled",
            Where(AttemptEnded, "outcome", (THROTTLED,)),
            "Attempts throttled",
            "Attempts that Lambda refused.",
            counter="attempts_throttled",
        ),
        Metric(
            "OperationsSucceeded",
            Where(OperationEnded, "outcome", (SUCCESS,)),
            "Operations done",
            "Operations, or tasks, that the function answered in time and without an error.",
            counter="operations_succeeded",
        ),
        Metric(
            "OperationsFailed",
            Where(OperationEnded, "outcome", FAILED),
            "Operations failed",
            "Operations, or tasks, that failed in the end; a mail of SES goes on all the same.",
            counter="operations_failed",
        ),
        Metric(
            "OperationLatency",
            Durations(OperationEnded, "t", "arose", mean=False),
            "Latency",
            "From an operation to its end, all attempts included; of a task its last attempt.",
        ),
        Metric(
            "TasksSkipped",
            Sum(TasksSkipped, "n"),
            "Tasks skipped",
            "Tasks of a job that failed before they were done.",
            counter="tasks_skipped",
        ),
    ),
    counters=(
        Counter("operations_failed.<outcome>", Each(OperationEnded, "outcome", BUT_SUCCESS)),
        Counter("attempts_ended", Count(AttemptEnded)),
        Counter("jobs_failed", Count(JobFailed)),
    ),
    events=(
        Listed(OperationEnded, "err", 2, _operation, only="outcome"),
        Listed(JobFailed, "err", 0, _job),
    ),
    flags=(
        Flagged(OperationEnded, "first_error", _outcome, only="outcome"),
        Flagged(JobFailed, "job_failed", _of_job),
    ),
    balances=(
        Balance(("attempts",), ("attempts_ended",), rest="those that wait for an answer"),
        Balance(("operations_failed",), ("operations_failed.<outcome>",)),
    ),
    tells=(
        Tally("operations_succeeded", better="more"),
        Tally("operations_failed", better="less"),
        Tally("attempts"),
        Tally("attempts_timed_out", better="less"),
        Tally("attempts_throttled", better="less"),
        Tally("tasks_skipped", better="less"),
        Spread("OperationLatency", "latency"),
    ),
    works=(
        Work(
            "operation",
            (
                Part("done", ("operations_succeeded",), "answered"),
                Part("failed", ("operations_failed", "tasks_skipped"), "failed", does=True),
                Part("left", ("operations_running",), "wait for an answer", does=True),
            ),
        ),
    ),
)
