"""How the facts of a bucket read."""

from __future__ import annotations

from typing import Any

from simcore.facts import Row
from simcore.recording.board import Board
from simcore.recording.charges import estimated_charges
from simcore.recording.fold import BoardFold
from simcore.recording.layout import Columns, Rows
from simcore.recording.reading import (
    PART,
    Balance,
    Count,
    Durations,
    Flagged,
    Last,
    Listed,
    Metric,
    Own,
    Reading,
    Spread,
    Sum,
    Tally,
    the_part,
)
from simcore.recording.told import Part, Work
from simcore.services.s3.facts import (
    NotificationDelivered,
    NotificationMade,
    NotificationRefused,
    NotificationsObserved,
    ObjectPut,
    RequestRefused,
)

__all__ = ["READING"]


class Lost(BoardFold):
    """Counts refusals that are due never."""

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None
    ) -> None:
        super().__init__(fact, board, metric, counter)
        board.declare_sum(metric, counter)

    def few(self, rows: Rows) -> None:
        """Count."""
        found = [row for row in map(NotificationRefused._make, rows) if row.due < 0]
        self.board.add(self.metric, self.counter, len(found))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Count."""
        self.board.add(self.metric, self.counter, int((columns["due"] < 0).sum()))


def _notified(row: Row) -> str:
    return f"notifications.{row[1] - 1}" if row[1] else "EventBridge"


def _lost(row: Row) -> tuple[str, str]:
    return f"not delivered: {PART}", "given up" if row[2] < 0 else "tried again"


def _slow_down(row: Row) -> str:
    return "503 Slow Down"


def _refused(row: Row) -> tuple[str, str]:
    return "object refused", "503 Slow Down"


OF_OBJECTS = Reading(
    metrics=(
        estimated_charges(": objects put", ObjectPut),
        Metric(
            "ObjectsReceived",
            Count(ObjectPut),
            "Objects received",
            "Objects put into the bucket.",
            counter="received",
        ),
        Metric(
            "5xxErrors",
            Count(RequestRefused),
            "503 Slow Down",
            "Requests that were refused, as their prefix had all that it takes.",
            counter="refused",
            source="AWS/S3 request metrics",
        ),
    ),
    events=(Listed(RequestRefused, "thr", 2, _refused),),
    flags=(Flagged(RequestRefused, "first_throttle", _slow_down),),
    tells=(Tally("received"), Tally("refused", better="less")),
    works=(Work("request", (Part("refused", ("refused",), "refused"),), attempts=True),),
)

OF_NOTIFICATIONS = Reading(
    metrics=(
        Metric(
            "NotificationsMade",
            (Count(NotificationMade), Sum(NotificationMade, "copies")),
            "Notifications",
            "Notifications of objects, those that are delivered twice counted twice.",
            counter="notifications",
        ),
        Metric(
            "NotificationsDelivered",
            Count(NotificationDelivered),
            "Notifications delivered",
            "Notifications that a destination took.",
            counter="notified",
        ),
        Metric(
            "NotificationsFailed",
            Own(NotificationRefused, Lost),
            "Notifications lost",
            "Notifications that were given up: no permission, or refused for too long.",
            counter="notifications_lost",
        ),
        Metric(
            "NotificationsWaiting",
            Last(NotificationsObserved, "waiting"),
            "Notifications waiting",
            "Notifications that no destination has taken yet.",
            counter="notifications_waiting",
        ),
        Metric(
            "NotificationLatency",
            Durations(NotificationDelivered, "t", "put", mean=False),
            "Notification latency",
            "From an object that is put to the destination that takes its notification.",
        ),
        Metric(
            "NotificationsTwice",
            Sum(NotificationMade, "copies"),
            "Delivered twice",
            "Notifications that are delivered twice.",
            counter="notified_twice",
        ),
        Metric(
            "NotificationsRefused",
            Count(NotificationRefused),
            "Deliveries refused",
            "Deliveries that a destination did not take, each time.",
            counter="notifications_refused",
        ),
    ),
    events=(Listed(NotificationRefused, "err", 1, _lost, part=_notified),),
    flags=(Flagged(NotificationRefused, "first_error", the_part, part=_notified),),
    observed=(NotificationsObserved,),
    balances=(
        Balance(("notifications",), ("notified", "notifications_lost", "notifications_waiting")),
    ),
    tells=(
        Tally("notified", better="more"),
        Tally("notified_twice"),
        Tally("notifications_lost", better="less"),
        Tally("notifications_refused", better="less"),
        Spread("NotificationLatency", "notification latency"),
    ),
    waits=("notifications_waiting",),
    works=(
        Work(
            "notification",
            (Part("lost", ("notifications_lost",), "could not be delivered", does=True),),
            attempts=True,
        ),
    ),
)

READING = OF_OBJECTS + OF_NOTIFICATIONS
