"""How the laboratory shows a downstream."""

from __future__ import annotations

from simcore.component.picture import Flow, Inspected, Line, Picture, Row
from simcore.component.timelines import LOAD, latency
from simcore.component.words import Figure, When, Words, counter, per_second, value
from simcore.services.downstream.rules import BOUND

__all__ = ["PICTURE"]

BUSY, WAITING = value("ConnectionsBusy"), value("CallsWaiting")
REFUSED = per_second("CallsRefused")

PICTURE = Picture(
    headline=(Words("{} busy", (Figure(BUSY),)),),
    sub=(
        Words("{} refused", (Figure(REFUSED, "rate"),), (When(REFUSED),)),
        Words("{} in line", (Figure(WAITING),), (When(WAITING),)),
        Words("{}", (Figure(per_second("Calls"), "rate"),)),
    ),
    inspector=(
        Inspected("Connections in use", (Words("{}", (Figure(BUSY, "number"),)),)),
        Inspected("Calls in line", (Words("{}", (Figure(WAITING, "number"),)),)),
        Inspected("Bound", limiter=True),
        Inspected("Answered so far", (
            Words("{} of {}", (Figure(counter("answered"), "number"),
                               Figure(counter("calls"), "number"))),
        )),
        Inspected("Failed so far", (Words("{}", (Figure(counter("failed"), "number"),)),)),
        Inspected("Refused so far", (Words("{}", (Figure(counter("refused"), "number"),)),),
                  each="refused."),
        Inspected("Given up in line so far", (
            Words("{}", (Figure(counter("given_up"), "number"),)),
        )),
    ),
    takes="Calls",
    coming={"invoke": (Flow("busy", "Calls", "to", sole=True),
                       Flow("thr", "CallsRefused", "to", back=True, lane=14, sole=True))},
    counts={"queued": ("CallsWaiting",), "thr": ("CallsRefused",),
            "err": ("CallsFailed", "CallsGivenUp")},
    rows=(
        Row("connections", "Connections", "Connections in use, and calls that wait for one,", LOAD,
            50, (Line("waiting", "CallsWaiting", "queued", area=True),
                 Line("in use", "ConnectionsBusy", "busy")),
            word="waiting", better="less"),
        latency("Call latency", "CallLatency", 60, title="Call latency"),
    ),
    bound=BOUND,
)  # fmt: skip
