"""How the facts of an event source mapping of a queue read."""

from __future__ import annotations

from functools import partial

from simcore import facts
from simcore.awslambda.event_source_mapping.delete_calls import DeleteCalls
from simcore.awslambda.event_source_mapping.facts import (
    BatchAbandoned,
    BatchFailed,
    BatchInvoked,
    BatchSucceeded,
    BatchThrottled,
    MappingObserved,
    PollersObserved,
)
from simcore.awslambda.reading.sources import ESM, LAMBDA
from simcore.awslambda.reading.views import bound_by, polled
from simcore.awslambda.reading.views.concurrency import ConcurrencyView
from simcore.awslambda.reading.views.lanes import LanesView
from simcore.awslambda.reading.views.limited_by import LimitersView
from simcore.facts import Row
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Derived,
    Flagged,
    Handed,
    Highest,
    Last,
    Listed,
    Metric,
    Own,
    Reading,
    Sum,
    Tally,
)
from simcore.recording.words import counted

__all__ = ["READING"]

OBSERVED = MappingObserved
INVOKED, SUCCEEDED, FAILED = BatchInvoked, BatchSucceeded, BatchFailed
THROTTLED, ABANDONED = BatchThrottled, BatchAbandoned
FILTERED_OUT = facts.EventsFilteredOut


def _messages(row: Row) -> str:
    return counted(row[1], "msg")


def _batch(row: Row) -> str:
    return f"batch of {row[1]}"


def _abandoned(row: Row) -> tuple[str, str]:
    return f"batch given up, {_messages(row)}", "visibility timeout"


def _given_up(row: Row) -> str:
    whose = "its" if row[1] == 1 else "their"
    return f"{counted(row[1], 'message')}, {whose} visibility timeout was over"


READING = Reading(
    metrics=(
        Metric(
            "Pollers",
            Last(OBSERVED, "pollers"),
            "Pollers",
            "Pollers, that is: batches that may be processed at once.",
            counter="pollers",
        ),
        Metric(
            "PollersHolding",
            Last(OBSERVED, "holding"),
            "Pollers holding",
            "Pollers that keep a throttled batch and wait.",
            counter="pollers_holding",
        ),
        Metric(
            polled.METRIC,
            Derived("MessagesReceived"),
            "Events polled",
            "Messages received from the source queue.",
            counter=polled.COUNTER,
            source=ESM,
        ),
        Metric(
            "FilteredOutEventCount",
            Sum(FILTERED_OUT, "n"),
            "Events filtered out",
            "Messages or records that did not match the filter.",
            counter="filtered_out_events",
            source=ESM,
        ),
        Metric(
            "ProvisionedPollers",
            Last(PollersObserved, "provisioned"),
            "Event pollers",
            "Event pollers in provisioned mode, at the bin's end; CloudWatch shows the maximum.",
            counter="provisioned_pollers",
            source=LAMBDA,
        ),
        Metric(
            "InvokedEventCount",
            Sum(INVOKED, "n"),
            "Events invoked",
            "Messages with which the function was invoked. Not when it was "
            "throttled, which CloudWatch may count, too.",
            counter="invoked_events",
            source=ESM,
        ),
        Metric(
            "FailedInvokeEventCount",
            (Sum(FAILED, "n"), Sum(SUCCEEDED, "n_failed")),
            "Events failed",
            "Messages of failed batches, and those reported in batchItemFailures.",
            counter="failed_events",
            source=ESM,
        ),
        Metric(
            "DeletedEventCount",
            Sum(SUCCEEDED, "n_deleted"),
            "Events deleted",
            "Messages deleted after success.",
            counter="deleted_events",
            source=ESM,
        ),
        bound_by.metric(OBSERVED, facts.LimitReached, "QueueObserved", "MessagesLeftAlone"),
    ),
    counters=(
        Counter("batches_invoked", Count(INVOKED)),
        Counter("batches_succeeded", Count(SUCCEEDED)),
        Counter("batches_failed", Count(FAILED)),
        Counter("batches_throttled", Count(THROTTLED)),
        Counter("throttled_events", Sum(THROTTLED, "n")),
        Counter("batches_abandoned", Count(ABANDONED), "throttled, and given up"),
        Counter("abandoned_events", Sum(ABANDONED, "n")),
        Counter(
            "delete_calls",
            (
                Own(SUCCEEDED, partial(DeleteCalls, of="n_deleted")),
                Own(FILTERED_OUT, partial(DeleteCalls, of="n")),
            ),
            "DeleteMessageBatch requests",
        ),
    ),
    events=(Listed(ABANDONED, "retry", 4, _abandoned),),
    # That it was refused is listed where it was: one thing is one row.
    handed=(Handed(INVOKED, _messages), Handed(THROTTLED, _batch, refused=True)),
    flags=(Flagged(ABANDONED, "first_hidden", _given_up),),
    observed=(facts.GroupsPolled, facts.GroupObserved),
    balances=(
        Balance(
            ("batches_invoked",),
            ("batches_succeeded", "batches_failed"),
            rest="those that the function has",
        ),
        Balance(
            ("invoked_events",),
            ("deleted_events", "failed_events"),
            rest="those that the function has, or that may not be deleted",
        ),
        Balance(
            ("polled_events",),
            ("invoked_events", "filtered_out_events"),
            rest="those that pollers keep",
        ),
    ),
    views=(LanesView, ConcurrencyView, LimitersView, polled.PolledView),
    tells=(
        Tally("filtered_out_events", "filtered out"),
        Tally("batches_invoked"),
        Tally("batches_failed", better="less"),
        Tally("batches_throttled", better="less"),
        Tally("batches_abandoned", better="less"),
        Highest("Pollers", "pollers"),
    ),
)
