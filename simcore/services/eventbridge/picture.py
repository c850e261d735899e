"""How the laboratory shows a bus."""

from __future__ import annotations

from simcore.component.picture import EdgeKind, Ends, Flow, Line, Row, taker
from simcore.component.timelines import LOAD
from simcore.component.words import counter

__all__ = ["EDGES", "PICTURE"]

PICTURE = taker(
    "EventsReceived",
    "received",
    sends="Invocations",
    dead_letters=counter("received"),
    counts={
        "retry": ("InvocationAttemptsFailed",),
        "thr": ("EventsRefused", "ThrottledRules"),
        "err": ("FailedInvocations",),
    },
    leaving={"dead-letter": (Flow("dlq", "InvocationsSentToDlq"),)},
    rows=(
        Row(
            "invocations-waiting",
            "Invocations of rules waiting",
            "Invocations of rules that wait",
            LOAD,
            26,
            (
                Line("delayed", "InvocationsWaiting", "queued", area=True),
                Line("tried again", "InvocationsRetrying", "retry"),
            ),
            word="delayed",
            better="less",
            needs=Ends(out=("rule",)),
        ),
    ),
    flags={"first_dead_letter": "First event not delivered"},
)

EDGES = {"rule": EdgeKind("rule")}
