"""How the laboratory shows a distribution."""

from __future__ import annotations

from simcore.component.picture import Flow, Inspected, Line, Picture, Row
from simcore.component.timelines import LOAD, latency
from simcore.component.words import (
    Figure,
    Quantity,
    When,
    Words,
    counter,
    per_second,
    ratio,
    so_far,
    value,
)

__all__ = ["PICTURE"]

HITS = ratio(counter("cache_hits"), counter("cache_hits", "cache_misses"))
FAILED = per_second("Errors5xx")


def _number(reading: Quantity) -> Figure:
    return Figure(reading, "number")


def _counted(*names: str) -> tuple[Words, ...]:
    return (Words("{}", (_number(counter(*names)),)),)


PICTURE = Picture(
    headline=(Words("{}", (Figure(per_second("Requests"), "rate"),)),),
    sub=(
        Words("{} get 5xx", (Figure(FAILED, "rate"),), (When(FAILED),)),
        Words("{} hits", (Figure(HITS, "percent"),), (When(counter("cache_hits")),)),
        so_far("requests"),
    ),
    inspector=(
        Inspected("Waiting", (Words("{}", (_number(value("ViewersWaiting")),)),)),
        Inspected("Cache hit rate", (
            Words("{} so far", (Figure(HITS, "percent"),),
                  (When(counter("cache_hits", "cache_misses")),)),
        )),
        Inspected("Answered so far", _counted("answers"), each="answered."),
        Inspected("Responses kept", (Words("{}", (_number(value("CachedResponses")),)),)),
        Inspected("To origins so far", _counted("origin_requests"), each="origin."),
        Inspected("Edge runs so far", _counted("edge_function_runs"), each="runs."),
        *(Inspected(name, (Words("{}", (_number(counter(told)),), (When(counter(told)),)),))
          for name, told in (("Edge runs that failed", "execution_errors"),
                             ("Edge runs invalid", "validation_errors"),
                             ("Edge runs refused", "limit_exceeded"))),
        Inspected("Cost so far", (
            Words("{}", (Figure(value("EstimatedCharges"), "dollars"),),
                  (When(value("EstimatedCharges"), told=True),)),
        )),
    ),
    rules="cloudfront.",
    takes="Requests",
    counts={"err": ("Errors5xx",)},
    leaving={"invoke": (
        Flow("busy", "Invocations", "to", sole=True),
        Flow("busy", "RequestCount", "to", sole=True),
        Flow("busy", "FunctionInvocations", "to", sole=True),
        Flow("err", "LambdaLimitExceededErrors", back=True, lane=14),
    )},
    rows=(
        Row("requests", "Requests", "The rate of viewers' requests", LOAD, 46,
            (Line("requests", "Requests", "ink2", area=True, per_second=True),
             Line("to origins", "OriginRequests", "busy", per_second=True),
             Line("5xx", "Errors5xx", "err", per_second=True)),
            format="rate", kind="rate"),
        Row("hit-rate", "Cache hit rate", "The cache hit rate", LOAD, 47,
            (Line("hits", "CacheHitRate", "busy", area=True, factor=100.0),),
            format="percent", summed=False, better="more"),
        latency("Viewer latency", "ViewerLatency", 46, title="Viewer latency"),
        latency("Origin latency", "OriginLatency", 47, title="Origin latency"),
    ),
)  # fmt: skip
