"""Insights about provisioned concurrency: too little of it, or too much."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from simcore.awslambda.insights import models
from simcore.awslambda.insights.knobs import provision
from simcore.component import Found, History, InsightKind, Law, Stretch, Try
from simcore.component.spoken import many, percent

__all__ = ["PROVISIONED"]

SPILLED = "ProvisionedConcurrencySpilloverInvocations"
BUSY, READY, RUNNING = (
    "ProvisionedConcurrentExecutions",
    "Provisioned.ready",
    "ConcurrentExecutions",
)
RATE = "lambda.requests_per_concurrency"
GAP_S = 30.0
TOO_SMALL = 0.2
"""Of all invocations of a stretch, the share that spills over where there is too little."""

IDLE, IDLE_S = 0.5, 60.0
"""No more than such a share was ever busy, over so long."""


def _spilled(history: History, id: str) -> tuple[Stretch, float, float] | None:
    """The stretch in which most spilled over, how much, and of how many invocations."""
    if not history.counter(id, "spilled_over"):
        return None
    stretches = history.where(id, SPILLED, bool, GAP_S)
    found = history.heaviest(stretches, id, SPILLED)
    if found is None:
        return None
    flag = history.first_flag(id, "first_spillover")
    if flag is not None and found.t <= flag < history.ends(found.first):
        found = Stretch(found.first, found.end, flag, found.until)
    return found, history.total(id, SPILLED, found), history.total(id, "Invocations", found)


def _spilled_over(history: History, id: str) -> Iterator[Found]:
    spilled = _spilled(history, id)
    if spilled is not None and spilled[1] < TOO_SMALL * spilled[2]:
        what = f"A part of the work of {id} spilled over what is provisioned."
        yield _over(history, id, what, *spilled)


def _too_small(history: History, id: str) -> Iterator[Found]:
    spilled = _spilled(history, id)
    if spilled is not None and spilled[1] >= TOO_SMALL * spilled[2]:
        what = f"Provisioned concurrency of {id} was too small for its load."
        yield _over(history, id, what, *spilled)


def _over(
    history: History, id: str, what: str, found: Stretch, spilled: float, all: float
) -> Found:
    most, _ = history.peak(id, RUNNING, found)
    cold = history.total(id, "ColdStarts", found)
    because, needed = _because(history, id, found)
    return Found(
        found.t,
        found.until,
        what,
        f"{spilled:,.0f} of {many(all, 'invocation')} ({percent(spilled, all)}) ran elsewhere, "
        f"{because}; {cold:,.0f} waited for a cold start. Up to {most:,.0f} ran at once.",
        (history.seen(id, SPILLED, history.begins(found.first)),),
        provision(history, id, needed),
    )


def _because(history: History, id: str, found: Stretch) -> tuple[str, float]:
    """All of them were busy where most spilled over, or else their requests a second were used
    up; and how many would have been enough."""
    most, _ = history.peak(id, RUNNING, found)
    ready, busy = history.peak(id, READY, found)[0], history.peak(id, BUSY, found)[0]
    within = [one for one in history.values(id, SPILLED) if found.first <= one[0] < found.end]
    full = sum([spilled for n, spilled in within if _all_busy(history, id, history.begins(n))])
    if 2 * full >= history.total(id, SPILLED, found):
        return (
            f"as all {ready:,.0f} provisioned were busy" if ready else "as none was ready"
        ), most
    rate = history.quota(RATE)
    at_most = f"{many(rate * ready, 'request')} a second"
    used = f"{busy:,.0f} of {ready:,.0f} provisioned were busy at once"
    begun = history.peak(id, "Invocations", found)[0] / history.bin_s
    return f"as they begin no more than {at_most}: up to {used}", max(most, begun / rate)


def _all_busy(history: History, id: str, t: float) -> bool:
    """In that bin, of those that were ready when it began or ended."""
    ready = min(history.at(id, READY, moment) for moment in (max(t - history.bin_s, 0.0), t))
    return history.at(id, BUSY, t) >= ready


def _idle(history: History, id: str) -> Iterator[Found]:
    ready = history.where(id, READY, bool)
    if not ready or sum([one.lasts_s for one in ready]) < IDLE_S:
        return
    most, busy = history.peak(id, READY)[0], history.peak(id, BUSY)[0]
    if busy > IDLE * most:
        return
    usd = history.cost(id, "provisioned concurrency")
    yield Found(
        ready[0].t,
        ready[-1].until,
        f"Most of what is provisioned for {id} was never used.",
        f"Of {many(most, 'provisioned environment')} no more than {busy:,.0f} were busy at once; "
        f"having them cost {usd:,.4f} USD.",
        (history.seen(id, READY, ready[0].t), history.seen(id, BUSY, history.peak(id, BUSY)[1])),
        _less(history, id, busy),
    )


def _less(history: History, id: str, busy: float) -> Try | None:
    spec = history.spec(id)
    value = max(ceil(1.2 * busy), 1)
    if spec.provisioned_tracking or spec.provisioned_schedule:
        return None
    if value >= (spec.provisioned_concurrency or 0):
        return None
    path = f"components.{id}.provisioned_concurrency"
    return Try(path, value, f"Provision {value:,}: what was used, and a fifth more.")


PAGE = "docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency"
DATE = "2026-07-12"
RULE = Law(
    "What finds all provisioned environments busy, or as many requests a second as they take, "
    "runs on the rest of the concurrency.",
    models.PROVISIONED,
    page=PAGE,
    date=DATE,
)

PROVISIONED = (
    InsightKind(
        "provisioned-spilled-over",
        "Some work spilled over what is provisioned",
        f"Invocations spilled over, less than {TOO_SMALL:.0%} of all in the stretch.",
        RULE,
        _spilled_over,
    ),
    InsightKind(
        "provisioned-too-small",
        "Provisioned concurrency was too small",
        f"Invocations spilled over, {TOO_SMALL:.0%} of all in the stretch or more.",
        RULE,
        _too_small,
    ),
    InsightKind(
        "provisioned-idle",
        "Provisioned concurrency was idle",
        f"Provisioned environments were ready for at least {IDLE_S:.0f} s, and no more than "
        f"{IDLE:.0%} of them were ever busy at once.",
        Law(
            "Provisioned concurrency is charged from being asked for until being given up, used or "
            "not.",
            models.PROVISIONED,
            "price.lambda.provisioned_hold_usd",
            page=PAGE,
            date=DATE,
        ),
        _idle,
        explains="cost",
    ),
)
