"""Metrics of states, and what is under way."""

from __future__ import annotations

from simcore.recording.reading import (
    OURS,
    Count,
    Last,
    Metric,
    Where,
)
from simcore.services.step_functions import facts
from simcore.services.step_functions.facts import (
    CAUGHT,
    ENTERED,
    FAILED,
    IN_EXPRESS,
    RETRIED,
    THROTTLED,
    UNCAUGHT,
)
from simcore.services.step_functions.reading.source import GUIDE

__all__ = ["LEVELS", "STATES"]

NOTED, OBSERVED = facts.StateNoted, facts.MachineObserved


def _levels(*levels: tuple[str, str, str, str, str]) -> tuple[Metric, ...]:
    """(name, column, label, counter, meaning) of each."""
    return tuple(
        Metric(name, Last(OBSERVED, of), label, meaning, counter=counter)
        for name, of, label, counter, meaning in levels
    )


def _noted(
    name: str, what: int, label: str, counter: str, meaning: str, source: str = OURS
) -> Metric:
    made = Where(NOTED, "what", (what, what + IN_EXPRESS))
    return Metric(name, made, label, meaning, counter=counter, source=source)


STATES = (
    Metric(
        "StateTransitions",
        (Where(NOTED, "what", (ENTERED, RETRIED)), Count(facts.ExecutionRedriven)),
        "State transitions",
        "States entered, retries and redrives of standard executions: what is charged.",
        counter="transitions",
    ),
    _noted("StatesEntered", ENTERED, "States entered", "states_entered", "States entered."),
    _noted(
        "ExecutionThrottled",
        THROTTLED,
        "Transitions throttled",
        "transitions_throttled",
        "Transitions and retries that had to wait for a token of the account's bucket.",
        GUIDE,
    ),
    _noted("StateErrors", FAILED, "Errors", "errors", "Errors of states, of every attempt."),
    _noted("StatesRetried", RETRIED, "Retries", "retries", "Errors that a retrier was for."),
    _noted("ErrorsCaught", CAUGHT, "Errors caught", "errors_caught", "Errors that were caught."),
    _noted(
        "ErrorsUncaught",
        UNCAUGHT,
        "Errors uncaught",
        "errors_uncaught",
        "Errors that nothing in the state was for.",
    ),
)

LEVELS = _levels(
    ("OpenExecutionCount", "open", "Open executions", "open_executions",
     "Executions under way; CloudWatch's is of the whole account."),
    ("OpenChildExecutions", "children", "Open child executions", "open_child_executions",
     "Child executions of Map Runs that are under way."),
    ("TransitionsWaiting", "waiting", "Transitions waiting", "transitions_waiting",
     "Transitions that wait for a token of the account's bucket."),
    ("TasksUnderWay", "tasks", "Tasks under way", "tasks_under_way",
     "Attempts of tasks that were scheduled and are not over."),
    ("ApproximateOpenMapRunCount", "map_runs", "Open Map Runs", "open_map_runs",
     "Map Runs that have begun and are not over; CloudWatch's is of the whole account."),
    ("ApproximateMapRunBacklogSize", "backlog", "Map Runs waiting", "map_runs_waiting",
     "Map Runs that wait for another to end; CloudWatch's is of the whole account."),
    ("ActivityTasksUnpolled", "unpolled", "Tasks that nobody polled", "tasks_unpolled",
     "Tasks of activities that no worker has."),
    ("ActivityWorkersBusy", "working", "Workers at work", "workers_busy",
     "Workers of activities that work on a task."),
)  # fmt: skip
