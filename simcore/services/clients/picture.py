"""How the laboratory shows a client."""

from __future__ import annotations

from simcore.component.picture import (
    Carried,
    EdgeKind,
    Flow,
    Line,
    Picture,
    Row,
)
from simcore.component.timelines import LOAD, latency
from simcore.component.words import Figure, When, Words, per_second, so_far

__all__ = ["EDGES", "PICTURE"]

REQUESTS = Flow("busy", "Requests")

PICTURE = Picture(
    headline=(Words("{}", (Figure(per_second("Requests"), "rate"),)),),
    sub=(
        Words("{} refused", (Figure(per_second("Throttles"), "rate"),),
              when=(When(per_second("Throttles")),)),
        so_far("requests"),
    ),
    sends="Requests",
    leaving={
        "invoke": (REQUESTS, Flow("thr", "Throttles", back=True, lane=14)),
        "invoke-async": (REQUESTS,),
        "send": (REQUESTS,),
    },
    rows=(
        Row("requests", "Requests", "The rate of requests", LOAD, 40,
            (Line("requests", "Requests", "ink2", area=True, per_second=True),),
            format="rate", kind="rate"),
        latency("Client latency", "Latency", 40),
    ),
    replays=True,
)  # fmt: skip

EDGES = {"send": EdgeKind(carries=Carried("Batch", "msg", 2))}
