"""Insights about chains of invocations that go round."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.insights import models
from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent

__all__ = ["RECURSION"]

DROPPED = "RecursiveInvocationsDropped"


def _cut(history: History, id: str) -> Iterator[Found]:
    """Invocations that did not take place, each the end of a chain or one of its tries."""
    cut = history.counter(id, "async_recursive")
    found = history.where(id, DROPPED, lambda n: n > 0)
    if not cut or not found:
        return
    ran = history.counter(id, "invocations")
    yield Found(
        found[0].t,
        found[-1].until,
        f"Invocations of {id} went round, until Lambda stopped them.",
        f"{many(cut, 'invocation')} of {cut + ran:,.0f} ({percent(cut, cut + ran)}) did not take "
        f"place, as {history.quota('lambda.async.recursion_limit'):.0f} in one chain had led to "
        "each: what runs before it is cut is paid for.",
        (history.counted(id, "async_recursive"), history.seen(id, DROPPED, found[0].t)),
        _elsewhere(history, id),
    )


def _elsewhere(history: History, id: str) -> Try | None:
    """Where its own handler sends something that comes back."""
    if not history.spec(id).sends:
        return None
    path = f"components.{id}.sends.0.probability"
    return Try(path, 0.0, "Have the handler send that somewhere else.")


RECURSION = (
    InsightKind(
        "recursive-loop-cut",
        "Invocations went round until Lambda stopped them",
        "Invocations were dropped as recursive.",
        Law(
            "After about so many invocations in one chain, through queues, topics, buckets and "
            "functions, the next one is stopped.",
            models.EVENTS,
            "lambda.async.recursion_limit",
        ),
        _cut,
        explains="cost",
    ),
)
