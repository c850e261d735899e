"""How the laboratory shows a function, the account, and the ways that events take: data."""

from __future__ import annotations

from dataclasses import replace

from simcore.awslambda.rules import LIMITED
from simcore.component.picture import (
    Carried,
    EdgeKind,
    Ends,
    Flow,
    FramePart,
    Inspected,
    Line,
    Picture,
    Row,
    Story,
)
from simcore.component.timelines import (
    CONCURRENCY,
    COST,
    LATENCY,
    LOAD,
    THROTTLES,
    latency,
    percentiles,
)
from simcore.component.words import Figure, Quantity, When, Words, counter, part, ratio, value

__all__ = ["ACCOUNT", "EDGES", "FUNCTION"]

EVENTS = Ends(
    into=("invoke-async", "notify", "on-success", "on-failure"),
    out=("dead-letter", "on-success", "on-failure"),
)
"""Functions that are invoked with events: Lambda's internal queue stands before them."""

AGAIN = (
    Flow("retry", "AsyncRetries", "to", back=True, lane=-15, once=True),
    Flow("thr", "AsyncAttemptsRefused", "to", back=True, lane=14, once=True),
)
"""Events that go back into Lambda's internal queue: after an error, or refused."""

CALLS = (
    Flow("busy", "Invocations", "to", sole=True),
    Flow("thr", "Throttles", "to", back=True, lane=14, sole=True),
)
"""Of a handler that calls another function: told by the other one, if nobody else invokes it."""

MOST = value("ConcurrentExecutions")
IN_USE = part("environments.in_use")
LIVE = value("Environments.init", "Environments.busy", "Environments.idle")
LIMIT = part("environments.limit")
USED = When(IN_USE, told=True)
WAITING = part("async.waiting")


def _number(reading: Quantity) -> Figure:
    return Figure(reading, "number")


def _share(of: str, to: str, ending: str = "", *more: Figure) -> tuple[Words, ...]:
    """A total and its part of another one; "0" where it is none."""
    said = (_number(counter(of)), Figure(ratio(counter(of), counter(to)), "percent"), *more)
    return (Words(f"{{}} ({{}}){ending}", said, (When(counter(of)), When(counter(to)))),)


def _total(of: str, to: str) -> tuple[Words, ...]:
    return (*_share(of, to), Words("{}", (_number(counter(of)),)))


TIMED_OUT = Figure(counter("timeouts"))
COST_SO_FAR = value("EstimatedCharges")

INSPECTED = (
    Inspected("In use", (
        Words("{} of {}", (_number(IN_USE), _number(LIMIT)), (USED, When(LIMIT, told=True))),
        Words("{}", (_number(IN_USE),), (USED,)),
    )),
    Inspected("Most in {bin}", (
        Words("{} of {}", (_number(MOST), _number(LIMIT)), (When(LIMIT, told=True),)),
        Words("{}", (_number(MOST),)),
    )),
    Inspected("Limited", limiter=True),
    Inspected("Environments", (Words(
        "{} init · {} busy · {} idle",
        tuple(_number(value(f"Environments.{state}")) for state in ("init", "busy", "idle")),
    ),)),
    Inspected("Provisioned", (Words(
        "{} of {} ready · {} busy",
        tuple(_number(value(f"Provisioned.{x}")) for x in ("ready", "requested", "busy")),
        (When(value("Provisioned.requested"), told=True),),
    ),)),
    Inspected("Spilled over so far", tuple(
        replace(said, when=(When(value("Provisioned.requested"), told=True), *said.when))
        for said in _total("spilled_over", "invocations")
    )),
    Inspected("Cold starts so far", _total("cold_starts", "invocations")),
    Inspected("Errors so far", (
        *(replace(said, when=(*said.when, When(counter("timeouts"))))
          for said in _share("errors", "invocations", ", {} timed out", TIMED_OUT)),
        *_total("errors", "invocations"),
    )),
    Inspected("Throttles so far", (Words("{}", (_number(counter("throttles")),)),),
           each="throttles."),
    Inspected("Events waiting", (
        Words("{}, next in {}",
              (Figure(WAITING, "plural", "retry", "retries"),
               Figure(part("async.next_in"), "moment")),
              (When(part("async.next_in"), told=True),)),
        Words("{}", (Figure(WAITING, "plural", "retry", "retries"),), (When(WAITING, told=True),)),
    )),
    Inspected("Cost so far", (
        Words("{} ({} of all)",
              (Figure(COST_SO_FAR, "dollars"),
               Figure(ratio(COST_SO_FAR, value("EstimatedCharges", whose="account")), "percent")),
              (When(COST_SO_FAR, told=True), When(value("EstimatedCharges", whose="account")))),
        Words("{}", (Figure(COST_SO_FAR, "dollars"),), (When(COST_SO_FAR, told=True),)),
    )),
)  # fmt: skip

