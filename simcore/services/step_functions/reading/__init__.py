"""How the facts of a state machine read."""

from __future__ import annotations

from simcore.recording.charges import estimated_charges
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Each,
    Flagged,
    Highest,
    Listed,
    Reading,
    Spread,
    Sum,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.step_functions import facts
from simcore.services.step_functions.facts import (
    ABORTED,
    CALLS,
    EXITED,
    IN_EXPRESS,
    REFUSALS,
    TASK_ABANDONED,
    TASK_FAILED,
    TASK_SUCCEEDED,
    TASK_TIMED_OUT,
    UNCAUGHT,
)
from simcore.services.step_functions.reading.executions import EXECUTIONS
from simcore.services.step_functions.reading.states import LEVELS, STATES
from simcore.services.step_functions.reading.tasks import TASKS, ends
from simcore.services.step_functions.reading.totals import StateTotals
from simcore.services.step_functions.reading.views import HistoriesView, StatesView
from simcore.services.step_functions.reading.words import delayed, ended, refused, status, why

__all__ = ["READING"]

ENDED, NOTED = facts.ExecutionEnded, facts.StateNoted
LEAVES = (EXITED, UNCAUGHT, ABORTED)
LEFT = (*LEAVES, *(what + IN_EXPRESS for what in LEAVES))

READING = Reading(
    metrics=(
        estimated_charges(": transitions, or executions and GB-seconds", ENDED, NOTED),
        *EXECUTIONS,
        *STATES,
        *LEVELS,
        *TASKS,
    ),
    counters=(
        Counter("starts_refused.<why>", Each(facts.StartRefused, "why", REFUSALS)),
        Counter("calls_delayed.<call>", Each(facts.CallDelayed, "call", CALLS)),
        Counter("states_left", Where(NOTED, "what", LEFT)),
        Counter("tasks_scheduled", Count(facts.TaskScheduled)),
        Counter("tasks_succeeded", Where(facts.TaskEnded, "what", ends(TASK_SUCCEEDED))),
        Counter("tasks_failed", Where(facts.TaskEnded, "what", ends(TASK_FAILED))),
        Counter("tasks_timed_out", Where(facts.TaskEnded, "what", ends(TASK_TIMED_OUT))),
        Counter("tasks_abandoned", Where(facts.TaskEnded, "what", ends(TASK_ABANDONED))),
        Counter("express_children", Where(facts.ExecutionStarted, "child", (2,))),
        Counter("billed_mb_ms", Sum(ENDED, "billed_mb_ms")),
    ),
    events=(
        Listed(facts.StartRefused, "thr", 1, refused),
        Listed(ENDED, "end", 4, ended),
        Listed(facts.CallDelayed, "thr", 5, delayed),
    ),
    flags=(
        Flagged(facts.StartRefused, "first_start_refused", why, each="why"),
        Flagged(ENDED, "first_execution_lost", status, only="lost", each="what"),
    ),
    silent=(facts.HistoryEvent,),
    balances=(
        Balance(
            ("executions_started", "executions_redriven"),
            (
                "executions_succeeded",
                "executions_failed",
                "executions_timed_out",
                "executions_aborted",
                "open_executions",
            ),
        ),
        Balance(
            ("child_executions_started",),
            ("child_executions_succeeded", "child_executions_failed", "open_child_executions"),
        ),
        Balance(
            ("tasks_scheduled",),
            (
                "tasks_succeeded",
                "tasks_failed",
                "tasks_timed_out",
                "tasks_abandoned",
                "tasks_under_way",
            ),
        ),
        Balance(("states_entered",), ("states_left",), rest="those that executions are in"),
        Balance(("errors",), ("retries", "errors_caught", "errors_uncaught")),
        Balance(("starts_refused",), ("starts_refused.<why>",)),
        Balance(("map_runs_started",), ("map_runs_ended", "open_map_runs")),
    ),
    views=(StatesView, HistoriesView, StateTotals),
    tells=(
        Tally("executions_started"),
        Tally("executions_succeeded", better="more"),
        Tally("executions_failed", better="less"),
        Tally("executions_timed_out", better="less"),
        Tally("executions_aborted", better="less"),
        Tally("starts_refused", better="less"),
        Tally("transitions"),
        Tally("transitions_throttled", better="less"),
        Tally("retries", better="less"),
        Tally("errors_caught"),
        Tally("tasks_timed_out", better="less"),
        Tally("executions_run_again", better="less"),
        Tally("executions_redriven"),
        Tally("child_executions_started"),
        Tally("child_executions_succeeded", better="more"),
        Tally("child_executions_failed", better="less"),
        Highest("OpenExecutionCount", "open executions"),
        Spread(
            "ExecutionTime",
            "execution time",
            of="child_executions_started",
            included="children included",
        ),
    ),
    waits=(
        "open_executions",
        "open_child_executions",
        "transitions_waiting",
        "tasks_under_way",
        "map_runs_waiting",
        "tasks_unpolled",
    ),
    works=(
        Work(
            "execution",
            (
                Part("done", ("executions_succeeded",), "succeeded", does=True),
                Part("failed", ("executions_failed",), "failed", does=True),
                Part("failed", ("executions_timed_out",), "timed out", does=True),
                Part("failed", ("executions_aborted",), "aborted"),
                Part("refused", ("starts_refused",), "refused at their start"),
                Part("left", ("open_executions",), "under way"),
            ),
        ),
        Work(
            "child execution",
            (
                Part("done", ("child_executions_succeeded",), "succeeded", does=True),
                Part("failed", ("child_executions_failed",), "failed", does=True),
                Part("left", ("open_child_executions",), "under way"),
            ),
            came=("child_executions_started",),
        ),
    ),
)
