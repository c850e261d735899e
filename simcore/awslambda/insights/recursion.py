"""Insights about chains of invocations that go round."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.insights import models
from simcore.awslambda.loops import LIMIT, gain, is_cut, loops, sending
from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent

__all__ = ["RECURSION"]

DROPPED, SENT = "RecursiveInvocationsDropped", "HandlerSends"
FEWEST = 50


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
        f"place, as {history.quota(LIMIT):.0f} in one chain had led to "
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


def _endless(history: History, id: str) -> Iterator[Found]:
    """What its handler sends comes back, as much or more, and nobody stops it."""
    graph, ran = history.graph, history.counter(id, "invocations")
    sent = history.where(id, SENT, lambda n: n > 0)
    for way in loops(graph):
        if sending(graph, way)[0] != id or is_cut(graph, history.profile, way):
            continue
        if gain(graph, way) < 1.0 or ran < FEWEST or not sent:
            continue
        yield Found(
            sent[0].t,
            sent[-1].until,
            f"Invocations of {id} go round, and nothing ends that.",
            f"{many(ran, 'invocation')}, and what each sends leads to another: "
            f"{' to '.join([*way, way[0]])}. In the last {history.bin_s:g} s of it "
            f"{history.total(id, SENT, history.stretch(sent[-1].end - 1, sent[-1].end)):,.0f} were "
            "sent. No error and no throttle tells of it: it is paid for.",
            (history.counted(id, "handler_sends"), history.seen(id, SENT, sent[-1].t)),
            _stopped(history, id) or _elsewhere(history, id),
        )


def _stopped(history: History, id: str) -> Try | None:
    """Where Lambda would stop it, but for being told not to."""
    if not history.profile.has(LIMIT) or history.spec(id).recursive_loop != "Allow":
        return None
    path, most = f"components.{id}.recursive_loop", history.quota(LIMIT)
    return Try(path, "Terminate", f"Have Lambda stop it after {most:.0f} invocations.")


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
    InsightKind(
        "recursive-loop-endless",
        "Invocations go round for ever",
        f"What a handler sends comes back to it, all of it or more, {FEWEST} times at least, and "
        "Lambda does not stop it.",
        Law(
            "A loop is stopped where Lambda sees it, and where recursive_loop is Terminate.",
            models.EVENTS,
            page="docs.aws.amazon.com/lambda/latest/dg/invocation-recursion",
            date="2026-07-12",
        ),
        _endless,
        explains="cost",
    ),
)