FUNCTION = Picture(
    mark="λ ",
    wide=True,
    headline=(Words("{}", (Figure(LIVE, "plural", "env", "envs"),)),),
    sub=(
        Words("{} in use · {} waiting", (Figure(IN_USE), Figure(WAITING)), (USED, When(WAITING))),
        Words("{} of {} in use", (Figure(IN_USE), Figure(LIMIT)), (USED, When(LIMIT, told=True))),
        Words("{} in use", (Figure(IN_USE),), (USED,)),
        Words("most {} in {bin}", (Figure(MOST),)),
    ),
    inspector=INSPECTED,
    rules="lambda.",
    counts={"thr": ("Throttles",), "retry": ("AsyncRetries",), "err": ("AsyncEventsDropped",)},
    takes="AsyncEventsReceived",
    sends="DestinationDeliveries",
    leaving={
        "invoke": CALLS,
        "dead-letter": (Flow("dlq", otherwise="AsyncEventsDropped"),),
        "on-failure": (Flow("err", otherwise="AsyncEventsDropped"),),
        "on-success": (Flow("busy", otherwise="AsyncEventsSucceeded"),),
        "send": (Flow("busy", otherwise="HandlerSends"),),
    },
    coming=dict.fromkeys(EVENTS.into, AGAIN),
    rows=(
        Row("concurrency", "Concurrency", "Concurrency", CONCURRENCY, 10,
            (Line("in use", "ConcurrentExecutions", "busy", area=True, whole="account"),
             Line("init", "Environments.init", "init"),
             Line("provisioned", "Provisioned.ready", "ink3", width=1.2)),
            format="number", word="most in {bin}", limited=True,
            quota="lambda.account_concurrency", quota_name="account"),
        Row("event-age", "Event age", "The age{whose} of asynchronous events, p99,", LOAD, 30,
            percentiles("AsyncEventAge", "p50", "p99"),
            main=1, format="milliseconds", word="p99", summed=False, needs=EVENTS, better="less"),
        Row("events-dropped", "Events dropped", "The rate of asynchronous events dropped", LOAD,
            31, (Line("dropped", "AsyncEventsDropped", "err", area=True, per_second=True),),
            format="rate", kind="rate", needs=EVENTS, better="less"),
        Row("events-waiting", "Events waiting", "Events that wait for their next attempt", LOAD,
            32, (Line("waiting", "AsyncEventsWaiting", "retry", area=True),
                 Line("running", "AsyncEventsRunning", "busy", width=1.2)),
            word="waiting", needs=EVENTS, better="less"),
        Row("throttles", "Throttles", "The rate of throttles", THROTTLES, 10,
            (Line("throttles", "Throttles", "thr", area=True, per_second=True),),
            format="rate", kind="rate", better="less"),
        Row("event-latency", "Event latency", "Event latency{whose}, p99,", LATENCY, 20,
            percentiles("AsyncEventLatency", "p50", "p95", "p99"),
            main=2, format="milliseconds", word="p99", summed=False, needs=EVENTS, better="less"),
        latency("Duration", "Duration", 50, title="Duration"),
    ),
    limited=LIMITED,
    parts=(FramePart("environments"), FramePart("async", needs=EVENTS)),
    story=Story("Event", block=10**9, overlapping=True,
                dropped=("success", "retries used up", "too old", "no concurrency is reserved",
                         "recursive loop")),
)  # fmt: skip

ACCOUNT = Picture(
    rows=(
        Row("cost", "Cost", "Cost so far", COST, 10, (Line("cost", "EstimatedCharges", "ink2"),),
            format="dollars", word="so far", empty="not priced", better="less"),
    ),
)  # fmt: skip

EDGES = {
    "invoke": EdgeKind(carries=Carried("Request", "request", 0)),
    "invoke-async": EdgeKind("async", carries=Carried("Event", "event", 1)),
    "on-success": EdgeKind("on success"),
    "on-failure": EdgeKind("on failure", flows=(Flow("err"),)),
    "dead-letter": EdgeKind(flows=(Flow("dlq"),), dead_letters=True),
}
