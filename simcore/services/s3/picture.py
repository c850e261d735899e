"""How the laboratory shows a bucket."""

from __future__ import annotations

from simcore.component.picture import Flow, Line, Row, taker
from simcore.component.timelines import LATENCY, LOAD, percentiles
from simcore.component.words import counter

__all__ = ["PICTURE"]

PICTURE = taker(
    "ObjectsReceived",
    "received",
    sends="NotificationsDelivered",
    dead_letters=counter("received"),
    leaving={
        "notify": (
            Flow("busy", otherwise="NotificationsDelivered"),
            Flow("err", "NotificationsFailed", lane=14, once=True),
        )
    },
    coming={
        "send": (Flow("thr", "5xxErrors", of="to", back=True, lane=14, once=True),),
    },
    rows=(
        Row("objects", "Objects", "The rate of objects put", LOAD, 70,
            (Line("objects", "ObjectsReceived", "ink2", area=True, per_second=True),
             Line("refused", "5xxErrors", "thr", per_second=True)),
            format="rate", kind="rate"),
        Row("notification-latency", "Notification latency", "Notification latency{whose}, p99,",
            LATENCY, 70, percentiles("NotificationLatency", "p50", "p95", "p99"), main=2,
            format="milliseconds", word="p99", summed=False, better="less",
            empty="no notification yet"),
    ),
)  # fmt: skip
