"""Insights about what a function was refused for: concurrency, its own or shared, and its growth.

By what happened: the bins that `LimitedBy` gives to a limit, and what was refused in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.insights import models
from simcore.awslambda.insights.knobs import ACCOUNT_CONCURRENCY, provision, reserve
from simcore.awslambda.reading.views.limited_by import METRIC, NAMES
from simcore.component import Found, History, InsightKind, Law, Stretch, Try
from simcore.component.spoken import many, percent, rounded_up, seconds

__all__ = ["LIMITS"]

GAP_S = 30.0
"""Stretches at the same limit that are not further apart are one."""

FEWEST = 10
"""So many refusals are worth a word."""

RUNNING, BUSY, THROTTLES = "ConcurrentExecutions", "Environments.busy", "Throttles"


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


def _told(
    history: History,
    id: str,
    found: Stretch,
    what: str,
    why: str,
    attempt: Try | None,
    other: str = "",
) -> Found:
    """What was refused in the first bin, and the highest concurrency, of it or another."""
    running = other or id
    when = history.peak(running, RUNNING, found)[1]
    evidence = (
        history.seen(id, THROTTLES, history.begins(found.first)),
        history.seen(running, RUNNING, when),
    )
    said = f"{_said(history, id, found)}{why}."
    return Found(found.t, found.until, what, said, evidence, attempt)


def _scaling_rate(history: History, id: str) -> Iterator[Found]:
    found = _refused(history, id, "scaling rate")
    if found is None:
        return
    before = history.at(id, RUNNING, max(history.begins(found.first) - history.bin_s, 0))
    most, _ = history.peak(id, RUNNING, found)
    what = f"{id} could not grow fast enough: the scaling rate was binding."
    grew = f"from {before:,.0f} to {most:,.0f} in {seconds(found.lasts_s)}"
    why = f", while concurrency went {grew}"
    yield _told(history, id, found, what, why, provision(history, id, most))


def _reserved(history: History, id: str) -> Iterator[Found]:
    found = _refused(history, id, "reserved concurrency")
    if found is None:
        return
    reserved = history.spec(id).reserved_concurrency
    most, _ = history.peak(id, RUNNING, found)
    what = f"{id} had all of its reserved concurrency in use: more was refused."
    if reserved is None:
        yield _told(history, id, found, what, f", with {most:,.0f} in use", None)
        return
    why = f", with {min(most, reserved):,.0f} of {reserved:,} reserved in use"
    if most > reserved:  # what was running when less was reserved runs on
        why += f" and up to {most:,.0f} running from before"
    yield _told(history, id, found, what, why, reserve(history, id, 2 * reserved or 1))


def _account(history: History, id: str) -> Iterator[Found]:
    """No other function has most of what is shared."""
    found = _refused(history, id, "account concurrency")
    if found is None or _neighbour(history, id, found) is not None:
        return
    limit = int(history.quota(ACCOUNT_CONCURRENCY))
    most, _ = history.peak(id, RUNNING, found)
    what = f"{id} used up the account's concurrency: more was refused."
    why = f"; it ran up to {most:,.0f} of the account's {limit:,}"
    yield _told(history, id, found, what, why, _raise_the_account(history, 2 * limit))


def _raise_the_account(history: History, value: int) -> Try | None:
    most = history.profile.row(ACCOUNT_CONCURRENCY).maximum
    words = f"Have AWS raise the account to {value:,}."
    return Try(f"quotas.{ACCOUNT_CONCURRENCY}", value, words) if value <= most else None


def _by_a_neighbour(history: History, id: str) -> Iterator[Found]:
    found = _refused(history, id, "account concurrency")
    other = None if found is None else _neighbour(history, id, found)
    if found is None or other is None:
        return
    own, theirs = history.mean(id, BUSY, found), history.mean(other, BUSY, found)
    limit = int(history.quota(ACCOUNT_CONCURRENCY))
    what = f"{other} left {id} no concurrency: functions without any reserved share the account's."
    ran = f"{theirs:,.0f} environments of {other} and {own:,.0f} of {id} were busy"
    why = f"; on average {ran}, of the account's {limit:,}"
    attempt = reserve(history, id, rounded_up(history.peak(id, RUNNING)[0] + 1))
    yield _told(history, id, found, what, why, attempt, other)


def _neighbour(history: History, id: str, found: Stretch) -> str | None:
    """Who runs more than half of all that runs on what is shared, if that is another.

    By what is busy when a bin ends, as the highest of each bin were not all at one moment.
    """
    shared = {
        other: history.mean(other, BUSY, found)
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
    whole = history.stretch(found.first, found.end)  # what is counted is counted by bins
    rate = history.total(id, "Invocations", found) / whole.lasts_s
    most, _ = history.peak(id, RUNNING, found)
    account = 2 * int(history.quota(ACCOUNT_CONCURRENCY))
    what = f"{id} met the ceiling of requests a second, not that of concurrency."
    why = f", while {rate:,.0f} a second began and no more than {most:,.0f} ran at once"
    more = reserve(history, id, 2 * reserved) if reserved else _raise_the_account(history, account)
    yield _told(history, id, found, what, why, more)


def _managed(history: History, id: str) -> Iterator[Found]:
    found = _refused(history, id, "managed environments")
    if found is None:
        return
    serving = "Managed.serving"
    before = history.at(id, serving, max(history.begins(found.first) - history.bin_s, 0))
    most, when = history.peak(id, serving)
    what = f"All environments of {id} on managed instances were full: more was refused."
    why = f"; {many(before, 'environment')} served when it began, and {most:,.0f} at the most"
    told = _told(history, id, found, what, why, _ready_before(history, id, int(most)))
    evidence = (told.evidence[0], history.seen(id, serving, when))
    yield Found(told.t, told.until, told.what, told.why, evidence, told.attempt)


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
