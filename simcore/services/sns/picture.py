"""How the laboratory shows a topic."""

from __future__ import annotations

from simcore.component.picture import EdgeKind, Flow, taker
from simcore.component.words import counter

__all__ = ["EDGES", "PICTURE"]

PICTURE = taker(
    "NumberOfMessagesPublished",
    "published",
    sends="NumberOfNotificationsDelivered",
    dead_letters=counter("published"),
    leaving={"dead-letter": (Flow("dlq", "NumberOfNotificationsRedrivenToDlq"),)},
    flags={"first_dead_letter": "First message not delivered"},
)

EDGES = {"notify": EdgeKind("notify")}
