"""Facts of a state machine; states are told by their numbers in its definition.

Tasks are of three kinds (:data:`KINDS`), as CloudWatch counts them apart.
"""

from typing import NamedTuple

WHAT = ("entered", "exited", "failed", "retried", "caught", "uncaught", "aborted", "throttled")
"""What happens in a state, see `simcore.asl.host.Host.noted`; and a transition that had to wait."""

ENTERED, EXITED, FAILED, RETRIED, CAUGHT, UNCAUGHT, ABORTED, THROTTLED = range(len(WHAT))
IN_EXPRESS = len(WHAT)
"""Is added in the states of express executions, of which no transition is charged."""

KINDS = ("function", "service", "activity")
FUNCTION, SERVICE, ACTIVITY = range(len(KINDS))

ENDS = ("succeeded", "failed", "timed out", "abandoned")
TASK_SUCCEEDED, TASK_FAILED, TASK_TIMED_OUT, TASK_ABANDONED = range(len(ENDS))
ACTIVITY_QUIET = len(KINDS) * len(ENDS)
"""The end of an activity's attempt whose worker sent no heartbeat in time."""

REFUSALS = ("ThrottlingException", "ExecutionLimitExceeded", "ValidationException")
TOO_MANY_CALLS, TOO_MANY_OPEN, INVALID_INPUT = range(len(REFUSALS))

STATUSES = ("SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED")
OF_CHILD, OF_REDRIVEN = len(STATUSES), 2 * len(STATUSES)
"""Is added where it is a child that ended, or an execution that had been redriven."""

CALLS = (
    "SendTaskSuccess",
    "SendTaskFailure",
    "SendTaskHeartbeat",
    "GetActivityTask",
    "HTTP task",
    "StopExecution",
)
SEND_SUCCESS, SEND_FAILURE, SEND_HEARTBEAT, GET_ACTIVITY_TASK, HTTP_TASK, STOP_EXECUTION = range(
    len(CALLS)
)


class StartRefused(NamedTuple):
    """StartExecution or StartSyncExecution was refused, for one of :data:`REFUSALS`."""

    t: float
    why: int


class ExecutionStarted(NamedTuple):
    """An execution began; ``child`` is 1 or, express, 2 of those that a Map Run starts, else 0."""

    t: float
    child: int


class ExecutionEnded(NamedTuple):
    """It ended: ``what`` is one of :data:`STATUSES`, and :data:`OF_CHILD` or :data:`OF_REDRIVEN`.

    ``lost`` is 1 where it did not succeed. ``events`` is the length of its history. ``billed_ms``
    and ``billed_mb`` are of express executions, else 0; ``billed_mb_ms`` is their product.
    """

    t: float
    started: float
    what: int
    lost: int
    events: int
    billed_ms: int
    billed_mb: int
    billed_mb_ms: int


class ExecutionRunAgain(NamedTuple):
    """An asynchronous express execution began once more: at least once is not once."""

    t: float


class ExecutionRedriven(NamedTuple):
    """An execution that had ended goes on: RedriveExecution."""

    t: float


class StateNoted(NamedTuple):
    """One of :data:`WHAT` in a state, and :data:`IN_EXPRESS` where its execution is one."""

    t: float
    state: int
    what: int


class TaskScheduled(NamedTuple):
    """An attempt of a task."""

    t: float
    state: int
    kind: int


class TaskStarted(NamedTuple):
    """Its work began, or a worker has it; it was ``scheduled`` then."""

    t: float
    state: int
    kind: int
    scheduled: float


class TaskEnded(NamedTuple):
    """It ended: ``what`` is its kind, times 4, and one of :data:`ENDS`; or :data:`ACTIVITY_QUIET`.

    ``started`` is negative where it never was.
    """

    t: float
    state: int
    what: int
    scheduled: float
    started: float


class CallDelayed(NamedTuple):
    """A call had to wait for its quota (:data:`CALLS`)."""

    t: float
    call: int


class Polled(NamedTuple):
    """So many calls of GetActivityTask, as far as they are over."""

    t: float
    calls: int


class HeartbeatSent(NamedTuple):
    """SendTaskHeartbeat."""

    t: float
    state: int


class MapRunStarted(NamedTuple):
    """A Map Run began; it had waited since ``asked``."""

    t: float
    asked: float


class MapRunEnded(NamedTuple):
    """A Map Run is over."""

    t: float


class HistoryEvent(NamedTuple):
    """An event in the history of an execution that is followed, by its ``number``.

    ``id`` and ``previous`` are AWS's; ``type`` indexes the event types, ``text`` the texts that the
    machine keeps (-1: no details); ``state`` is -1 of none.
    """

    t: float
    number: int
    id: int
    previous: int
    type: int
    state: int
    text: int


class MachineObserved(NamedTuple):
    """Levels at ``t``: executions, throttled transitions, tasks, Map Runs, workers."""

    t: float
    open: int
    children: int
    waiting: int
    tasks: int
    map_runs: int
    backlog: int
    unpolled: int
    working: int


ROWS = (
    StartRefused,
    ExecutionStarted,
    ExecutionEnded,
    ExecutionRunAgain,
    ExecutionRedriven,
    TaskScheduled,
    TaskStarted,
    TaskEnded,
    CallDelayed,
    Polled,
    HeartbeatSent,
    MapRunStarted,
    MapRunEnded,
    HistoryEvent,
    MachineObserved,
)
"""All but those of which there are very many."""
