"""How the facts of a REST or an HTTP API read."""

from __future__ import annotations

from simcore.facts import Row
from simcore.recording.charges import estimated_charges
from simcore.recording.made import Made
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Flagged,
    Last,
    Listed,
    Metric,
    Reading,
    Spread,
    Sum,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.api_gateway.facts import (
    ANSWERED,
    CLIENT_ERRORS,
    FAILED,
    REASONS,
    REFUSED_BY,
    REJECTED,
    SERVER_ERRORS,
    STATUSES,
    THROTTLED_AT,
    TIMED_OUT,
    TOO_LARGE,
    ApiObserved,
    ApiRequest,
    ApiRequestTraced,
    ApiThrottled,
    AuthorizerAsked,
    CacheLookedUp,
    CanaryTook,
    HttpApiAnswered,
    IntegrationEnded,
    IntegrationEndedLate,
    RestApiAnswered,
    StreamBegun,
)
from simcore.services.api_gateway.refusals.reading import REFUSED, RefusalsView
from simcore.services.api_gateway.websocket.facts import MessageReceived
from simcore.services.api_gateway.websocket.reading import WEBSOCKETS

__all__ = ["READING"]

CLOUDWATCH = "AWS/ApiGateway metrics, api-gateway-metrics-and-dimensions (Apr 2026)"
HTTP = "AWS/ApiGateway metrics, http-api-metrics (Apr 2026)"
REST_, HTTP_ = RestApiAnswered, HttpApiAnswered
STATUS_WORDS = tuple(map(str, STATUSES))


def _by_status(*statuses: int) -> tuple[Made, ...]:
    return Where(REST_, "status", statuses), Where(HTTP_, "status", statuses)


def _refused(row: Row) -> tuple[str, str]:
    return "request refused", f"429, {REFUSED_BY[row[1]]}"


def _who(row: Row) -> str:
    return REFUSED_BY[row[1]]


def _no_answer(row: Row) -> tuple[str, str]:
    return f"integration {REASONS[row[2]]}", f"after {row[0] - row[1]:.3g} s"


def _why(row: Row) -> str:
    return REASONS[row[2]]


def _late(row: Row) -> tuple[str, str]:
    return "late answer", f"after {row[0] - row[1]:.3g} s"


LATENCIES = (
    Metric(
        "Latency",
        tuple(Durations(f, "t", "came", without=("status", THROTTLED_AT)) for f in (REST_, HTTP_)),
        "Latency",
        "From request to answer, without what was refused with 429: how long that takes is not "
        "modelled.",
        source=CLOUDWATCH,
    ),
    Metric(
        "IntegrationLatency",
        Durations(IntegrationEnded, "t", "began", without=("reason", REJECTED)),
        "Integration latency",
        "From passing a request on until it was answered, or until nobody waited any longer.",
        source=CLOUDWATCH,
    ),
    Metric(
        "FirstByteLatency",
        Durations(StreamBegun, "first_byte_s"),
        "First byte latency",
        "From request to the first byte of a streamed response.",
    ),
    Metric(
        "LateAnswerDuration",
        Durations(IntegrationEndedLate, "t", "began", percentiles=False),
        "Duration of late answers",
        "How long those invocations ran in all of which the client had been told 504 (503).",
    ),
)

