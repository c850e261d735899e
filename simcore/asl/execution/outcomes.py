"""What becomes of a state's outcome: it is left, tried again, caught, or ends what it is in.

Source: https://states-language.net/spec.html "Errors": retriers from the top, the first that is for
the error; when it is used up no later one is looked at, but the catchers are. Counters belong to a
retrier and to one stay in a state. Assumed: an execution tries again no more often than it may have
events, which bounds retries that write none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simcore.asl.execution.limits import LONGEST_WAIT_S
from simcore.asl.execution.matching import QUERY, RUNTIME, Failure, first_for
from simcore.asl.execution.strand import Strand
from simcore.asl.flow import Json, StateFault
from simcore.asl.states import Catcher, Retrier

__all__ = ["failed", "faulted", "handed_on", "leave", "wait_s", "woken", "worked"]


def worked(strand: Strand, now: float, result: Json) -> None:
    """What the state did has a result: it is left."""
    state, flow = strand.state, strand.state.flow
    output = result
    if not flow.is_plain:
        try:
            output = strand.take(flow.leave(strand.input, strand.effective, result, strand))
        except StateFault as fault:
            faulted(strand, now, fault)
            return
    leave(strand, now, output, state.next)


def handed_on(strand: Strand, now: float) -> None:
    """The state does nothing: what it is given is its result. Raises StateFault."""
    flow = strand.state.flow
    if flow.is_plain:
        leave(strand, now, strand.effective, strand.state.next)
    else:
        worked(strand, now, flow.arguments(strand.effective, strand))


def woken(strand: Strand) -> None:
    """The end of a Wait."""
    if strand.is_over:
        return
    now = strand.execution.host.now
    try:
        handed_on(strand, now)
    except StateFault as fault:
        faulted(strand, now, fault)


def leave(strand: Strand, now: float, output: Json, next: str | None) -> None:
    """The state is left, and the next one waits to be admitted, or there is none."""
    execution, state = strand.execution, strand.state
    execution.log(now, strand, EXITED[state.type], output)
    if strand.is_over:
        return
    execution.host.noted(now, execution, "exited", state)
    if next is None:
        strand.is_over = True
        execution.concluded(strand, now, output)
    else:
        strand.go_to(strand.machine.states[next], output)
        execution.host.admit(now, strand.state, execution.resume, strand)


def faulted(strand: Strand, now: float, fault: StateFault) -> None:
    """The state could not make something of its data."""
    failed(strand, now, _failure_of(strand, now, fault))


def _failure_of(strand: Strand, now: float, fault: StateFault) -> Failure:
    """What a fault comes to, which of an expression has an event of its own."""
    if fault.error == QUERY:
        strand.execution.log(now, strand, "EvaluationFailed", fault)
    where = f"'{strand.state.name}' (entered at the event id #{strand.entered})"
    cause = f"An error occurred while executing the state {where}. {fault.cause}"
    return Failure(fault.error, cause)


def failed(strand: Strand, now: float, failure: Failure) -> None:
    """What the state did has failed."""
    if strand.is_over:
        return
    execution, state = strand.execution, strand.state
    strand.work = None
    execution.host.noted(now, execution, "failed", state, failure.error)
    if _retried(strand, now, failure) or not _is_told(strand, now):
        return
    if not _caught(strand, now, failure):
        _uncaught(strand, now, failure)


def _is_told(strand: Strand, now: float) -> bool:
    """The state has failed for good; False where that was one event too many."""
    if strand.state.type in ("Parallel", "Map"):
        strand.execution.log(now, strand, f"{strand.state.type}StateFailed")
    return not strand.is_over


def _retried(strand: Strand, now: float, failure: Failure) -> bool:
    """Whether a retrier is for it that is not used up."""
    retriers: Sequence[Retrier] = getattr(strand.state, "retry", ())
    retrier = first_for(retriers, failure)
    if retrier is None or strand.tried(retrier) >= retrier.max_attempts:
        return False
    execution = strand.execution
    execution.retries += 1
    if execution.retries >= execution.most_events:
        _tried_too_often(strand, now)
        return True
    delay = wait_s(retrier, strand.count(retrier), execution.host.jitter)
    execution.host.noted(now, execution, "retried", strand.state, failure.error)
    execution.host.call_at(now + delay, _again, strand)
    return True


def _tried_too_often(strand: Strand, now: float) -> None:
    """A retry of what fails before it begins writes no event, so that no history bounds it."""
    many = f"The execution tried again {strand.execution.retries:,} times, which is the most here."
    if _is_told(strand, now):
        _uncaught(strand, now, Failure(RUNTIME, many))


def wait_s(retrier: Retrier, k: int, draw: Any) -> float:
    """Seconds before the ``k``-th retry, from 1: capped first, then anywhere below with FULL."""
    try:
        grown = retrier.interval_s * retrier.backoff_rate ** (k - 1)
    except OverflowError:
        grown = LONGEST_WAIT_S
    capped = min(grown, retrier.max_delay_s, LONGEST_WAIT_S)
    return capped * float(draw()) if retrier.full_jitter else capped


def _again(strand: Strand) -> None:
    """The wait before a retry is over; it is a transition, too."""
    if not strand.is_over:
        strand.is_retry = True
        execution = strand.execution
        execution.host.admit(execution.host.now, strand.state, execution.resume, strand)


def _caught(strand: Strand, now: float, failure: Failure) -> bool:
    catchers: Sequence[Catcher] = getattr(strand.state, "catch", ())
    catcher = first_for(catchers, failure)
    if catcher is None:
        return False
    execution = strand.execution
    error_output = {"Error": failure.error, "Cause": failure.cause}
    try:
        left = catcher.flow.caught(strand.input, strand.effective, error_output, strand)
        output = strand.take(left)
    except StateFault as fault:
        failure = _failure_of(strand, now, fault)
        if not strand.is_over:
            _uncaught(strand, now, failure)
        return True
    execution.host.noted(now, execution, "caught", strand.state, failure.error)
    leave(strand, now, output, catcher.next)
    return True


def _uncaught(strand: Strand, now: float, failure: Failure) -> None:
    execution = strand.execution
    execution.host.noted(now, execution, "uncaught", strand.state, failure.error)
    strand.is_over = True
    execution.broken(strand, now, failure)


EXITED = {
    kind: f"{kind}StateExited"
    for kind in ("Task", "Pass", "Choice", "Wait", "Succeed", "Parallel", "Map")
}
