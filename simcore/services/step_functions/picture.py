"""How the laboratory shows a state machine, beside the graph of its states."""

from __future__ import annotations

from simcore.component.picture import EdgeKind, Flow, Inspected, Line, Picture, Row
from simcore.component.timelines import LOAD, latency
from simcore.component.words import Figure, When, Words, counter, per_second, so_far, value

__all__ = ["EDGES", "PICTURE"]

OPEN, THROTTLED = value("OpenExecutionCount"), value("TransitionsWaiting")
REFUSED = per_second("StartsRefused")


def _total(name: str, *counters: str) -> Inspected:
    return Inspected(name, (Words("{}", (Figure(counter(*counters), "number"),)),))


PICTURE = Picture(
    headline=(Words("{} open", (Figure(OPEN),)),),
    sub=(
        Words("{} transitions wait", (Figure(THROTTLED),), (When(THROTTLED),)),
        Words("{} starts refused", (Figure(REFUSED, "rate"),), (When(REFUSED),)),
        so_far("executions_succeeded"),
    ),
    inspector=(
        Inspected("Open executions", (Words("{}", (Figure(OPEN, "number"),)),)),
        _total("Started so far", "executions_started"),
        _total("Succeeded so far", "executions_succeeded"),
        _total("Failed so far", "executions_failed"),
        _total("Timed out so far", "executions_timed_out"),
        _total("Aborted so far", "executions_aborted"),
        Inspected(
            "Starts refused so far",
            (Words("{}", (Figure(counter("starts_refused"), "number"),)),),
            each="starts_refused.",
        ),
        _total("Transitions so far", "transitions"),
        _total("Transitions throttled so far", "transitions_throttled"),
        _total("Retries so far", "retries"),
        _total("Errors caught so far", "errors_caught"),
        _total("Child executions so far", "child_executions_started"),
    ),
    rules="stepfunctions.",
    counts={
        "queued": ("TransitionsWaiting", "ActivityTasksUnpolled", "ApproximateMapRunBacklogSize"),
        "thr": ("StartsRefused", "ExecutionThrottled"),
        "retry": ("StatesRetried",),
        "err": ("ExecutionsFailed", "ExecutionsTimedOut"),
    },
    takes="ExecutionsStarted",
    leaving={
        "invoke": (
            Flow("busy", "Invocations", "to", sole=True),
            Flow("thr", "Throttles", "to", back=True, lane=14, sole=True),
        ),
    },
    coming={
        "invoke": (Flow("thr", "StartsRefused", "to", back=True, lane=14, sole=True),),
        "send": (Flow("thr", "StartsRefused", "to", back=True, lane=14, sole=True),),
    },
    rows=(
        Row(
            "executions",
            "Executions",
            "Executions under way,",
            LOAD,
            55,
            (
                Line("child executions", "OpenChildExecutions", "ink3"),
                Line("open", "OpenExecutionCount", "busy", area=True),
            ),
            main=1,
        ),
        Row(
            "transitions",
            "State transitions",
            "State transitions a second,",
            LOAD,
            56,
            (
                Line("throttled", "ExecutionThrottled", "thr", per_second=True),
                Line("retries", "StatesRetried", "retry", per_second=True),
                Line("entered", "StatesEntered", "busy", per_second=True),
            ),
            main=2,
            format="rate",
            kind="rate",
        ),
        latency("Execution time", "ExecutionTime", 62, title="Execution time"),
    ),
    flags={
        "first_start_refused": "First start refused",
        "first_execution_lost": "First execution that did not succeed",
    },
)

EDGES = {"start": EdgeKind("starts"), "status": EdgeKind("status changes")}
