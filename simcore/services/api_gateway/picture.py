"""How the laboratory shows an API."""

from __future__ import annotations

from simcore.component.picture import Bound, Flow, Inspected, Line, Picture, Row
from simcore.component.timelines import CONCURRENCY, LATENCY, LOAD, THROTTLES, latency
from simcore.component.words import Figure, When, Words, counter, per_second, ratio, so_far, value
from simcore.services.api_gateway.refusals.reading import METRIC
from simcore.services.api_gateway.rules import RULES

__all__ = ["PICTURE"]

OPEN = value("OpenConnections")


def _number(name: str) -> Figure:
    return Figure(counter(name), "number")


def _of(part: str, whole: str) -> tuple[Words, ...]:
    """A total and its part of another one, where there is any."""
    share = Figure(ratio(counter(part), counter(whole)), "percent")
    return (Words("{} ({})", (_number(part), share), (When(counter(part)), When(counter(whole)))),)


def _total(name: str) -> tuple[Words, ...]:
    return (Words("{}", (_number(name),), (When(counter(name)),)),)


INSPECTED = (
    Inspected("Waiting", (Words("{}", (Figure(value("RequestsWaiting"), "number"),),
                                (When(value("RequestsWaiting"), told=True),)),)),
    Inspected("Throttled", limiter=True),
    Inspected("Answered so far", _of("answered_well", "received"), each="answered."),
    Inspected("Refused with 429", _of("throttled", "received"), each="throttled."),
    Inspected("Integration timeouts", _of("integration_timeouts", "received")),
    Inspected("Answers nobody waited for", _of("late_answers", "integration_timeouts")),
    Inspected("Cache hits", _of("cache_hits", "received")),
    Inspected("Authorizer invocations", _of("authorizer_invocations", "received")),
    Inspected("Handshakes so far", _of("connections_opened", "handshakes"), each="handshake."),
    Inspected("Open for", (Words("{} each", (Figure(ratio(counter("connection_seconds"),
                                                    counter("connections_opened")), "seconds"),),
                                      (When(counter("connections_opened")),)),), each="closed."),
    Inspected("Messages so far", _total("messages"), each="message."),
    Inspected("Canary", _of("canary_requests", "received")),
    Inspected("Cost so far", (Words("{}", (Figure(value("EstimatedCharges"), "dollars"),),
                                    (When(value("EstimatedCharges"), told=True),)),)),
)  # fmt: skip

PICTURE = Picture(
    headline=(
        Words("{} open", (Figure(OPEN),), (When(OPEN, told=True),)),
        Words("{}", (Figure(per_second("Count"), "rate"),)),
    ),
    sub=(
        Words("{} refused", (Figure(per_second("ThrottledCount"), "rate"),),
              when=(When(per_second("ThrottledCount")),)),
        Words("{} waiting", (Figure(value("RequestsWaiting")),),
              when=(When(value("RequestsWaiting")),)),
        Words("{} messages", (Figure(per_second("MessageCount"), "rate"),),
              when=(When(OPEN, told=True),)),
        so_far("received"),
    ),
    inspector=INSPECTED,
    rules="apigateway.",
    counts={"thr": ("ThrottledCount",), "err": ("IntegrationTimeouts",)},
    takes="Count",
    leaving={
        "invoke": (
            Flow("busy", "Invocations", "to", sole=True),
            Flow("busy", "ExecutionsStarted", "to", sole=True),
            Flow("thr", "Throttles", "to", back=True, lane=14, sole=True),
            Flow("err", "IntegrationTimeouts", back=True, lane=-15, once=True),
        ),
    },
    rows=(
        Row("api-requests", "API requests", "The rate of requests to APIs", LOAD, 42,
            (Line("requests", "Count", "ink2", area=True, per_second=True),
             Line("refused", "ThrottledCount", "thr", per_second=True),
             Line("timed out", "IntegrationTimeouts", "err", per_second=True)),
            format="rate", kind="rate"),
        Row("api-waiting", "Requests waiting", "Requests that wait for an API's answer", LOAD, 43,
            (Line("waiting", "RequestsWaiting", "queued", area=True),),
            word="waiting", better="less"),
        Row("api-throttles", "API throttles", "The rate of requests that APIs refuse",
            THROTTLES, 9,
            (Line("throttled", "ThrottledCount", "thr", area=True, per_second=True),),
            format="rate", kind="rate", better="less"),
        Row("connections", "Open connections", "Open connections", CONCURRENCY, 30,
            (Line("open", "OpenConnections", "busy", area=True),), word="open"),
        Row("messages", "Messages", "The rate of messages of connected clients", LOAD, 45,
            (Line("messages", "MessageCount", "ink2", area=True, per_second=True),),
            format="rate", kind="rate"),
        latency("API latency", "Latency", 42, title="API latency"),
        Row("integration-latency", "Integration latency", "Integration latency{whose}, p99,",
            LATENCY, 43, (Line("p99", "IntegrationLatency.p99", "p99", width=2),),
            format="milliseconds", word="p99", summed=False, better="less"),
    ),
    bound=Bound(METRIC, RULES),
)  # fmt: skip
