"""Why it went as it did with a service that waits for its function: it did not wait long enough."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.insights.knobs import provision
from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent, seconds

__all__ = ["INSIGHTS"]

MODEL = "Services that invoke and wait: Cognito, Lex, Alexa, SES with RequestResponse"
SHARE, FEWEST = 0.01, 5
"""Such a share of the attempts, and so many, are answered too late."""


def _too_late(history: History, id: str) -> Iterator[Found]:
    """The function did its work, and whoever had asked for it did not wait any more."""
    late, made = history.counter(id, "attempts_timed_out"), history.counter(id, "attempts")
    if late < FEWEST or late < SHARE * made:
        return
    seen = history.where(id, "AttemptsTimedOut", lambda n: n > 0)
    spec = history.spec(id)
    if not seen or not spec.of.timeout:
        return
    waits, failed = history.quota(spec.of.timeout), history.counter(id, "operations_failed.timeout")
    cold = history.counter(spec.target, "cold_starts")
    made = history.total(id, "Attempts", history.over(seen, began_s=waits))
    why = (
        f"{many(late, 'attempt')} of {made:,.0f} ({percent(late, made)}) had no answer within "
        f"{seconds(waits)}; {many(failed, 'operation')} failed in the end. "
        f"{many(cold, 'invocation')} waited for an init."
    )
    yield Found(
        seen[0].t,
        seen[-1].until,
        f"{spec.target} answered too late for {spec.of.name}, and worked on for nobody.",
        why,
        (history.seen(id, "AttemptsTimedOut", seen[0].t),),
        _cure(history, id, waits, cold),
    )


def _cure(history: History, id: str, waits: float, cold: float) -> Try | None:
    """Environments before the load, where only an init is too long; else what costs less."""
    function = history.spec(id).target
    took_s = (history.percentile(function, "Duration", "p99") or 0.0) / 1000.0
    if cold and took_s <= waits:
        highest, _ = history.peak(id, "Events")
        return provision(history, function, highest / history.bin_s * took_s)
    return _cut_off(history, function, waits)


def _cut_off(history: History, function: str, waits: float) -> Try | None:
    """What nobody waits for need not be paid."""
    if history.spec(function).timeout <= waits:
        return None
    words = f"Cut off after {seconds(waits)} what nobody waits for: it fails as before, for less."
    return Try(f"components.{function}.timeout", waits, words)


INSIGHTS = (
    InsightKind(
        "answered-too-late",
        "A service that waits no longer",
        f"At least {FEWEST} attempts, {SHARE:.0%} of all, had no answer within the time that the "
        "service waits.",
        Law(
            "A service that invokes synchronously waits for a time of its own; the invocation goes "
            "on, and is paid for.",
            MODEL,
            page="docs.aws.amazon.com/lambda/latest/dg/services-cognito",
            date="2022-11-14",
        ),
        _too_late,
        explains="loss",
    ),
)