COUNTS = (
    Metric(
        "Count", Count(ApiRequest), "Requests received", "Requests, refused ones included.",
        counter="received", source=CLOUDWATCH,
    ),
    Metric(
        "RequestsTraced", Count(ApiRequestTraced), "Requests traced",
        "Requests of a REST API that X-Ray samples, by the rule of its stage.",
        counter="requests_traced",
    ),
    Metric(
        "4XXError", Where(REST_, "status", CLIENT_ERRORS), "Client-side errors",
        "Answers of a REST API with 400 to 499: 429 is among them.", source=CLOUDWATCH,
    ),
    Metric(
        "5XXError", Where(REST_, "status", SERVER_ERRORS), "Server-side errors",
        "Answers of a REST API with 500 to 599.", source=CLOUDWATCH,
    ),
    Metric(
        "4xx", Where(HTTP_, "status", CLIENT_ERRORS), "Client-side errors",
        "Answers of an HTTP API with 400 to 499: 429 is among them.", source=HTTP,
    ),
    Metric(
        "5xx", Where(HTTP_, "status", SERVER_ERRORS), "Server-side errors",
        "Answers of an HTTP API with 500 to 599.", source=HTTP,
    ),
    Metric(
        "DataProcessed", Sum(HTTP_, "bytes"), "Data processed",
        "Bytes of requests and of answers.", counter="data_processed", source=HTTP, unit="Bytes",
    ),
    Metric(
        "CacheHitCount", Where(CacheLookedUp, "hit", (1,)), "Cache hits",
        "Requests answered from the response cache.", counter="cache_hits", source=CLOUDWATCH,
    ),
    Metric(
        "CacheMissCount", Where(CacheLookedUp, "hit", (0,)), "Cache misses",
        "Requests whose response was not in the cache.", counter="cache_misses", source=CLOUDWATCH,
    ),
    Metric(
        "ThrottledCount", Count(ApiThrottled), "Throttled",
        "What was refused with 429, whoever refused it.", counter="throttled",
    ),
    REFUSED,
    Metric(
        "AuthorizerInvocations", Where(AuthorizerAsked, "cached", (0,)), "Authorizer invocations",
        "Invocations of the Lambda authorizer.", counter="authorizer_invocations",
    ),
    Metric(
        "AuthorizerCacheHits", Where(AuthorizerAsked, "cached", (1,)), "Authorizer cache hits",
        "Requests whose token the authorizer had been asked about before.",
        counter="authorizer_cache_hits",
    ),
    Metric(
        "CanaryCount", Count(CanaryTook), "Requests of the canary",
        "Requests that went to the canary.", counter="canary_requests",
    ),
    Metric(
        "IntegrationTimeouts", Where(IntegrationEnded, "reason", (TIMED_OUT,)),
        "Integration timeouts",
        "Requests answered with 504, by HTTP APIs with 503, while what they had invoked ran on.",
        counter="integration_timeouts",
    ),
    Metric(
        "LateAnswers", Count(IntegrationEndedLate), "Late answers",
        "Invocations that ended when the client had been told 504 (503): paid for, and not heard.",
        counter="late_answers",
    ),
    Metric(
        "RequestsWaiting", Last(ApiObserved, "waiting"), "Requests waiting",
        "Requests that wait for their answer.", counter="waiting",
    ),
)  # fmt: skip

REQUESTS = Reading(
    metrics=(
        estimated_charges(": requests, messages, the cache", ApiRequest, MessageReceived),
        *COUNTS,
        *LATENCIES,
    ),
    counters=(
        Counter(
            "answered.<status>",
            (Each(REST_, "status", STATUS_WORDS), Each(HTTP_, "status", STATUS_WORDS)),
            "by the status of the answer",
        ),
        Counter("answered_well", _by_status(STATUSES.index(200)), "with 200"),
        Counter("client_errors", _by_status(*CLIENT_ERRORS), "answers with 400 to 499"),
        Counter("server_errors", _by_status(*SERVER_ERRORS), "answers with 500 to 599"),
        Counter("throttled.<by>", Each(ApiThrottled, "by", REFUSED_BY), "by who refused it"),
        Counter("integrations", Count(IntegrationEnded), "requests passed on and answered"),
        Counter("integrations_rejected", Where(IntegrationEnded, "reason", (REJECTED,))),
        Counter("integrations_failed", Where(IntegrationEnded, "reason", (FAILED, TOO_LARGE))),
        Counter("integrations_answered", Where(IntegrationEnded, "reason", (ANSWERED,))),
        Counter("metered_requests", Sum(HTTP_, "units"), "of 512 KB each"),
    ),
    events=(
        Listed(ApiThrottled, "thr", 6, _refused),
        Listed(IntegrationEnded, "err", 3, _no_answer, only="reason"),
        Listed(IntegrationEndedLate, "err", 2, _late),
    ),
    flags=(
        Flagged(ApiThrottled, "first_throttle", _who),
        Flagged(IntegrationEnded, "first_error", _why, only="reason"),
    ),
    balances=(
        Balance(("received",), ("answered.<status>", "waiting")),
        Balance(
            ("answered_well", "client_errors", "server_errors"),
            ("answered.<status>",),
        ),
        Balance(("throttled",), ("throttled.<by>",)),
        Balance(
            ("integrations",),
            ("integrations_answered", "integrations_rejected", "integrations_failed",
             "integration_timeouts"),
        ),
        Balance(("integration_timeouts",), ("late_answers",), rest="those that run on"),
    ),
    views=(RefusalsView,),
    waits=("waiting",),
    tells=(
        Tally("received"),
        Tally("answered_well", better="more"),
        Tally("client_errors", better="less"),
        Tally("server_errors", better="less"),
        Tally("throttled", better="less"),
        Tally("integration_timeouts", better="less"),
        Tally("late_answers", better="less"),
        Tally("cache_hits", better="more"),
        Tally("authorizer_invocations"),
        Spread("Latency", "latency"),
    ),
    works=(
        Work(
            "call",
            (
                Part("done", ("answered_well",), "answered"),
                Part("refused", ("throttled",), "refused"),
                Part("failed", ("server_errors",), "answered with 5xx"),
            ),
            attempts=True,
        ),
    ),
)  # fmt: skip

READING = REQUESTS + WEBSOCKETS
