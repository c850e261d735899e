"""How the facts of a downstream read."""

from __future__ import annotations

from simcore.facts import ERROR, SUCCESS, Row
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Flagged,
    Highest,
    Last,
    Listed,
    Metric,
    Reading,
    Spread,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.downstream.facts import (
    BOUND_BY,
    REFUSALS,
    CallEnded,
    CallGaveUp,
    CallReceived,
    CallRefused,
    DownstreamObserved,
)

__all__ = ["READING"]

OBSERVED = DownstreamObserved
EXPLAINED = """By what happened, not by settings: by an ``outage``, while it is not available;
else, where calls wait for a connection, by its ``connections``, or by its ``waiting line`` where
that is full; else by ``upstream``: nobody waits."""


def _refused(row: Row) -> tuple[str, str]:
    return "call refused", REFUSALS[row[1]]


def _reason(row: Row) -> str:
    return REFUSALS[row[1]]


def _gave_up(row: Row) -> tuple[str, str]:
    return "call left the line without a connection", f"after {row[0] - row[1]:.1f} s"


READING = Reading(
    metrics=(
        Metric(
            "Calls",
            Count(CallReceived),
            "Calls",
            "Calls that came, with those that were refused.",
            counter="calls",
        ),
        Metric(
            "CallsAnswered",
            Where(CallEnded, "outcome", (SUCCESS,)),
            "Calls answered",
            "Calls answered well.",
            counter="answered",
        ),
        Metric(
            "CallsFailed",
            Where(CallEnded, "outcome", (ERROR,)),
            "Calls failed",
            "Calls answered with an error, after their latency.",
            counter="failed",
        ),
        Metric(
            "CallsRefused",
            Count(CallRefused),
            "Calls refused",
            "Calls refused at once: in an outage, or as the waiting line was full.",
            counter="refused",
        ),
        Metric(
            "CallsGivenUp",
            Count(CallGaveUp),
            "Calls given up",
            "Calls that left the line without a connection: after the wait timeout, or as an "
            "outage began.",
            counter="given_up",
        ),
        Metric(
            "ConnectionsBusy",
            Last(OBSERVED, "busy"),
            "Connections in use",
            "Connections that work on a call, at the end of a bin.",
            counter="busy",
        ),
        Metric(
            "CallsWaiting",
            Last(OBSERVED, "waiting"),
            "Calls waiting",
            "Calls that wait for a connection, at the end of a bin.",
            counter="waiting",
        ),
        Metric(
            "ConnectionWait",
            Durations(CallEnded, "began", "came"),
            "Wait for a connection",
            "From a call to its connection, of those that got one.",
        ),
        Metric(
            "CallLatency",
            Durations(CallEnded, "t", "came"),
            "Call latency",
            "From a call to its answer, the wait for a connection included.",
        ),
        Metric(
            "DownstreamBoundBy",
            Last(OBSERVED, "bound"),
            "Bound by",
            "The rule that bounds the downstream, as a number: see below.",
            unit="Limit",
            names=BOUND_BY,
            explained=EXPLAINED,
        ),
    ),
    counters=(Counter("refused.<reason>", Each(CallRefused, "reason", REFUSALS)),),
    events=(
        Listed(CallRefused, "thr", 3, _refused),
        Listed(CallGaveUp, "err", 2, _gave_up),
    ),
    flags=(Flagged(CallRefused, "first_refused_call", _reason, each="reason"),),
    balances=(
        Balance(("calls",), ("answered", "failed", "refused", "given_up", "busy", "waiting")),
        Balance(("refused",), ("refused.<reason>",)),
    ),
    tells=(
        Tally("calls"),
        Tally("answered", better="more"),
        Tally("failed", better="less"),
        Tally("refused", better="less"),
        Tally("given_up", better="less"),
        Highest("CallsWaiting", "calls waiting", better="less"),
        Spread("ConnectionWait", "wait for a connection"),
        Spread("CallLatency", "call latency"),
    ),
    waits=("busy", "waiting"),
    works=(
        Work(
            "call",
            (
                Part("done", ("answered",), "answered"),
                Part("failed", ("failed",), "answered with an error"),
                Part("refused", ("refused", "given_up"), "refused, or given up in line"),
                Part("left", ("waiting",), "still waiting"),
                Part("left", ("busy",), "in work"),
            ),
            attempts=True,
        ),
    ),
)
