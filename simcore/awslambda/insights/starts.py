"""Insights about cold starts."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.insights import models
from simcore.awslambda.insights.knobs import provision
from simcore.component import Found, History, InsightKind, Law, Stretch
from simcore.component.spoken import percent, seconds

__all__ = ["STARTS"]

STORM_S = 10.0
"""Cold starts are counted over so long..."""

STORM = 100
"""...and so many of them are a storm..."""

STORM_SHARE = 0.2
"""...if such a share of the invocations waits for one."""


def _storm(history: History, id: str) -> Iterator[Found]:
    """The window with most cold starts, and what is stormy around it."""
    if history.counter(id, "cold_starts") < STORM:
        return
    found = history.heaviest(_stormy(history, id), id, "ColdStarts")
    if found is None:
        return
    cold = history.total(id, "ColdStarts", found)
    started = history.total(id, "Invocations", found)
    init_ms = history.percentile(id, "InitDuration", "mean") or 0.0
    when = history.peak(id, "ColdStarts", found)[1]
    needed, _ = history.peak(id, "ConcurrentExecutions")
    yield Found(
        found.t,
        found.until,
        f"A storm of cold starts: load came faster than {id} had warm environments.",
        f"{cold:,.0f} of {started:,.0f} invocations ({percent(cold, started)}) "
        f"waited for an init, {seconds(init_ms / 1000)} on average.",
        (history.seen(id, "ColdStarts", when),),
        provision(history, id, needed),
    )


def _stormy(history: History, id: str) -> list[Stretch]:
    """Where windows with so many cold starts overlap."""
    cold, started = history.series(id, "ColdStarts"), history.series(id, "Invocations")
    width = max(int(STORM_S / history.bin_s), 1)
    storm = STORM * max(width * history.bin_s / STORM_S, 1.0)  # of longer bins some 10 s have 100
    least = STORM * history.bin_s / STORM_S / 2
    bins: list[int] = []
    n_cold = n_started = 0.0
    first = history.span.start
    for n in history.span:
        n_cold += cold[n] or 0
        n_started += started[n] or 0
        if n >= first + width:
            n_cold -= cold[n - width] or 0
            n_started -= started[n - width] or 0
        if n_cold >= storm and n_cold >= STORM_SHARE * n_started:
            bins += [k for k in range(max(n - width + 1, first), n + 1) if (cold[k] or 0) >= least]
    return history.stretches(sorted(set(bins)), STORM_S)


STARTS = (
    InsightKind(
        "cold-start-storm",
        "A storm of cold starts",
        f"Within {STORM_S:.0f} s at least {STORM} invocations, {STORM_SHARE:.0%} of all, waited "
        "for the init of a new execution environment; where a bin is longer, as many for each "
        f"{STORM_S:.0f} s of it.",
        Law(
            "An invocation that finds no warm environment free starts one and waits for its init.",
            models.LIFE,
            page="docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment",
            date="2026-07-12",
        ),
        _storm,
    ),
)
