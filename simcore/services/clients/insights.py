"""Why it went as it did with a client: retries that were most of the load."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent
from simcore.services.clients.sdk_spec import Sdk

__all__ = ["INSIGHTS"]

MODEL = (
    "The retry modes of the AWS SDKs, in all their generations: when to try again, after which wait"
)
TIMES, FEWEST, GAP_S = 2.0, 20, 10.0
"""As many attempts as requests, times this; of at least so many requests; with such pauses."""


def _storm(history: History, id: str) -> Iterator[Found]:
    """Attempts come to twice the requests or more, while most of them bring nothing."""
    requests = dict(history.values(id, "Requests"))
    stormy = [n for n, v in history.values(id, "Retries") if v > requests.get(n, 0)]
    for stretch in history.stretches(stormy, GAP_S):
        asked = history.total(id, "Requests", stretch)
        attempts = history.total(id, "Attempts", stretch)
        answered = history.total(id, "Responses", stretch)
        if asked < FEWEST or attempts < TIMES * asked:
            continue
        target = history.spec(id).target
        retries, at = history.peak(id, "Retries", stretch)
        yield Found(
            stretch.t,
            stretch.until,
            f"A retry storm: {id} sent {target} more retries than requests.",
            f"{many(attempts, 'attempt')} for {asked:,.0f} requests, {attempts / asked:.1f} each: "
            f"{percent(answered, attempts)} of them brought an answer. Up to {retries:,.0f} "
            f"retries in {history.bin_s:g} s.",
            (history.seen(id, "Retries", at), history.seen(id, "Requests", at)),
            _calmer(history, id),
        )


def _calmer(history: History, id: str) -> Try | None:
    """A quota, where there is none; else fewer attempts."""
    sdk: Sdk | None = history.spec(id).sdk
    if sdk is None:
        return None
    if sdk.retry_mode == "legacy":
        tokens = history.quota("sdk.standard.retry_quota")
        words = f"Take the standard mode: its quota of {tokens:,.0f} tokens ends the retries."
        return Try(f"components.{id}.sdk.retry_mode", "standard", words)
    return Try(f"components.{id}.sdk.max_attempts", 1, "Ask once, and tell the error.")


INSIGHTS = (
    InsightKind(
        "retry-storm",
        "A retry storm",
        f"A client sent at least {TIMES:g} attempts a request, of at least {FEWEST} requests.",
        Law(
            "A request that is refused, fails or has no answer in time is tried again, as often as "
            "the mode allows and, but for legacy mode, its retry quota.",
            MODEL,
            "sdk.standard.retry_quota",
        ),
        _storm,
        explains="loss",
    ),
)
