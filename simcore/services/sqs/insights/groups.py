"""Insights about the message groups of a FIFO queue, and about what a queue costs."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.insights.knobs import faster
from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.convert import distribution
from simcore.component.spoken import many, percent, seconds
from simcore.services.sqs.insights.around import only, recommended_s

__all__ = ["COSTS", "GROUPS"]

BLOCKED, VISIBLE = "MessageGroupsBlocked", "ApproximateNumberOfMessagesVisible"
FLYING = "ApproximateNumberOfGroupsWithInflightMessages"
POISON_S, POISON_GAP_S = 10.0, 5.0
HOT_S, HOT_GAP_S = 30.0, 5.0
HOT_BATCHES = 2
"""So many batches have to wait for each group that is in work."""

COST_SHARE, SAVED = 0.5, 0.33
LARGEST_BATCH = "esm.sqs.fifo_batch_size_max"


def _poisoned(history: History, id: str) -> Iterator[Found]:
    found = history.longest(history.where(id, BLOCKED, bool, POISON_GAP_S), POISON_S)
    if found is None:
        return
    most, when = history.peak(id, BLOCKED, found)
    groups = history.peak(id, "MessageGroups", found)[0]
    visibility = history.spec(id).visibility_timeout
    yield Found(
        found.t,
        found.until,
        f"A failed message blocked its message group in {id}.",
        f"For {seconds(found.lasts_s)} up to {most:,.0f} of {many(groups, 'group')} stood still: "
        f"after each failure for as long as the visibility timeout, {seconds(visibility)}.",
        (history.seen(id, BLOCKED, when),),
        _sooner(history, id),
    )


def _sooner(history: History, id: str) -> Try | None:
    """As short as AWS takes it."""
    mapping = only(history, id)
    if mapping is None:
        return None
    least = history.spec(history.spec(mapping).function).timeout
    if least >= history.spec(id).visibility_timeout:
        return None
    words = (
        f"Hide a failed message for {seconds(least)}: its group goes on sooner. AWS recommends "
        f"{seconds(recommended_s(history, id))} or more."
    )
    return Try(f"components.{id}.visibility_timeout", least, words)


def _hot(history: History, id: str) -> Iterator[Found]:
    """Many messages wait although few groups have any in work, and none is blocked."""
    mapping = only(history, id)
    if mapping is None or history.spec(id).fifo is None:
        return
    batch = history.spec(mapping).batch_size
    flying, blocked = history.series(id, FLYING), history.series(id, BLOCKED)
    bins = (
        n
        for n, waiting in history.values(id, VISIBLE)
        if waiting and flying[n] and not blocked[n] and waiting >= HOT_BATCHES * batch * flying[n]
    )
    found = history.longest(history.stretches(bins, HOT_GAP_S), HOT_S)
    if found is None or history.peak(mapping, "PollersHolding", found)[0]:
        return
    most, when = history.peak(id, VISIBLE, found)
    groups = history.at(id, FLYING, when)
    function = history.spec(mapping).function
    yield Found(
        found.t,
        found.until,
        f"Few message groups of {id} held most of its messages.",
        f"{many(most, 'message')} waited behind {many(groups, 'group')} in work: a group has one "
        f"batch of up to {batch} at a time, however much concurrency {function} has.",
        (history.seen(id, VISIBLE, when), history.seen(id, FLYING, when)),
        _larger(history, mapping)
        or faster(history, function, "Make the handler twice as fast: nothing else helps a group."),
    )


def _larger(history: History, mapping: str) -> Try | None:
    """As many of a group at a time as there may be, where that saves a third of their time."""
    batch, most = history.spec(mapping).batch_size, int(history.quota(LARGEST_BATCH))
    function = history.spec(history.spec(mapping).function)
    each_s = 0.0
    if function.duration_per_record is not None:
        each_s = distribution(function.duration_per_record).mean
    once_s = distribution(function.duration).mean
    if batch >= most or once_s / most + each_s > (once_s / batch + each_s) * (1 - SAVED):
        return None
    return Try(
        f"components.{mapping}.batch_size", most, f"Hand on up to {most} of a group at once."
    )


def _requests(history: History, id: str) -> Iterator[Found]:
    part, whole = history.cost(id, "requests"), history.recorded["cost"]["usd"]
    if part <= 0 or part < COST_SHARE * whole:
        return
    received = history.counter(id, "receive_calls") + history.counter(id, "empty_receives")
    sent = history.total(id, "NumberOfMessagesSent", history.stretch(0, history.bins))
    yield Found(
        0.0,
        history.end_s,
        f"Most of the cost was requests to {id}, not work.",
        f"{percent(part, whole)} of {whole:,.4f} USD: {many(sent, 'message')} sent one by one, "
        f"{many(received, 'request')} to receive.",
        (history.billed(id, "requests"),),
        quota="price.sqs.fifo_request_usd" if history.spec(id).fifo else "price.sqs.request_usd",
    )


GROUP_MODEL = "The message groups of a FIFO queue: whose messages may be received next"
SCALING = "docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling"

GROUPS = (
    InsightKind(
        "poison-blocks-group",
        "A failed message blocked its message group",
        f"For at least {POISON_S:.0f} s message groups waited for the end of a visibility timeout "
        "after a batch had failed.",
        Law(
            "While a message of a group is in flight, no other message of the group is received.",
            GROUP_MODEL,
            page="docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling",
            date="2026-07-12",
        ),
        _poisoned,
        explains="loss",
    ),
    InsightKind(
        "hot-group",
        "A hot message group",
        f"For at least {HOT_S:.0f} s {HOT_BATCHES} batches or more waited for each group in work, "
        "no group was blocked by a failure, and nothing was refused.",
        Law(
            "A message group has one batch at a time: concurrency is no more than the number of "
            "groups with messages.",
            GROUP_MODEL,
            page=SCALING,
            date="2026-07-12",
        ),
        _hot,
    ),
)

COSTS = (
    InsightKind(
        "cost-of-requests",
        "Requests to a queue dominated the cost",
        f"Requests to the queue were {COST_SHARE:.0%} of the run's cost or more.",
        Law(
            "Every request to send, receive or delete costs the same, however many messages it is "
            "about.",
            "Amazon SQS, standard queue: a buffer that forgets nothing until it is told to",
            "price.sqs.request_usd",
        ),
        _requests,
        explains="cost",
    ),
)
