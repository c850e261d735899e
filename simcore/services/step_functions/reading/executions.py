"""Metrics of executions, by CloudWatch's names where it has them."""

from __future__ import annotations

from simcore.recording.reading import Count, Durations, Metric, Own, Sum, Where
from simcore.services.step_functions import facts
from simcore.services.step_functions.facts import (
    STATUSES,
)
from simcore.services.step_functions.reading.longest import LongestHistory
from simcore.services.step_functions.reading.source import GUIDE

__all__ = ["EXECUTIONS"]

ENDED = facts.ExecutionEnded
SUCCEEDED, EXECUTION_FAILED, EXECUTION_TIMED_OUT, EXECUTION_ABORTED = range(len(STATUSES))
OF_CHILDREN = facts.OF_CHILD


def _executions(status: int, name: str, words: str, meaning: str) -> Metric:
    counter = f"executions_{words.replace(' ', '_')}"
    made = Where(ENDED, "what", (status, facts.OF_REDRIVEN + status))
    return Metric(name, made, f"Executions {words}", meaning, counter=counter, source=GUIDE)


def _redriven(status: int, name: str, words: str) -> Metric:
    made = Where(ENDED, "what", (facts.OF_REDRIVEN + status,))
    meaning = f"Of executions that had been redriven, those that {words}."
    label = f"Redriven executions: {words}"
    return Metric(f"RedrivenExecutions{name}", made, label, meaning, source=GUIDE)


EXECUTIONS = (
    Metric(
        "ExecutionsStarted",
        Where(facts.ExecutionStarted, "child", (0,)),
        "Executions started",
        "Executions that began, without child executions of Map Runs.",
        counter="executions_started",
        source=GUIDE,
    ),
    _executions(
        SUCCEEDED, "ExecutionsSucceeded", "succeeded", "Executions that came to their end."
    ),
    _executions(
        EXECUTION_FAILED, "ExecutionsFailed", "failed", "Executions that ended in an error."
    ),
    _executions(
        EXECUTION_TIMED_OUT,
        "ExecutionsTimedOut",
        "timed out",
        "Executions that took longer than their machine allows.",
    ),
    _executions(EXECUTION_ABORTED, "ExecutionsAborted", "aborted", "Executions that were stopped."),
    Metric(
        "ExecutionTime",
        Durations(ENDED, "t", "started"),
        "Execution time",
        "From an execution's start to its end, child executions of Map Runs included.",
        source=GUIDE,
    ),
    Metric(
        "LongestHistory",
        Own(ENDED, LongestHistory),
        "Longest history",
        "The most events of a standard execution that has ended so far, standard child executions "
        "included; express ones have no limit of them, and do not count.",
        counter="longest_history",
        statistic="Last",
    ),
    Metric(
        "StartsRefused",
        Count(facts.StartRefused),
        "Starts refused",
        "StartExecution and StartSyncExecution that were refused: ThrottlingException, "
        "ExecutionLimitExceeded, or ValidationException where the input is too large.",
        counter="starts_refused",
    ),
    Metric(
        "ExecutionsRunAgain",
        Count(facts.ExecutionRunAgain),
        "Executions run again",
        "Asynchronous express executions that were run once more, from the beginning.",
        counter="executions_run_again",
    ),
    Metric(
        "ExecutionsRedriven",
        Count(facts.ExecutionRedriven),
        "Executions redriven",
        "Executions that had ended and go on from there.",
        counter="executions_redriven",
        source=GUIDE,
    ),
    _redriven(SUCCEEDED, "Succeeded", "succeeded"),
    _redriven(EXECUTION_FAILED, "Failed", "failed"),
    _redriven(EXECUTION_TIMED_OUT, "TimedOut", "timed out"),
    _redriven(EXECUTION_ABORTED, "Aborted", "were stopped"),
    Metric(
        "ChildExecutionsStarted",
        Where(facts.ExecutionStarted, "child", (1, 2)),
        "Child executions started",
        "Executions that Map Runs began.",
        counter="child_executions_started",
    ),
    Metric(
        "ChildExecutionsSucceeded",
        Where(ENDED, "what", (OF_CHILDREN + SUCCEEDED,)),
        "Child executions succeeded",
        "Of those, executions that came to their end.",
        counter="child_executions_succeeded",
    ),
    Metric(
        "ChildExecutionsFailed",
        Where(ENDED, "what", tuple(OF_CHILDREN + n for n in range(1, len(STATUSES)))),
        "Child executions failed",
        "Of those, executions that failed, timed out or were stopped.",
        counter="child_executions_failed",
    ),
    Metric(
        "ExpressExecutionBilledDuration",
        Sum(ENDED, "billed_ms"),
        "Billed duration",
        "Of express executions, each rounded up to 100 ms.",
        counter="billed_ms",
        source=GUIDE,
        unit="Milliseconds",
    ),
    Metric(
        "ExpressExecutionBilledMemory",
        Sum(ENDED, "billed_mb"),
        "Billed memory",
        "Of express executions, each rounded up to 64 MB, added up.",
        counter="billed_mb",
        source=GUIDE,
        unit="Megabytes",
    ),
)
