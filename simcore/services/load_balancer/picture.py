"""How the laboratory shows a load balancer."""

from __future__ import annotations

from simcore.component.picture import Flow, Inspected, Line, Picture, Row
from simcore.component.timelines import LOAD, latency
from simcore.component.words import Figure, When, Words, counter, per_second, so_far, value

__all__ = ["PICTURE"]

FAILED = counter("elb_4xx", "elb_502", "elb_504")
ERRORS_NOW = (per_second("HTTPCode_ELB_502_Count"), per_second("HTTPCode_ELB_504_Count"))

PICTURE = Picture(
    headline=(Words("{}", (Figure(per_second("RequestCount"), "rate"),)),),
    sub=(
        Words("{} get 502", (Figure(ERRORS_NOW[0], "rate"),), (When(ERRORS_NOW[0]),)),
        Words("{} get 504", (Figure(ERRORS_NOW[1], "rate"),), (When(ERRORS_NOW[1]),)),
        so_far("requests"),
    ),
    inspector=(
        Inspected("Requests waiting", (
            Words("{}", (Figure(value("RequestsWaiting"), "number"),)),
        )),
        Inspected("Answered so far", (
            Words("{} of {}", (Figure(counter("answered"), "number"),
                               Figure(counter("requests"), "number"))),
        )),
        Inspected("Errors so far", (Words("{}", (Figure(FAILED, "number"),)),), each="errors."),
        Inspected("Health checks so far", (
            Words("{}, {} passed", (Figure(counter("health_checks"), "number"),
                                    Figure(counter("health_checks_passed"), "number")),
                  (When(counter("health_checks")),)),
        )),
        Inspected("Cost so far", (
            Words("{}", (Figure(value("EstimatedCharges"), "dollars"),),
                  (When(value("EstimatedCharges"), told=True),)),
        )),
    ),
    rules="load_balancer.",
    takes="RequestCount",
    counts={"err": ("HTTPCode_ELB_502_Count", "HTTPCode_ELB_504_Count")},
    leaving={"invoke": (
        Flow("busy", "Invocations", "to", sole=True),
        Flow("busy", "RequestCount"),
        Flow("err", "LambdaUserError", back=True, lane=14),
    )},
    rows=(
        Row("requests", "Requests", "The rate of requests to load balancers", LOAD, 45,
            (Line("requests", "RequestCount", "ink2", area=True, per_second=True),
             Line("502", "HTTPCode_ELB_502_Count", "err", per_second=True),
             Line("504", "HTTPCode_ELB_504_Count", "retry", per_second=True)),
            format="rate", kind="rate"),
        latency("Target response time", "TargetResponseTime", 45, title="Response time"),
    ),
)  # fmt: skip
