"""Why it went as it did with a distribution: errors that were kept, functions that were refused."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent, seconds
from simcore.services.cloudfront.building import triggers

__all__ = ["INSIGHTS"]

MODEL = "Amazon CloudFront, a distribution: what becomes of a viewer's request, step by step"
OF_FUNCTIONS = "Functions at the four points of a behavior: Lambda@Edge, or CloudFront Functions"
LIMITS = "docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits"
FEWEST, SHORT_S = 5, 1.0


def _kept(history: History, id: str) -> Iterator[Found]:
    """More viewers got an error from a cache than requests that the origin failed."""
    kept, failed = history.counter(id, "kept_errors"), history.counter(id, "answered.origin-error")
    seen = history.where(id, "KeptErrors", lambda n: n > 0)
    if kept < FEWEST or kept <= failed or not seen:
        return
    ttl_s = history.spec(id).error_caching_minimum_ttl
    answers = history.total(id, "Answers", history.over(seen))
    yield Found(
        seen[0].t,
        seen[-1].until,
        f"{id} answered with errors that it had kept.",
        f"{many(failed, 'request')} failed on the way to an origin. Each error is kept for "
        f"{seconds(ttl_s)}, and {many(kept, 'viewer')} more got it from a cache: "
        f"{percent(kept, answers)} of the answers in that time.",
        (history.seen(id, "KeptErrors", seen[0].t), history.counted(id, "kept_errors")),
        _shorter(id, ttl_s),
    )


def _shorter(id: str, ttl_s: float) -> Try | None:
    if ttl_s <= SHORT_S:
        return None
    path = f"components.{id}.error_caching_minimum_ttl"
    words = f"Keep errors for {seconds(SHORT_S)}: the origin is asked more often."
    return Try(path, SHORT_S, words)


def _refused(history: History, id: str) -> Iterator[Found]:
    """Functions were throttled before the cache was looked at, of a site that is mostly cached."""
    refused, runs = history.counter(id, "limit_exceeded"), history.counter(id, "edge_function_runs")
    hits, misses = history.counter(id, "cache_hits"), history.counter(id, "cache_misses")
    seen = history.where(id, "LambdaLimitExceededErrors", lambda n: n > 0)
    if refused < FEWEST or hits <= misses or not seen or not _of_lambda(history, id):
        return
    worst = history.over(seen)
    refused, runs = (
        history.total(id, metric, worst)
        for metric in ("LambdaLimitExceededErrors", "EdgeFunctionRuns")
    )
    yield Found(
        worst.t,
        worst.until,
        f"Functions at the edge of {id} were refused, for what was in the cache, too.",
        f"{many(refused, 'run')} of {runs:,.0f} ({percent(refused, runs)}) were refused, and "
        f"viewers got 503, while {percent(hits, hits + misses)} of what they got came from a "
        "cache: a function at the viewer request runs for hits and misses alike. At the origin "
        "request it would run for misses only.",
        (history.seen(id, "LambdaLimitExceededErrors", seen[0].t),
         history.counted(id, "limit_exceeded")),
    )  # fmt: skip


def _of_lambda(history: History, id: str) -> bool:
    """Was it Lambda@Edge that refused any? A CloudFront function has a limit of its own."""
    named = [one.function for said in history.spec(id).behaviors for one in triggers(said) if one]
    return any(history.graph.is_invoked(f) and history.counter(f, "throttles") for f in named)


INSIGHTS = (
    InsightKind(
        "errors-kept-at-edge",
        "Errors that were kept",
        f"At least {FEWEST} viewers, and more than there were failures, got an error from a cache.",
        Law(
            "CloudFront keeps an error of the origin for the error caching minimum TTL.",
            MODEL,
            "cloudfront.error_caching_ttl_s",
        ),
        _kept,
        explains="loss",
    ),
    InsightKind(
        "edge-function-refused",
        "A function at the edge, refused for hits, too",
        f"At least {FEWEST} runs were refused, of a distribution with more hits than misses.",
        Law(
            "Lambda@Edge takes 10,000 requests a second and 1,000 at once in a Region, where all "
            "functions share them.",
            OF_FUNCTIONS,
            page=LIMITS,
            date="2026-04",
        ),
        _refused,
        explains="refusal",
    ),
)
