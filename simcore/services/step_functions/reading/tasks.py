"""Metrics of tasks, by kind as CloudWatch has them, and of calls from outside."""

from __future__ import annotations

from simcore.recording.reading import Count, Durations, Metric, Sum, Where
from simcore.services.step_functions import facts
from simcore.services.step_functions.facts import (
    ACTIVITY,
    ACTIVITY_QUIET,
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
STARTED = "Of those, attempts whose work began."
TIMED_OUT = "Attempts for which nobody waited any longer: TimeoutSeconds or HeartbeatSeconds."
TIMED_OUT_ALONE = "Attempts that took longer than TimeoutSeconds."
QUIET = (
    "Attempts whose worker sent no heartbeat within HeartbeatSeconds; not among those timed out."
)
CLOSED = (TASK_SUCCEEDED, TASK_FAILED, TASK_TIMED_OUT)
LABELS = {FUNCTION: "Lambda task", SERVICE: "Service task", ACTIVITY: "Activity task"}
WORDS = {"TimedOut": "timed out"}


def ends(how: int, kinds: tuple[int, ...] = ANY_KIND) -> tuple[int, ...]:
    """The values of `TaskEnded.what`."""
    plain = tuple(kind * len(ENDS) + how for kind in kinds)
    return (*plain, ACTIVITY_QUIET) if how == TASK_TIMED_OUT and ACTIVITY in kinds else plain


def _of_kind(kind: int, name: str, words: str) -> tuple[Metric, ...]:
    """The metrics that CloudWatch has of tasks of one kind."""
    attempts = f"Attempts of tasks that are {words.lower()}."
    cases = (
        ("Scheduled", Where(facts.TaskScheduled, "kind", (kind,)), attempts),
        ("Started", Where(facts.TaskStarted, "kind", (kind,)), STARTED),
        ("Succeeded", _ended(TASK_SUCCEEDED, kind), "Attempts that ended with a result."),
        ("Failed", _ended(TASK_FAILED, kind), "Attempts that ended in an error."),
        ("TimedOut", _timed_out(kind), TIMED_OUT_ALONE if kind == ACTIVITY else TIMED_OUT),
    )
    return tuple(
        Metric(f"{name}{case}", made, said, meaning, counter=_counter(said), source=GUIDE)
        for case, made, meaning in cases
        for said in (f"{words} {WORDS.get(case, case.lower())}",)
    )


def _times(kind: int, name: str) -> tuple[Metric, ...]:
    """How long tasks of one kind took, by CloudWatch's names."""
    closed = ("what", tuple(what for how in CLOSED for what in ends(how, (kind,))))
    ran = Durations(facts.TaskEnded, "t", "started", only=closed, percentiles=False, begun=True)
    waited = Durations(
        facts.TaskStarted, "t", "scheduled", only=("kind", (kind,)), percentiles=False
    )
    took = Durations(facts.TaskEnded, "t", "scheduled", only=closed, percentiles=False)
    cases = (
        ("RunTime", ran, "run time", "From an attempt's start to its end."),
        ("ScheduleTime", waited, "schedule time", "From an attempt's scheduling to its start."),
        ("Time", took, "time", "From an attempt's scheduling to its end."),
    )
    return tuple(
        Metric(f"{name}{case}", made, f"{LABELS[kind]}: {words}", meaning, source=GUIDE)
        for case, made, words, meaning in cases
    )


def _timed_out(kind: int) -> Where:
    """Of an activity without those whose worker fell silent: CloudWatch tells them apart."""
    return Where(facts.TaskEnded, "what", (kind * len(ENDS) + TASK_TIMED_OUT,))


def _ended(how: int, kind: int) -> Where:
    return Where(facts.TaskEnded, "what", ends(how, (kind,)))


def _counter(words: str) -> str:
    return words.lower().replace(" ", "_")


TASKS = (
    *_of_kind(FUNCTION, "LambdaFunctions", "Lambda tasks"),
    *_of_kind(SERVICE, "ServiceIntegrations", "Service tasks"),
    *_of_kind(ACTIVITY, "Activities", "Activity tasks"),
    Metric(
        "ActivitiesHeartbeatTimedOut",
        Where(facts.TaskEnded, "what", (ACTIVITY_QUIET,)),
        "Activity tasks without a heartbeat",
        QUIET,
        source=GUIDE,
    ),
    *_times(FUNCTION, "LambdaFunction"),
    *_times(SERVICE, "ServiceIntegration"),
    *_times(ACTIVITY, "Activity"),
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
