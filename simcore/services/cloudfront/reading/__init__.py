"""How the facts of a distribution read."""

from __future__ import annotations

from functools import partial

from simcore.facts import Row
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import (
    OURS,
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Flagged,
    Last,
    Listed,
    Metric,
    Own,
    Reading,
    Spread,
    Sum,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.cloudfront.facts import (
    ANSWERED,
    EDGE_HIT,
    ENDINGS,
    EXECUTION_ERROR,
    KEPT_ERROR,
    LIMIT_EXCEEDED,
    LIMITED,
    MISS,
    NO_ANSWER,
    NOT_CACHED,
    NOT_CONNECTED,
    ORIGIN_ENDINGS,
    ORIGIN_ERROR,
    POINTS,
    REGIONAL_HIT,
    RESULTS,
    SHIELD_HIT,
    VALIDATION_ERROR,
    DistributionObserved,
    EdgeFunctionEnded,
    OriginAsked,
    OriginEnded,
    ViewerAnswered,
    ViewerRequest,
)
from simcore.services.cloudfront.reading.shares import Percentage

__all__ = ["READING"]

CLOUDFRONT = "AWS/CloudFront metrics, programming-cloudwatch-metrics (2026)"
EDGE = "AWS/CloudFront metrics of Lambda@Edge (names as the console charts them)"
SEEN, OBSERVED, RAN = ViewerAnswered, DistributionObserved, EdgeFunctionEnded
HITS = (EDGE_HIT, REGIONAL_HIT, SHIELD_HIT)
BY_ORIGIN = (MISS, NOT_CACHED, ORIGIN_ERROR)
CLIENT_ERRORS, SERVER_ERRORS = tuple(range(400, 500)), tuple(range(500, 600))


def _percent(*of: str, to: tuple[str, ...] = ("Answers",)) -> Own:
    return Own(OBSERVED, partial(Percentage, of=of, to=to))


def _rate(name: str, label: str, meaning: str, made: Own) -> Metric:
    return Metric(name, made, label, meaning, source=CLOUDFRONT, unit="Percent",
                  statistic="Average")  # fmt: skip


def _count(
    name: str, made: Where | Count, label: str, meaning: str, counter: str, source: str = OURS
) -> Metric:
    return Metric(name, made, label, meaning, counter=counter, source=source)


def _origin(row: Row) -> tuple[str, str]:
    said = f"{row[3]}" if row[4] == ANSWERED else ORIGIN_ENDINGS[row[4]]
    return f"origin {row[2]}: {said}", ""


def _function(row: Row) -> tuple[str, str]:
    return f"{ENDINGS[row[2]]} at {POINTS[row[1]]}", ""


def _how_it_ended(row: Row) -> str:
    return f"{ENDINGS[row[2]]} at {POINTS[row[1]]}"


READING = Reading(
    metrics=(
        estimated_charges(": requests and what is downloaded", ViewerAnswered),
        Metric("Requests", Count(ViewerRequest), "Requests", "Viewers' requests.",
               counter="requests", source=CLOUDFRONT),
        Metric("BytesDownloaded", Sum(SEEN, "bytes"), "Bytes downloaded",
               "Bytes of answers to viewers, whatever they sent; CloudWatch leaves out POST.",
               counter="bytes_downloaded", source=CLOUDFRONT, unit="Bytes"),
        _count("Answers", Count(ViewerAnswered), "Answers", "Viewers' requests that were answered.",
              "answers"),
        _count("Errors4xx", Where(SEEN, "status", CLIENT_ERRORS), "4xx",
              "Answers with a status from 400 to 499.", "errors_4xx"),
        _count("Errors5xx", Where(SEEN, "status", SERVER_ERRORS), "5xx",
              "Answers with a status from 500 to 599.", "errors_5xx"),
        _count("CacheHits", Where(SEEN, "result", HITS), "Cache hits",
              "Answers from a cache, or that waited there for another request's answer.",
              "cache_hits"),
        _count("CacheMisses", Where(SEEN, "result", (MISS,)), "Cache misses",
              "Answers for which the origin was asked, of what may be cached.", "cache_misses"),
        _count("KeptErrors", Where(SEEN, "result", (KEPT_ERROR,)), "Kept errors",
              "Answers with an error that a cache had kept.", "kept_errors"),
        _rate("CacheHitRate", "Cache hit rate", "Hits, of hits and misses; errors are neither.",
              _percent("CacheHits", to=("CacheHits", "CacheMisses"))),
        _rate("4xxErrorRate", "4xx error rate", "Of all answers.", _percent("Errors4xx")),
        _rate("5xxErrorRate", "5xx error rate", "Of all answers.", _percent("Errors5xx")),
        Metric("OriginLatency",
               Durations(SEEN, "t", "came", only=("result", BY_ORIGIN), mean=False),
               "Origin latency",
               "From a viewer's request to its answer, of those that an origin answered.",
               source=CLOUDFRONT),
        Metric("OriginAttemptLatency", Durations(OriginEnded, "t", "asked"),
               "Latency of an attempt",
               "From asking an origin to its answer, or to the end of waiting; each attempt."),
        Metric("ViewerLatency", Durations(SEEN, "t", "came"), "Viewer latency",
               "From a viewer's request to its answer, without the network."),
        _count("OriginRequests", Count(OriginAsked), "Origin requests",
              "Requests to origins, each attempt.", "origin_requests"),
        _count("OriginTimeouts", Where(OriginEnded, "ending", (NO_ANSWER, NOT_CONNECTED)),
              "Origin timeouts", "Attempts that no origin answered in time.", "origin_timeouts"),
        _count("EdgeFunctionRuns", Count(RAN), "Edge function runs",
              "Functions at the edge that ended, however; or were throttled.",
              "edge_function_runs"),
        _count("LambdaExecutionError", Where(RAN, "ending", (EXECUTION_ERROR,)),
              "Execution errors", "Functions at the edge that failed or timed out: 503.",
              "execution_errors", EDGE),
        _count("LambdaValidationError", Where(RAN, "ending", (VALIDATION_ERROR,)),
              "Validation errors", "Functions at the edge that returned what does not fit: 502.",
              "validation_errors", EDGE),
        _count("LambdaLimitExceededErrors", Where(RAN, "ending", (LIMIT_EXCEEDED,)),
              "Limit exceeded", "Functions at the edge that were throttled: 503.",
              "limit_exceeded", EDGE),
        Metric("ViewersWaiting", Last(OBSERVED, "waiting"), "Viewers waiting",
               "Viewers' requests without an answer, at the end of a bin.", counter="waiting"),
        Metric("OriginRequestsUnderWay", Last(OBSERVED, "at_origin"), "At the origin",
               "Requests that origins have not answered.", counter="at_origin"),
        Metric("CachedResponses", Last(OBSERVED, "cached"), "Cached responses",
               "Responses in all caches, with those whose time is over.", counter="cached"),
    ),
    counters=(
        Counter("answered.<result>", Each(SEEN, "result", RESULTS), "how they were answered"),
        Counter("runs.<point>", Each(RAN, "point", POINTS), "functions that ran, by event type"),
        Counter("origin.<ending>", Each(OriginEnded, "ending",
                                        ("answered", "no-answer", "not-connected"))),
        Counter("over_the_limit", Where(SEEN, "result", (LIMITED,)),
                "more requests a second than a distribution takes"),
    ),
    events=(
        Listed(OriginEnded, "retry", 3, _origin, only="ending"),
        Listed(RAN, "err", 2, _function, only="ending"),
    ),
    flags=(Flagged(RAN, "first_error", _how_it_ended, only="ending", each="ending"),),
    balances=(
        Balance(("requests",), ("answered.<result>", "waiting")),
        Balance(("origin_requests",), ("origin.<ending>", "at_origin")),
    ),
    tells=(
        Tally("requests"),
        Tally("cache_hits", better="more"),
        Tally("origin_requests", better="less"),
        Tally("origin_timeouts", better="less"),
        Tally("edge_function_runs"),
        Tally("execution_errors", "edge functions failed", better="less"),
        Tally("validation_errors", "edge functions invalid", better="less"),
        Tally("limit_exceeded", "edge functions throttled", better="less"),
        Tally("over_the_limit", "requests over the limit", better="less"),
        Tally("errors_4xx", "4xx", better="less"),
        Tally("errors_5xx", "5xx", better="less"),
        Spread("ViewerLatency", "viewer latency"),
    ),
    waits=("waiting",),
    works=(
        Work(
            "request",
            (
                Part("done", ("cache_hits", "cache_misses"), "answered from a cache or an origin"),
                Part("failed", ("errors_5xx",), "answered with 5xx"),
            ),
            attempts=True,
        ),
    ),
)  # fmt: skip
