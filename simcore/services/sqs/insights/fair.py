"""Insights about fair queues: whose messages waited behind all others', and for how long."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Found, History, InsightKind, Law
from simcore.component.spoken import seconds

__all__ = ["FAIR"]

TENANTS = "The tenants of a fair queue, and which of them are noisy"
NOISY = "ApproximateNumberOfNoisyGroups"
OLDEST = "ApproximateAgeOfOldestMessage"
LEAST_S, GAP_S = 10.0, 5.0
"""So long some tenant is noisy at least, with pauses of so long at the most."""
TIMES = 5.0
"""So many times as old as that of the quiet groups is the oldest message."""


def _held_back(history: History, id: str) -> Iterator[Found]:
    """A tenant was noisy, and the others' messages were not as old as its own."""
    for stretch in history.where(id, NOISY, _any, GAP_S):
        oldest, _ = history.peak(id, OLDEST, stretch)
        quiet, _ = history.peak(id, f"{OLDEST}InQuietGroups", stretch)
        if stretch.lasts_s < LEAST_S or oldest < TIMES * max(quiet, 1.0):
            continue
        most, t = history.peak(id, NOISY, stretch)
        who = "One group was" if most == 1 else f"{most:,.0f} groups were"
        yield Found(
            stretch.t,
            stretch.until,
            f"{who} noisy in {id}, and held up no other.",
            f"Its oldest message was up to {seconds(oldest)} old, of those of quiet groups that "
            f"waited {seconds(quiet)}.",
            (history.seen(id, NOISY, t),),
        )
        return


def _any(n: float) -> bool:
    return n > 0


FAIR = (
    InsightKind(
        "noisy-group-held-back",
        "A noisy group waited alone",
        f"Of a fair queue some group was noisy for {LEAST_S:.0f} s or more, and the oldest message "
        f"was {TIMES:.0f} times as old as that of quiet groups.",
        Law(
            "A message group with more than a tenth of the messages in flight is noisy: its "
            "messages are received when no other waits.",
            TENANTS,
            "sqs.fair.in_flight_share",
        ),
        _held_back,
    ),
)
