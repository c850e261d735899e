"""What may be found about the event source mapping of a queue when a run is over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import ceil

from simcore.awslambda.event_source_mapping.permission_insight import UNDELETED, UNREAD_QUEUE
from simcore.awslambda.event_source_mapping.windows_insight import WINDOW_OF_QUEUE
from simcore.awslambda.insights import models
from simcore.awslambda.insights.knobs import faster
from simcore.awslambda.reading.views.bound_by import METRIC, NAMES
from simcore.component import Found, History, InsightKind, Law, Stretch, Try
from simcore.component.spoken import many, seconds

__all__ = ["QUEUE_MAPPING"]

LEAST_S, GAP_S = 10.0, 30.0
"""A cap has to bind so long; what is not further apart is one stretch."""

RAMP_S, RAMP_GAP_S = 30.0, 3.0
"""The same of the ramp."""

CAPS = ("pollers", "event pollers", "maximum concurrency")
GROWS = ("pollers being added", "event pollers being added")
MINIMUM = "esm.sqs.minimum_pollers_max"
LOST, REPORTS = "esm.sqs.pollers_lost_an_error", "esm.sqs.report_batch_item_failures"
VISIBLE = "ApproximateNumberOfMessagesVisible"
SLOW = 0.5
"""Growth below this share of the ramp is told, where errors explain as much of what is missing."""


def _bound(
    history: History, id: str, rules: tuple[str, ...], gap_s: float = GAP_S
) -> list[Stretch]:
    """Where one of these rules binds, and more waits than all pollers take at once."""
    spec = history.spec(id)
    wanted = {NAMES.index(rule) for rule in rules}
    waiting, pollers = history.series(spec.source, VISIBLE), history.series(id, "Pollers")
    bins = (
        n
        for n, rule in history.values(id, METRIC)
        if rule in wanted and (waiting[n] or 0) > spec.batch_size * (pollers[n] or 0)
    )
    return history.stretches(bins, gap_s)


def _capped(history: History, id: str) -> Iterator[Found]:
    found = history.longest(_bound(history, id, CAPS), LEAST_S)
    if found is None:
        return
    queue = history.spec(id).source
    rule = NAMES[int(history.at(id, METRIC, history.begins(found.first)))]
    most, when = history.peak(queue, VISIBLE, found)
    pollers, _ = history.peak(id, "Pollers", found)
    yield Found(
        found.t,
        found.until,
        f"{id} was at its cap of {rule}: what waited had to wait its turn.",
        f"{many(pollers, 'batch', 'batches')} at a time {'was' if pollers == 1 else 'were'} taken "
        f"from {queue}, where up to {many(most, 'message')} waited.",
        (history.seen(id, METRIC, history.begins(found.first)), history.seen(queue, VISIBLE, when)),
        _more(history, id, rule),
    )


def _more(history: History, id: str, rule: str) -> Try | None:
    spec, path = history.spec(id), f"components.{id}"
    if rule == "maximum concurrency":
        most = history.quota("esm.sqs.maximum_concurrency_max")
        value = int(min(2 * spec.maximum_concurrency, most))
        if value <= spec.maximum_concurrency:
            return None
        return Try(f"{path}.maximum_concurrency", value, f"Let {value:,} batches run at a time.")
    return _larger_batches(history, id)


def _larger_batches(history: History, id: str) -> Try | None:
    """As large as may be without another batching window; else a function that takes less time."""
    spec = history.spec(id)
    least = "esm.sqs.batch_size_without_window_max"
    most = "esm.sqs.fifo_batch_size_max" if history.spec(spec.source).fifo else least
    value = int(history.quota(most))
    if spec.batch_size >= value:
        return faster(history, spec.function)
    return Try(f"components.{id}.batch_size", value, f"Take {value:,} messages at a time.")


def _growing(history: History, id: str) -> Iterator[Found]:
    found = history.longest(_bound(history, id, GROWS, RAMP_GAP_S), RAMP_S)
    if found is None:
        return
    before, after, could = _grew(history, id, found)
    if after - before < SLOW * could:  # it is something else that keeps it small
        return
    queue = history.spec(id).source
    most, when = history.peak(queue, VISIBLE, found)
    grew = f"{before:,.0f} to {after:,.0f} in {seconds(found.lasts_s)}"
    yield Found(
        found.t,
        found.until,
        f"{id} was still adding pollers while messages waited.",
        f"From {grew}; up to {many(most, 'message')} waited in {queue} meanwhile.",
        (history.seen(id, METRIC, history.begins(found.first)), history.seen(queue, VISIBLE, when)),
        _there_before(history, id, after) or _larger_batches(history, id),
        quota=_ramp(history, id),
    )


def _ramp(history: History, id: str) -> str:
    """How fast it adds pollers: the row of its mode."""
    provisioned = history.spec(id).provisioned_pollers is not None
    return "esm.sqs.provisioned_ramp_per_min" if provisioned else "esm.sqs.ramp_per_min"


def _there_before(history: History, id: str, pollers: float) -> Try | None:
    """Provisioned mode with as many as were reached, where the mapping can have it."""
    spec, most = history.spec(id), int(history.quota(MINIMUM))
    if not most or spec.maximum_concurrency or history.spec(spec.source).fifo:
        return None
    of_one = history.quota("esm.sqs.poller_concurrency", 10.0)
    least = int(history.quota("esm.sqs.minimum_pollers_min"))
    value = min(max(ceil(pollers / of_one), least), most)
    now = spec.provisioned_pollers
    value = value if now is None else min(value, now.maximum)
    if now is not None and value <= now.minimum:
        return None
    words = f"Have {value:,} event pollers before the load, which are charged by the hour."
    return Try(f"components.{id}.provisioned_pollers.minimum", value, words)


def _shrunk(history: History, id: str) -> Iterator[Found]:
    """Of the stretches in which the ramp binds, the first that errors kept from growing."""
    lost = history.quota(LOST)
    if not lost or history.spec(id).provisioned_pollers is not None:
        return
    if not history.counter(id, "batches_failed"):
        return
    slow = (
        one
        for one in _bound(history, id, GROWS, RAMP_GAP_S)
        if one.lasts_s >= RAMP_S and _kept_small(history, id, one, lost)
    )
    for found in islice(slow, 1):
        yield _told(history, id, found)


def _grew(history: History, id: str, found: Stretch) -> tuple[float, float, float]:
    """From how many pollers to how many, and how many the ramp alone would have added."""
    pollers = history.series(id, "Pollers")
    could = history.quota(_ramp(history, id)) / 60 * (found.lasts_s - history.bin_s)
    return pollers[found.first] or 0, pollers[found.end - 1] or 0, could


def _kept_small(history: History, id: str, found: Stretch, lost: float) -> bool:
    """Errors, and nothing that was refused, explain most of what the ramp did not give."""
    function = history.spec(id).function
    before, after, could = _grew(history, id, found)
    missing = could - (after - before)
    if history.total(function, "Throttles", found) or missing < SLOW * could:
        return False
    return lost * history.total(function, "Errors", found) >= SLOW * missing


def _told(history: History, id: str, found: Stretch) -> Found:
    before, after, could = _grew(history, id, found)
    failed = history.total(id, "FailedInvokeEventCount", found)
    return Found(
        found.t,
        found.until,
        f"Errors took pollers away from {id}: it grew by less than its ramp allows.",
        f"It came from {before:,.0f} to {many(after, 'poller')}, while {many(failed, 'message')} "
        "failed; "
        f"the ramp alone would have added {could:,.0f}.",
        (
            history.seen(id, "Pollers", history.begins(found.end - 1)),
            history.seen(id, "FailedInvokeEventCount", _first_failed(history, id, found)),
        ),
        _fewer_errors(history, id),
    )


def _first_failed(history: History, id: str, found: Stretch) -> float:
    values = history.series(id, "FailedInvokeEventCount")
    return history.begins(next(n for n in range(found.first, found.end) if values[n]))


def _fewer_errors(history: History, id: str) -> Try | None:
    spec = history.spec(id)
    if history.spec(spec.function).error_rate:
        path = f"components.{spec.function}.error_rate"
        return Try(path, 0.0, "See how it grows where nothing fails.")
    if spec.report_batch_item_failures or not history.profile.has(REPORTS):
        return None
    path = f"components.{id}.report_batch_item_failures"
    return Try(path, True, "Report the messages that failed: the batch has not.")


QUEUE_MAPPING = (
    InsightKind(
        "pollers-bound",
        "The pollers were at their cap",
        f"For at least {LEAST_S:.0f} s the mapping was bound by its most pollers, event pollers or "
        "maximum concurrency, and more messages waited than they take at once.",
        Law(
            "A mapping processes so many batches at a time, and no more.",
            models.FLEET,
            page="docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling",
            date="2026-07-12",
        ),
        _capped,
    ),
    InsightKind(
        "pollers-being-added",
        "Pollers were still being added",
        f"For at least {RAMP_S:.0f} s the mapping was bound by the pollers being added, more "
        f"messages waited than those it had take at once, and it grew by {SLOW:.0%} of the ramp "
        "or more.",
        Law(
            "While a backlog remains, a mapping adds pollers at a rate.",
            models.FLEET,
            "esm.sqs.ramp_per_min",
        ),
        _growing,
    ),
    InsightKind(
        "errors-shrink-pollers",
        "Errors took pollers away",
        f"For at least {RAMP_S:.0f} s pollers were being added and nothing was refused; the fleet "
        f"grew by less than {SLOW:.0%} of the ramp, and batches that failed explain {SLOW:.0%} of "
        "what is missing, or more.",
        Law(
            "After function errors a mapping takes fewer batches at a time.",
            models.FLEET,
            LOST,
        ),
        _shrunk,
    ),
    WINDOW_OF_QUEUE,
    UNREAD_QUEUE,
    UNDELETED,
)
