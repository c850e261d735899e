"""How the laboratory shows a service that invokes."""

from __future__ import annotations

from simcore.component.picture import Flow, Line, Picture, Row, Story
from simcore.component.timelines import LATENCY, LOAD, percentiles
from simcore.component.words import Figure, When, Words, counter, per_second, so_far, value

__all__ = ["PICTURE"]

WAITING = value("EventsWaiting", "OperationsRunning", "AnswersAwaited")

PICTURE = Picture(
    headline=(Words("{}", (Figure(per_second("Events"), "rate"),)),),
    sub=(
        Words("{} failed so far", (Figure(counter("operations_failed"), "number"),),
              when=(When(counter("operations_failed")),)),
        Words("{} lost so far", (Figure(counter("events_lost"), "number"),),
              when=(When(counter("events_lost")),)),
        Words("{} unanswered so far", (Figure(counter("answers_missed"), "number"),),
              when=(When(counter("answers_missed")),)),
        Words("{} wait", (Figure(WAITING, "number"),), when=(When(WAITING),)),
        so_far("events"),
    ),
    leaving={
        "invoke": (
            Flow("busy", "Attempts"),
            Flow("thr", "AttemptsThrottled", back=True, lane=14),
            Flow("err", "AttemptsTimedOut", back=True, lane=-15),
        ),
        "invoke-async": (
            Flow("busy", "Deliveries"),
            Flow("err", "DeliveryErrors", back=True, lane=14),
        ),
        "on-failure": (Flow("dlq", "ErrorActions"),),
    },
    rows=(
        Row("requests", "Requests", "The rate of requests", LOAD, 45,
            (Line("requests", "Events", "ink2", area=True, per_second=True),),
            format="rate", kind="rate"),
        Row("operations-failed", "Operations failed", "Operations that failed", LOAD, 46,
            (Line("failed", "OperationsFailed", "err", area=True),
             Line("timed out", "AttemptsTimedOut", "thr")), better="less"),
        Row("operation-latency", "Operation latency", "Operation latency{whose}, p99,",
            LATENCY, 45, percentiles("OperationLatency", "p50", "p95", "p99"), main=2,
            format="milliseconds", word="p99", summed=False, better="less",
            empty="no operation ended"),
    ),
    story=Story("Operation", parts=True),
)  # fmt: skip
