"""How the laboratory shows a topic."""

from __future__ import annotations

from simcore.component.picture import EdgeKind, Ends, Flow, Line, Row, taker
from simcore.component.timelines import LOAD
from simcore.component.words import counter

__all__ = ["EDGES", "PICTURE"]

PICTURE = taker(
    "NumberOfMessagesPublished",
    "published",
    sends="NumberOfNotificationsDelivered",
    dead_letters=counter("published"),
    leaving={"dead-letter": (Flow("dlq", "NumberOfNotificationsRedrivenToDlq"),)},
    counts={"retry": ("DeliveryAttemptsFailed",), "thr": ("PublishesRefused",)},
    rows=(
        Row(
            "notifications-waiting",
            "Notifications waiting",
            "Notifications that wait for a retry",
            LOAD,
            25,
            (Line("waiting", "NotificationsWaiting", "retry", area=True),),
            word="waiting",
            better="less",
            needs=Ends(traits=("retries",)),
        ),
    ),
    flags={"first_dead_letter": "First message not delivered"},
)

EDGES = {"notify": EdgeKind("notify")}
