"""Insights about a downstream: handlers that stand in line for a connection, and are paid for."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, rounded_up, seconds

__all__ = ["INSIGHTS"]

MODEL = (
    "A downstream: a pool of connections with a line before it, which handlers call and wait for"
)
FEWEST = 50
"""Calls that were answered."""


def _waiting(history: History, id: str) -> Iterator[Found]:
    """On average a call waits for longer than it is then worked on."""
    waited = history.percentile(id, "ConnectionWait", "mean") or 0.0
    worked = (history.percentile(id, "CallLatency", "mean") or 0.0) - waited
    stretch = history.heaviest(
        history.where(id, "CallsWaiting", lambda n: n > 0, gap_s=5.0), id, "CallsWaiting"
    )
    if history.counter(id, "answered") < FEWEST or waited <= worked or stretch is None:
        return
    most, at = history.peak(id, "CallsWaiting", stretch)
    connections = history.spec(id).connections
    yield Found(
        stretch.t,
        stretch.until,
        f"Handlers stood in line for {id}, and were paid for it.",
        f"With its {many(connections, 'connection')} in use, a call waited "
        f"{seconds(waited / 1000)} on average, for {seconds(worked / 1000)} of work; up to "
        f"{most:,.0f} waited at once.",
        (history.seen(id, "CallsWaiting", at), history.counted(id, "answered")),
        _more(id, connections + most),
    )


def _more(id: str, needed: float) -> Try:
    value = rounded_up(needed)
    return Try(f"components.{id}.connections", value, f"Give it {value:,} connections.")


INSIGHTS = (
    InsightKind(
        "waiting-for-connections",
        "Handlers waited for a downstream's connections",
        f"At least {FEWEST} calls were answered, which on average waited for a connection longer "
        "than they were then worked on.",
        Law(
            "Duration is charged in GB-seconds, from the handler's start to its end: its waiting "
            "is in it.",
            MODEL,
            "price.lambda.gb_second_usd",
        ),
        _waiting,
        explains="waiting",
    ),
)
