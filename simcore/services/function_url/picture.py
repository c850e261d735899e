"""How the laboratory shows a function URL."""

from __future__ import annotations

from simcore.component.picture import Flow, Inspected, Line, Picture, Row
from simcore.component.timelines import LATENCY, LOAD
from simcore.component.words import Figure, When, Words, counter, per_second, ratio, so_far, value

__all__ = ["PICTURE"]


def _of(part: str, whole: str) -> tuple[Words, ...]:
    """A total and its part of another one, where there is any."""
    figures = (
        Figure(counter(part), "number"),
        Figure(ratio(counter(part), counter(whole)), "percent"),
    )
    return (Words("{} ({})", figures, (When(counter(part)), When(counter(whole)))),)


PICTURE = Picture(
    headline=(Words("{}", (Figure(per_second("UrlRequestCount"), "rate"),)),),
    sub=(
        Words("{} refused", (Figure(per_second("UrlThrottles"), "rate"),),
              when=(When(per_second("UrlThrottles")),)),
        Words("{} waiting", (Figure(value("RequestsWaiting")),),
              when=(When(value("RequestsWaiting")),)),
        so_far("received"),
    ),
    inspector=(
        Inspected("Waiting", (Words("{}", (Figure(value("RequestsWaiting"), "number"),),
                                    (When(value("RequestsWaiting"), told=True),)),)),
        Inspected("Answered so far", _of("answered_well", "received")),
        Inspected("Errors so far", _of("server_errors", "received"), each="answered."),
        Inspected("Refused with 429", _of("throttled", "received")),
    ),
    rules="lambda.url",
    counts={"thr": ("UrlThrottles",), "err": ("Url5xxCount",)},
    takes="UrlRequestCount",
    leaving={
        "invoke": (
            Flow("busy", "Invocations", "to", sole=True),
            Flow("thr", "Throttles", "to", back=True, lane=14, sole=True),
        ),
    },
    rows=(
        Row("url-requests", "URL requests", "The rate of requests to function URLs", LOAD, 44,
            (Line("requests", "UrlRequestCount", "ink2", area=True, per_second=True),
             Line("refused", "UrlThrottles", "thr", per_second=True),
             Line("failed", "Url5xxCount", "err", per_second=True)),
            format="rate", kind="rate"),
        Row("url-latency", "URL latency", "URL latency{whose}, p99,", LATENCY, 44,
            (Line("p50", "UrlRequestLatency.p50", "p50"),
             Line("p99", "UrlRequestLatency.p99", "p99", width=2)),
            main=1, format="milliseconds", word="p99", summed=False, better="less"),
    ),
)  # fmt: skip
