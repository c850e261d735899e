"""Insights about what a function was refused for: concurrency, its own or shared, and its growth.

By what happened: the bins that `LimitedBy` gives to a limit, and what was refused in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.insights import models
from simcore.awslambda.insights.knobs import ACCOUNT_CONCURRENCY, provision, reserve
from simcore.awslambda.reading.views.limited_by import METRIC, NAMES
from simcore.component import Evidence, Found, History, InsightKind, Law, Stretch, Try
from simcore.component.spoken import percent, rounded_up, seconds

__all__ = ["LIMITS"]

GAP_S = 30.0
"""Stretches at the same limit that are not further apart are one."""

FEWEST = 10
"""So many refusals are worth a word."""

RUNNING, THROTTLES = "ConcurrentExecutions", "Throttles"


def _refused(history: History, id: str, limit: str) -> Stretch | None:
    """Where a limit was binding, and most was refused; None where hardly anything was."""
    if history.counter(id, "throttles") < FEWEST:
        return None
    wanted = NAMES.index(limit)
    stretches = history.where(id, METRIC, lambda value: value == wanted, GAP_S)
    found = history.heaviest(stretches, id, THROTTLES)
    if found is None or history.total(id, THROTTLES, found) < FEWEST:
        return None
    return _begun(history, id, found)


def _begun(history: History, id: str, found: Stretch) -> Stretch:
    """From the bin of the first refusal on, and from the refusal itself where a flag tells it."""
    values = history.series(id, THROTTLES)
    first = next(n for n in range(found.first, found.end) if values[n])
    begun = history.stretch(first, found.end)
    flag = history.first_flag(id, "first_throttle")
    if flag is not None and begun.t <= flag < history.ends(first):
        return Stretch(first, found.end, flag, begun.until)
    return begun


def _said(history: History, id: str, found: Stretch) -> str:
    """ "34,173 of 270,000 attempts (12 %) were refused"."""
    refused = history.total(id, THROTTLES, found)
    asked = refused + history.total(id, "Invocations", found)
    share = percent(refused, asked)
    return f"{refused:,.0f} of {asked:,.0f} attempts ({share}) were refused"


def _seen(history: History, id: str, found: Stretch, running: str = "") -> tuple[Evidence, ...]:
    """What was refused in the first bin, and the highest concurrency, of it or another."""
    other = running or id
    when = history.peak(other, RUNNING, found)[1]
    first = history.begins(found.first)
    return (history.seen(id, THROTTLES, first), history.seen(other, RUNNING, when))


def _scaling_rate(history: History, id: str) -> Iterator[Found]:
    found = _refused(history, id, "scaling rate")
    if found is None:
        return
    before = history.at(id, RUNNING, max(history.begins(found.first) - history.bin_s, 0))
    most, _ = history.peak(id, RUNNING, found)
    grew = f"concurrency went from {before:,.0f} to {most:,.0f} in {seconds(found.lasts_s)}"
    yield Found(
        found.t,
        found.until,
        f"{id} could not grow fast enough: the scaling rate was binding.",
        f"{_said(history, id, found)}, while {grew}.",
        _seen(history, id, found),
        provision(history, id, most),
    )


def _reserved(history: History, id: str) -> Iterator[Found]:
    found = _refused(history, id, "reserved concurrency")
    if found is None:
        return
    reserved = history.spec(id).reserved_concurrency
    most, _ = history.peak(id, RUNNING, found)
    used = f"{most:,.0f}" if reserved is None else f"{most:,.0f} of {reserved:,} reserved"
    yield Found(
        found.t,
        found.until,
        f"{id} had all of its reserved concurrency in use: more was refused.",
        f"{_said(history, id, found)}, with {used} in use.",
        _seen(history, id, found),
        None if reserved is None else reserve(history, id, 2 * reserved or 1),
    )


def _account(history: History, id: str) -> Iterator[Found]:
    """No other function has most of what is shared."""
    found = _refused(history, id, "account concurrency")
    if found is None or _neighbour(history, id, found) is not None:
        return
    limit = int(history.quota(ACCOUNT_CONCURRENCY))
    most, _ = history.peak(id, RUNNING, found)
    yield Found(
        found.t,
        found.until,
        f"{id} used up the account's concurrency: more was refused.",
        f"{_said(history, id, found)}; it ran up to {most:,.0f} of the account's {limit:,}.",
        _seen(history, id, found),
        _raise_the_account(history, 2 * limit),
    )


def _raise_the_account(history: History, value: int) -> Try | None:
    most = history.profile.row(ACCOUNT_CONCURRENCY).maximum
    words = f"Have AWS raise the account to {value:,}."
    return Try(f"quotas.{ACCOUNT_CONCURRENCY}", value, words) if value <= most else None


def _by_a_neighbour(history: History, id: str) -> Iterator[Found]:
    found = _refused(history, id, "account concurrency")
    other = None if found is None else _neighbour(history, id, found)
    if found is None or other is None:
        return
    own, theirs = history.mean(id, RUNNING, found), history.mean(other, RUNNING, found)
    ran = f"{other} ran {theirs:,.0f} and {id} {own:,.0f}"
    limit = int(history.quota(ACCOUNT_CONCURRENCY))
    yield Found(
        found.t,
        found.until,
        f"{other} left {id} no concurrency: functions without any reserved share the account's.",
        f"{_said(history, id, found)}; on average {ran} of the account's {limit:,}.",
        _seen(history, id, found, other),
        reserve(history, id, rounded_up(history.peak(id, RUNNING)[0] + 1)),
    )


def _neighbour(history: History, id: str, found: Stretch) -> str | None:
    """Who runs more than half of all that runs on what is shared, if that is another."""
    shared = {
        other: history.mean(other, RUNNING, found)
        for other, spec in history.graph.named("function").items()
        if spec.reserved_concurrency is None and spec.capacity is None
    }
    most = max(shared, key=lambda other: shared[other], default=id)
    return most if most != id and shared[most] > sum(shared.values()) / 2 else None


def _requests_rate(history: History, id: str) -> Iterator[Found]:
    found = _refused(history, id, "requests per second")
    if found is None:
        return
    reserved = history.spec(id).reserved_concurrency
    rate = history.total(id, "Invocations", found) / found.lasts_s
    most, _ = history.peak(id, RUNNING, found)
    account = 2 * int(history.quota(ACCOUNT_CONCURRENCY))
    yield Found(
        found.t,
        found.until,
        f"{id} met the ceiling of requests a second, not that of concurrency.",
        f"{_said(history, id, found)}, while {rate:,.0f} a second began and no more than "
        f"{most:,.0f} ran at once.",
        _seen(history, id, found),
        reserve(history, id, 2 * reserved) if reserved else _raise_the_account(history, account),
    )


def _managed(history: History, id: str) -> Iterator[Found]:
    found = _refused(history, id, "managed environments")
    if found is None:
        return
    serving = "Managed.serving"
    before = history.at(id, serving, max(history.begins(found.first) - history.bin_s, 0))
    most, when = history.peak(id, serving)
    yield Found(
        found.t,
        found.until,
        f"All environments of {id} on managed instances were full: more was refused.",
        f"{_said(history, id, found)}; {before:,.0f} environments served when it began, and "
        f"{most:,.0f} at the most.",
        (*_seen(history, id, found)[:1], history.seen(id, serving, when)),
        _ready_before(history, id, int(most)),
    )


def _ready_before(history: History, id: str, wanted: int) -> Try | None:
    managed = history.spec(id).capacity.managed_instances
    value = min(wanted, managed.maximum_execution_environments or wanted)
    if value <= (managed.minimum_execution_environments or 0):
        return None
    path = f"components.{id}.capacity.managed_instances.minimum_execution_environments"
    return Try(path, value, f"Keep {value:,} environments: they are ready before the load.")


def _when(limit: str, more: str = "") -> str:
    return (
        f"At least {FEWEST} invocations were refused, over stretches not more than {GAP_S:.0f} s "
        f"apart, in bins in which {limit} was the limiter{more}."
    )


LIMITS = (
    InsightKind(
        "scaling-rate-bound",
        "The scaling rate was binding",
        _when("the scaling rate"),
        Law(
            "Execution environments are added at a rate; what needs one sooner is refused.",
            models.ACCOUNT,
            "lambda.scaling_burst",
        ),
        _scaling_rate,
        explains="refusal",
    ),
    InsightKind(
        "reserved-bound",
        "Reserved concurrency was used up",
        _when("the function's reserved concurrency"),
        Law(
            "Reserved concurrency is what a function has for itself, and the most it can use.",
            models.POOLS,
            page="docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency",
            date="2026-07-12",
        ),
        _reserved,
        explains="refusal",
    ),
    InsightKind(
        "account-bound",
        "The account's concurrency was used up",
        _when("the account", " and no other function ran more than half of what they share"),
        Law(
            "All functions of an account in a Region share its concurrency.",
            models.ACCOUNT,
            ACCOUNT_CONCURRENCY,
        ),
        _account,
        explains="refusal",
    ),
    InsightKind(
        "account-bound-by-neighbour",
        "A neighbour used up the account's concurrency",
        _when("the account", " and another function ran more than half of what they share"),
        Law(
            "Functions without reserved concurrency share what nobody has reserved.",
            models.POOLS,
            ACCOUNT_CONCURRENCY,
        ),
        _by_a_neighbour,
        explains="refusal",
    ),
    InsightKind(
        "requests-rate-bound",
        "The ceiling of requests a second was met",
        _when("the ceiling of requests a second"),
        Law(
            "A pool of concurrency takes so many synchronous requests a second, however short they "
            "are.",
            models.POOLS,
            "lambda.requests_per_concurrency",
        ),
        _requests_rate,
        explains="refusal",
    ),
    InsightKind(
        "managed-instances-full",
        "Environments on managed instances were full",
        _when("the environments on managed instances"),
        Law(
            "Managed instances scale beside the invocations: what finds all full is refused.",
            models.MANAGED,
            page="docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling",
            date="2026-07-12",
        ),
        _managed,
        explains="refusal",
    ),
)
