"""How the laboratory shows a scheduler."""

from __future__ import annotations

from simcore.component.picture import EdgeKind, Flow, Line, Picture, Row
from simcore.component.timelines import LOAD
from simcore.component.words import Figure, When, Words, per_second, so_far, value

__all__ = ["EDGES", "PICTURE"]

PICTURE = Picture(
    headline=(Words("{}", (Figure(per_second("TargetsInvoked"), "rate"),)),),
    sub=(
        Words(
            "{} wait",
            (Figure(value("InvocationsWaiting", "InvocationsInWindow", "InvocationsRetrying")),),
            when=(When(value("InvocationsWaiting", "InvocationsInWindow", "InvocationsRetrying")),),
        ),
        so_far("targets_invoked"),
    ),
    counts={
        "retry": ("TargetErrorCount",),
        "thr": ("InvocationThrottleCount",),
        "err": ("InvocationDroppedCount",),
    },
    sends="TargetsInvoked",
    leaving={"dead-letter": (Flow("dlq", "InvocationsSentToDeadLetterCount"),)},
    rows=(
        Row(
            "schedules-waiting",
            "Scheduled invocations waiting",
            "Scheduled invocations that wait",
            LOAD,
            27,
            (
                Line("in their window", "InvocationsInWindow", "ink3", area=True),
                Line("delayed", "InvocationsWaiting", "queued"),
                Line("tried again", "InvocationsRetrying", "retry"),
            ),
            main=1,
            word="delayed",
            better="less",
        ),
    ),
    flags={"first_dead_letter": "First invocation dropped"},
)

EDGES = {"schedule": EdgeKind("schedule")}
