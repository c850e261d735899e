"""How the facts of a load balancer read."""

from __future__ import annotations

from simcore.facts import Row
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import (
    PART,
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Flagged,
    Last,
    Listed,
    Metric,
    Positive,
    Reading,
    Spread,
    Sum,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.load_balancer.facts import (
    ERROR_REASONS,
    INTERNAL_ERRORS,
    USER_ERRORS,
    HealthCheckEnded,
    HttpRequestAnswered,
    HttpRequestReceived,
    LoadBalancerObserved,
)

__all__ = ["READING"]

ELB = "AWS/ApplicationELB metrics, load-balancer-cloudwatch-metrics (2026)"
ANSWERED, OBSERVED = HttpRequestAnswered, LoadBalancerObserved


def _coded(names: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(ERROR_REASONS.index(name) for name in names)


def _answer(row: Row) -> tuple[str, str]:
    return f"{row[2]} {ERROR_REASONS[row[5]]}", PART


def _group(row: Row) -> str:
    return f"target_groups.{row[3] - 1}" if row[3] else "before any target group"


def _reason(row: Row) -> str:
    return ERROR_REASONS[row[5]]


READING = Reading(
    metrics=(
        estimated_charges(": hours and capacity units", HttpRequestAnswered),
        Metric(
            "RequestCount",
            Count(HttpRequestReceived),
            "Requests",
            "Requests for which a target was chosen: all that came, with those that are refused "
            "with 413 (assumed: their LambdaUserError counts for a target group).",
            counter="requests",
            source=ELB,
        ),
        Metric(
            "HTTPCode_Target_2XX_Count",
            Positive(ANSWERED, "by_target"),
            "Answered",
            "Requests answered with what the function said.",
            counter="answered",
            source=ELB,
        ),
        Metric(
            "HTTPCode_ELB_4XX_Count",
            Where(ANSWERED, "status", (413,)),
            "4xx by the balancer",
            "Requests that the balancer refused: 413, the body is above 1 MB.",
            counter="elb_4xx",
            source=ELB,
        ),
        Metric(
            "HTTPCode_ELB_502_Count",
            Where(ANSWERED, "status", (502,)),
            "502 by the balancer",
            "Requests whose function failed, timed out, was throttled or answered badly.",
            counter="elb_502",
            source=ELB,
        ),
        Metric(
            "HTTPCode_ELB_504_Count",
            Where(ANSWERED, "status", (504,)),
            "504 by the balancer",
            "Requests for which Lambda was not reached, or whose connection was closed.",
            counter="elb_504",
            source=ELB,
        ),
        Metric(
            "LambdaUserError",
            Where(ANSWERED, "reason", _coded(USER_ERRORS)),
            "Lambda user errors",
            "Requests that failed for a reason on the side of the function.",
            counter="user_errors",
            source=ELB,
        ),
        Metric(
            "LambdaInternalError",
            Where(ANSWERED, "reason", _coded(INTERNAL_ERRORS)),
            "Lambda internal errors",
            "Requests that failed for a reason on the side of the balancer or of Lambda.",
            counter="internal_errors",
            source=ELB,
        ),
        Metric(
            "LambdaTargetProcessedBytes",
            Sum(ANSWERED, "bytes"),
            "Bytes processed",
            "Bytes of requests and of the answers to them.",
            counter="processed_bytes",
            source=ELB,
            unit="Bytes",
        ),
        Metric(
            "TargetResponseTime",
            Durations(ANSWERED, "t", "came", without=("by_target", 0)),
            "Target response time",
            "From a request to the answer of its function, init included; CloudWatch tells it in "
            "seconds.",
            source=ELB,
        ),
        Metric(
            "RequestsWaiting",
            Last(OBSERVED, "waiting"),
            "Requests waiting",
            "Requests that wait for their function, at the end of a bin.",
            counter="waiting",
        ),
        Metric(
            "HealthyHostCount",
            Last(OBSERVED, "healthy"),
            "Healthy targets",
            "Functions that pass their health checks, of those that are checked.",
            source=ELB,
        ),
        Metric(
            "UnHealthyHostCount",
            Last(OBSERVED, "unhealthy"),
            "Unhealthy targets",
            "Functions that fail their health checks.",
            source=ELB,
        ),
        Metric(
            "HealthChecks",
            Count(HealthCheckEnded),
            "Health checks",
            "Health checks that ended: invocations beside the requests.",
            counter="health_checks",
        ),
    ),
    counters=(
        Counter("errors.<reason>", Each(ANSWERED, "reason", ERROR_REASONS), "by `error_reason`"),
        Counter("health_checks_passed", Positive(HealthCheckEnded, "passed")),
    ),
    events=(Listed(ANSWERED, "err", 2, _answer, only="reason", part=_group),),
    flags=(Flagged(ANSWERED, "first_error", _reason, only="reason", each="reason"),),
    balances=(
        Balance(("requests",), ("answered", "elb_4xx", "elb_502", "elb_504", "waiting")),
        Balance(("health_checks",), ("health_checks_passed",), rest="those that failed"),
    ),
    tells=(
        Tally("requests"),
        Tally("answered", better="more"),
        Tally("elb_4xx", "413", better="less"),
        Tally("elb_502", "502", better="less"),
        Tally("elb_504", "504", better="less"),
        Tally("health_checks"),
        Spread("TargetResponseTime", "response time"),
    ),
    waits=("waiting",),
    works=(
        Work(
            "request",
            (
                Part("done", ("answered",), "answered by a function"),
                Part("refused", ("elb_4xx",), "refused with 413"),
                Part("failed", ("elb_502", "elb_504"), "answered with 502 or 504"),
                Part("left", ("waiting",), "still waiting for a function"),
            ),
            attempts=True,
        ),
    ),
)
