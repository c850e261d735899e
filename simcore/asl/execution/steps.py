"""What each type of state does when it is entered, and again when it is tried again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from simcore.asl.execution import outcomes
from simcore.asl.execution.attempt import TaskAttempt
from simcore.asl.execution.frame import ParallelFrame
from simcore.asl.execution.iterations import Iterations
from simcore.asl.execution.limits import LONGEST_WAIT_S
from simcore.asl.execution.map_run import DistributedRun
from simcore.asl.execution.matching import Failure
from simcore.asl.execution.strand import Strand
from simcore.asl.execution.times import seconds_of
from simcore.asl.flow import Evaluated, Json, Left, StateFault
from simcore.asl.shown import shown
from simcore.asl.states import Choice, Fail, Map, Parallel, State, Task, Wait

__all__ = ["step"]

Work = Callable[[Strand, Any, float], None]


def step(strand: Strand) -> None:
    """Its state has been admitted: it is entered, or what it does is tried again."""
    if strand.is_over:
        return
    execution, state = strand.execution, strand.state
    now = execution.host.now
    try:
        if strand.is_retry:
            strand.is_retry = False
        elif not _enter(strand, state, now):
            return
        WORK[state.type](strand, state, now)
    except StateFault as fault:
        outcomes.faulted(strand, now, fault)


def _enter(strand: Strand, state: State, now: float) -> bool:
    """False where that was one event too many."""
    execution = strand.execution
    strand.entered_at = now
    execution.log(now, strand, ENTERED[state.type])
    if strand.is_over:
        return False
    strand.entered = strand.last
    execution.host.noted(now, execution, "entered", state)
    flow = state.flow
    strand.effective = strand.input if flow.is_plain else flow.enter(strand.input, strand)
    return True


def _pass(strand: Strand, state: State, now: float) -> None:
    outcomes.handed_on(strand, now)


def _choice(strand: Strand, state: Choice, now: float) -> None:
    effective = strand.effective
    for rule in state.rules:
        if rule.matches(effective, strand):
            left = rule.leave(strand.input, effective, strand)
            outcomes.leave(strand, now, _left(strand, left or _of(strand)), rule.next)
            return
    if state.next is None:
        raise StateFault(
            "States.NoChoiceMatched", "No choice rule matched, and there is no Default."
        )
    outcomes.leave(strand, now, _left(strand, _of(strand)), state.next)


def _of(strand: Strand) -> Left | None:
    """What the state itself puts out."""
    flow, effective = strand.state.flow, strand.effective
    if flow.is_plain:
        return None
    return flow.leave(strand.input, effective, flow.arguments(effective, strand), strand)


def _left(strand: Strand, left: Left | None) -> Json:
    return strand.input if left is None else strand.take(left)


def _wait(strand: Strand, state: Wait, now: float) -> None:
    host = strand.execution.host
    if state.timestamp is not None:
        at = seconds_of(state.timestamp.of(strand.effective, strand)) - host.epoch_s
    else:
        seconds = cast(Evaluated, state.seconds).of(strand.effective, strand)
        at = now + _length(seconds)
    host.call_at(min(max(at, now), now + LONGEST_WAIT_S), outcomes.woken, strand)


def _length(seconds: Json) -> float:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        raise StateFault(
            "States.Runtime", f"Wait for {shown(seconds)}: seconds from 0 are expected."
        )
    return float(seconds)


def _fail(strand: Strand, state: Fail, now: float) -> None:
    error, cause = (_text(part, strand) for part in (state.error, state.cause))
    outcomes.failed(strand, now, Failure(error, cause))


def _text(part: Evaluated | None, strand: Strand) -> str:
    value = "" if part is None else part.of(strand.effective, strand)
    if not isinstance(value, str):
        raise StateFault("States.Runtime", f"Error and Cause are texts, not {shown(value)}.")
    return value


def _task(strand: Strand, state: Task, now: float) -> None:
    attempt = TaskAttempt(strand, state)
    strand.work = attempt
    attempt.prepare()
    attempt.schedule(now)


def _parallel(strand: Strand, state: Parallel, now: float) -> None:
    flow = state.flow
    input = strand.effective if flow.is_plain else flow.arguments(strand.effective, strand)
    frame = ParallelFrame(strand)
    strand.work = frame
    frame.begin(now, input)


def _map(strand: Strand, state: Map, now: float) -> None:
    if state.distributed:
        run = DistributedRun(strand, state)
        strand.work = run
        run.open(now)
        return
    frame = Iterations(strand, state)
    strand.work = frame
    frame.begin(now)


ENTERED = {
    kind: f"{kind}StateEntered"
    for kind in ("Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map")
}
WORK: dict[str, Work] = {
    "Task": _task,
    "Pass": _pass,
    "Choice": _choice,
    "Wait": _wait,
    "Succeed": _pass,
    "Fail": _fail,
    "Parallel": _parallel,
    "Map": _map,
}
