"""Insights about timeouts, and about what one function costs among others."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.insights import models
from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent, seconds

__all__ = ["COSTS", "FAILURES"]

CUT_SHARE, FEWEST = 0.01, 5
"""Such a share of the invocations, and so many, are cut off."""

COST_SHARE = 0.9
RUNS = ("duration", "provisioned duration", "provisioned concurrency")


def _cut_off(history: History, id: str) -> Iterator[Found]:
    """The p99 is where the timeout is: one in a hundred would have taken longer."""
    cut = history.counter(id, "timeouts")
    ended = history.counter(id, "successes") + history.counter(id, "errors")
    if cut < FEWEST or cut < CUT_SHARE * ended:
        return
    timeout = history.spec(id).timeout
    at_limit = history.where(id, "Duration.p99", lambda ms: ms >= 995 * timeout)
    if not at_limit:
        return
    p50 = history.percentile(id, "Duration", "p50") or 0.0
    yield Found(
        at_limit[0].t,
        at_limit[-1].until,
        f"The timeout of {id} is below its p99: it cut work off.",
        f"{cut:,.0f} of {ended:,.0f} invocations ({percent(cut, ended)}) were cut off after "
        f"{seconds(timeout)}; half took {seconds(p50 / 1000)} or less.",
        (history.seen(id, "Duration.p99", at_limit[0].t),),
        _longer(history, id, timeout),
    )


def _longer(history: History, id: str, timeout: float) -> Try | None:
    """Not longer than AWS lets it be, nor than the messages it is given are hidden."""
    sources = [history.spec(history.spec(mapping).source) for mapping in history.mappings_to(id)]
    hidden = [getattr(source, "visibility_timeout", None) for source in sources]
    most = min([history.quota("lambda.timeout_max_s"), *[s for s in hidden if s is not None]])
    value = min(2 * timeout, most)
    if value <= timeout or history.spec(id).capacity is not None:
        return None
    return Try(f"components.{id}.timeout", value, f"Let it run for {seconds(value)}.")


def _dear(history: History, id: str) -> Iterator[Found]:
    """Among several, one function's time is nearly all that is paid."""
    whole = history.recorded["cost"]["usd"]
    item = max(RUNS, key=lambda item: history.cost(id, item))
    part = history.cost(id, item)
    if len(history.graph.named("function")) < 2 or part <= 0 or part < COST_SHARE * whole:
        return
    n = history.counter(id, "invocations")
    yield Found(
        0.0,
        history.end_s,
        f"Nearly all of the cost was the {item} of {id}.",
        f"{percent(part, whole)} of {whole:,.4f} USD, for {many(n, 'invocation')} at "
        f"{history.spec(id).memory:,.0f} MB.",
        (history.billed(id, item),),
        _cheaper(history, id),
    )


def _cheaper(history: History, id: str) -> Try | None:
    """A GB-second of the other processor, where that says nothing of how it starts."""
    spec = history.spec(id)
    arm, x86 = (history.quota(f"price.lambda.gb_second{of}_usd") for of in ("_arm", ""))
    if spec.architecture == "arm64" or spec.runtime is not None or not 0 < arm < x86:
        return None
    words = f"Run it on arm64, a GB-second of which costs {percent(x86 - arm, x86)} less."
    return Try(f"components.{id}.architecture", "arm64", words)


FAILURES = (
    InsightKind(
        "timeout-below-p99",
        "The timeout was below the p99",
        f"At least {FEWEST} invocations, {CUT_SHARE:.0%} of all, ended in a timeout.",
        Law(
            "An invocation is cut off at the function's timeout; what it has done is paid for.",
            models.VERSION,
            page="docs.aws.amazon.com/lambda/latest/dg/configuration-timeout",
            date="2026-07-12",
        ),
        _cut_off,
        explains="loss",
    ),
)

COSTS = (
    InsightKind(
        "cost-of-one-function",
        "One function dominated the cost",
        f"Of several functions one line of one of them is {COST_SHARE:.0%} of the run's cost or "
        "more: its duration, or what is provisioned for it.",
        Law(
            "Duration is charged in GB-seconds: memory times time.",
            models.CPU,
            "price.lambda.gb_second_usd",
        ),
        _dear,
        explains="cost",
    ),
)
