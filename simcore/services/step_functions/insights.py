"""Insights about state machines: retries that cost, starts and transitions that wait, histories
that are nearly full."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from functools import partial
from typing import Any

from simcore.asl.states import Task
from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent, rounded_up, seconds
from simcore.services.step_functions.definitions import readable, tasks_of

__all__ = ["INSIGHTS"]

MODEL = "AWS Step Functions: one state machine and its executions"
GUIDE = "docs.aws.amazon.com/step-functions/latest/dg/"
FEWEST_RETRIES, FEWEST_TASKS = 200, 20
"""So many before anything is said of them."""

NEARLY_FULL = 0.8
"""Of the events that a history may have, before anything is said of it."""

HISTORY = "stepfunctions.history_max_events"
POLLERS = "stepfunctions.activity_pollers_max"
PER_S, STARTS = "stepfunctions.transitions_per_second", "stepfunctions.start_execution_per_second"


EXPRESS_RETRIES = Law(
    "Every retry comes back after its interval whether or not there is room, and the execution is "
    "charged for as long as it lasts.",
    MODEL,
    "price.stepfunctions.express_gb_second_usd",
)
"""An Express workflow pays for no state transitions."""


def _any(n: float) -> bool:
    return n > 0


def _storm(history: History, id: str) -> Iterator[Found]:
    """More retries than states entered: what is tried again is most of what is done."""
    retries, entered = history.counter(id, "retries"), history.counter(id, "states_entered")
    busy = history.where(id, "StatesRetried", _any, gap_s=10.0)
    stretch = history.heaviest(busy, id, "StatesRetried")
    if retries < max(FEWEST_RETRIES, entered) or stretch is None:
        return
    most, at = history.peak(id, "StatesRetried", stretch)
    refused = _refusing(history, id)
    why = (
        f"{many(retries, 'retry', 'retries')} came on {many(entered, 'state')} entered, up to "
        f"{most / history.bin_s:,.0f} a second"
    )
    if refused:
        throttles = history.counter(refused, "throttles")
        why += f"; {refused} throttled {throttles:,.0f} of what was tried"
    yield Found(
        stretch.t,
        stretch.until,
        f"Retries were most of what {id} did.",
        why + ".",
        (history.seen(id, "StatesRetried", at), history.counted(id, "retries")),
        _more_room(history, refused),
        law=EXPRESS_RETRIES if history.spec(id).is_express else None,
    )


def _refusing(history: History, id: str) -> str:
    """The function among its targets that throttled most; empty where none did."""
    targets = {work.target for work in history.spec(id).tasks.values() if work.target}
    found = sorted(targets, key=lambda name: (-history.counter(name, "throttles"), name))
    return found[0] if found and history.counter(found[0], "throttles") else ""


def _more_room(history: History, function: str) -> Try | None:
    """Twice its reserved concurrency."""
    said: Any = history.spec(function) if function else None
    reserved = getattr(said, "reserved_concurrency", None)
    if not reserved:
        return None
    path = f"components.{function}.reserved_concurrency"
    return Try(path, 2 * reserved, f"Let {2 * reserved:,} run at once.")


def _throttled(history: History, id: str) -> Iterator[Found]:
    """Transitions waited for a token of the account."""
    waited = history.where(id, "TransitionsWaiting", _any, gap_s=5.0)
    stretch = history.heaviest(waited, id, "TransitionsWaiting")
    if stretch is None:
        return
    most, at = history.peak(id, "TransitionsWaiting", stretch)
    n, per_s = history.counter(id, "transitions_throttled"), history.quota(PER_S)
    yield Found(
        stretch.t,
        stretch.until,
        f"State transitions of {id} waited for their turn.",
        f"{many(n, 'transition')} came when the bucket was empty; up to {most:,.0f} waited, which "
        f"are {seconds(most / per_s)} at {per_s:,.0f} a second.",
        (history.seen(id, "TransitionsWaiting", at), history.counted(id, "transitions_throttled")),
    )


def _refused(history: History, id: str) -> Iterator[Found]:
    """StartExecution was throttled."""
    refused = history.where(id, "StartsRefused", _any, gap_s=5.0)
    n = history.counter(id, "starts_refused.ThrottlingException")
    if not refused or not n or history.spec(id).is_express:
        return
    began = history.counter(id, "executions_started")
    yield Found(
        refused[0].t,
        refused[-1].until,
        f"Executions of {id} were not started.",
        f"{percent(n, n + began)} of {n + began:,.0f} calls of StartExecution were throttled; who "
        "called has to try again.",
        (
            history.seen(id, "StartsRefused", refused[0].t),
            history.counted(id, "starts_refused"),
        ),
    )


def _timed_out(history: History, id: str) -> Iterator[Found]:
    """A tenth of the tasks were given up by their timeout or for want of a heartbeat."""
    n, all_of_them = history.counter(id, "tasks_timed_out"), history.counter(id, "tasks_scheduled")
    if n < FEWEST_TASKS or n < 0.1 * all_of_them:
        return
    unpolled, at = history.peak(id, "ActivityTasksUnpolled")
    more = f"; up to {unpolled:,.0f} waited for a worker" if unpolled else ""
    yield Found(
        0.0,
        history.end_s,
        f"Tasks of {id} took longer than they may.",
        f"{percent(n, all_of_them)} of {all_of_them:,.0f} attempts timed out{more}.",
        (
            history.counted(id, "tasks_timed_out"),
            history.seen(id, "ActivityTasksUnpolled", at),
        ),
        _more_workers(history, id, unpolled),
    )


def _more_workers(history: History, id: str, unpolled: float) -> Try | None:
    """So many more as waited, of the first activity."""
    for name, said in history.spec(id).activities.items():
        if unpolled:
            n = min(rounded_up(said.workers + unpolled), int(history.quota(POLLERS)))
            if n <= said.workers:
                return None
            path = f"components.{id}.activities.{name}.workers"
            return Try(path, n, f"Have {n:,} workers.")
    return None


def _for_ever(history: History, id: str) -> Iterator[Found]:
    """Task tokens that nobody answers, and no TimeoutSeconds that would tell."""
    waiting = [task.name for task in _unbounded(history.spec(id))]
    left = history.counter(id, "tasks_under_way")
    most, at = history.peak(id, "TasksUnderWay")
    if not waiting or left < max(FEWEST_TASKS, most):
        return
    yield Found(
        at,
        history.end_s,
        f"Executions of {id} wait for answers that nobody gives.",
        f"{many(left, 'task')} were under way at the end, and {waiting[0]} has no TimeoutSeconds: "
        "a standard execution waits for up to a year.",
        (history.counted(id, "tasks_under_way"), history.counted(id, "open_executions")),
        Try(
            f"components.{id}.tasks.{waiting[0]}.answer.never",
            0,
            "Have all of them answered; or give the state TimeoutSeconds.",
        ),
    )


def _unbounded(spec: Any) -> Iterator[Task]:
    """Tasks with a token that is not always answered, and no timeout of their own."""
    machine = readable(spec)
    for task in tasks_of(machine) if machine is not None else ():
        said = spec.tasks.get(task.name)
        has_bound = task.timeout_s is not None or task.heartbeat_s is not None
        if said is not None and said.answer is not None and said.answer.never and not has_bound:
            yield task


def _long_history(history: History, id: str) -> Iterator[Found]:
    """Executions of a standard workflow ended with a history that was nearly full, or full."""
    longest, most = history.counter(id, "longest_history"), history.quota(HISTORY)
    if history.spec(id).is_express or not most or longest < NEARLY_FULL * most:
        return
    first = history.where(id, "LongestHistory", partial(operator.le, NEARLY_FULL * most))
    t = first[0].t if first else history.end_s
    room = "was full: it failed" if longest >= most else f"had {most - longest:,.0f} to go"
    yield Found(
        t,
        history.end_s,
        f"Histories of {id} are nearly full.",
        f"The longest had {longest:,.0f} of {most:,.0f} events, and {room}. What is done in child "
        "executions does not count: a Distributed Map adds 6 events, whatever is in it, "
        "startExecution 5.",
        (history.counted(id, "longest_history"), history.seen(id, "LongestHistory", t)),
    )


INSIGHTS = (
    InsightKind(
        "machine-retry-storm",
        "Retries were most of what a state machine did",
        f"At least {FEWEST_RETRIES} retries, and more of them than states were entered.",
        Law(
            "Every retry is charged as a state transition, and comes back after its interval "
            "whether or not there is room.",
            MODEL,
            "price.stepfunctions.transition_usd",
        ),
        _storm,
        explains="cost",
    ),
    InsightKind(
        "machine-transitions-throttled",
        "State transitions waited",
        "Transitions waited for a token of the account's bucket.",
        Law(
            "State transitions of standard workflows share a bucket of the account: what is above "
            "it waits, and is counted as ExecutionThrottled.",
            MODEL,
            PER_S,
        ),
        _throttled,
        explains="waiting",
    ),
    InsightKind(
        "machine-starts-refused",
        "Executions were not started",
        "StartExecution of a standard workflow was throttled.",
        Law(
            "StartExecution of standard workflows has a bucket of the account, and is answered "
            "with ThrottlingException where it is empty.",
            MODEL,
            STARTS,
        ),
        _refused,
        explains="refusal",
    ),
    InsightKind(
        "machine-tasks-timed-out",
        "Tasks timed out",
        f"At least {FEWEST_TASKS} attempts of tasks, and a tenth of all, timed out.",
        Law(
            "A task that takes longer than TimeoutSeconds, or sends no heartbeat within "
            "HeartbeatSeconds, fails with States.Timeout.",
            MODEL,
            page=f"{GUIDE}concepts-error-handling",
            date="2026",
        ),
        _timed_out,
        explains="loss",
    ),
    InsightKind(
        "machine-history-nearly-full",
        "Histories are nearly full",
        f"The history of an execution of a standard workflow had {NEARLY_FULL:.0%} of the events "
        "that it may have.",
        Law(
            "An execution of a standard workflow fails when its history reaches 25,000 events; a "
            "redrive goes on in the same history.",
            MODEL,
            HISTORY,
        ),
        _long_history,
        explains="loss",
    ),
    InsightKind(
        "machine-waits-for-ever",
        "Executions wait for answers that nobody gives",
        f"At least {FEWEST_TASKS} tasks with a task token were under way at the end, more than "
        "ever before, some of which nobody answers, and their state has no timeout.",
        Law(
            "A task without TimeoutSeconds waits for its token for as long as the execution may "
            "last: up to a year.",
            MODEL,
            "stepfunctions.execution_max_s",
        ),
        _for_ever,
        explains="loss",
    ),
)
