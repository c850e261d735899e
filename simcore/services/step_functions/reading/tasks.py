"""Metrics of tasks, by kind as CloudWatch has them, and of calls from outside."""

from __future__ import annotations

from simcore.recording.reading import Count, Durations, Metric, Sum, Where
from simcore.services.step_functions import facts
from simcore.services.step_functions.facts import (
    ACTIVITY,
    ENDS,
    FUNCTION,
    SERVICE,
    TASK_FAILED,
    TASK_SUCCEEDED,
    TASK_TIMED_OUT,
)
from simcore.services.step_functions.reading.source import GUIDE

__all__ = ["TASKS", "ends"]

ANY_KIND = (FUNCTION, SERVICE, ACTIVITY)


def ends(how: int, kinds: tuple[int, ...] = ANY_KIND) -> tuple[int, ...]:
    """The values of `TaskEnded.what`."""
    return tuple(kind * len(ENDS) + how for kind in kinds)


def _of_kind(kind: int, name: str, words: str) -> tuple[Metric, ...]:
    """The metrics that CloudWatch has of tasks of one kind."""
    timed_out = Where(facts.TaskEnded, "what", ends(TASK_TIMED_OUT, (kind,)))
    return (
        Metric(
            f"{name}Scheduled",
            Where(facts.TaskScheduled, "kind", (kind,)),
            f"{words} scheduled",
            f"Attempts of tasks that are {words.lower()}.",
            counter=f"{_counter(words)}_scheduled",
            source=GUIDE,
        ),
        Metric(
            f"{name}Started",
            Where(facts.TaskStarted, "kind", (kind,)),
            f"{words} started",
            "Of those, attempts whose work began.",
            counter=f"{_counter(words)}_started",
            source=GUIDE,
        ),
        Metric(
            f"{name}Succeeded",
            Where(facts.TaskEnded, "what", ends(TASK_SUCCEEDED, (kind,))),
            f"{words} succeeded",
            "Attempts that ended with a result.",
            counter=f"{_counter(words)}_succeeded",
            source=GUIDE,
        ),
        Metric(
            f"{name}Failed",
            Where(facts.TaskEnded, "what", ends(TASK_FAILED, (kind,))),
            f"{words} failed",
            "Attempts that ended in an error.",
            counter=f"{_counter(words)}_failed",
            source=GUIDE,
        ),
        Metric(
            f"{name}TimedOut",
            timed_out,
            f"{words} timed out",
            "Attempts for which nobody waited any longer: TimeoutSeconds or HeartbeatSeconds.",
            counter=f"{_counter(words)}_timed_out",
            source=GUIDE,
        ),
    )


def _counter(words: str) -> str:
    return words.lower().replace(" ", "_")


TASKS = (
    *_of_kind(FUNCTION, "LambdaFunctions", "Lambda tasks"),
    *_of_kind(SERVICE, "ServiceIntegrations", "Service tasks"),
    *_of_kind(ACTIVITY, "Activities", "Activity tasks"),
    Metric(
        "TaskTime",
        Durations(facts.TaskEnded, "t", "scheduled"),
        "Task time",
        "From an attempt's scheduling to its end.",
    ),
    Metric(
        "TaskScheduleTime",
        Durations(facts.TaskStarted, "t", "scheduled"),
        "Task schedule time",
        "From an attempt's scheduling until its work began: until a worker had it.",
    ),
    Metric(
        "HeartbeatsSent",
        Count(facts.HeartbeatSent),
        "Heartbeats",
        "Calls of SendTaskHeartbeat.",
        counter="heartbeats",
    ),
    Metric(
        "ActivityPolls",
        Sum(facts.Polled, "calls"),
        "Polls of activities",
        "Calls of GetActivityTask that are over.",
        counter="activity_polls",
    ),
    Metric(
        "CallsDelayed",
        Count(facts.CallDelayed),
        "Calls delayed",
        "Calls of workers, of those with task tokens and of HTTP tasks that waited for a quota.",
        counter="calls_delayed",
    ),
    Metric(
        "MapRunsStarted",
        Count(facts.MapRunStarted),
        "Map Runs started",
        "Map Runs that began.",
        counter="map_runs_started",
    ),
    Metric(
        "MapRunsEnded",
        Count(facts.MapRunEnded),
        "Map Runs ended",
        "Map Runs that are over.",
        counter="map_runs_ended",
    ),
)
