"""Which facts give which metrics: the one table between what happens and what is shown.

By kind of fact, never by service: whatever component has a ledger of a kind gets its metrics.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from simcore import facts
from simcore.recording.fold.asynchronous import ASYNCHRONOUS
from simcore.recording.fold.base import Fold
from simcore.recording.fold.counts import (
    BilledMs,
    Count,
    DeleteCalls,
    Positive,
    RoundedUpMs,
    Sum,
    Tally,
)
from simcore.recording.fold.levels import Age, Last
from simcore.recording.fold.managed import MANAGED
from simcore.recording.fold.provisioned import ProvisionedPeak, Utilization
from simcore.recording.fold.redrive import REDRIVE
from simcore.recording.fold.samples import Samples
from simcore.recording.fold.streams import STREAMS, STREAMS_OBSERVED

Maker = Callable[..., Fold]
"""Called with (fact, board)."""


_ERROR = ("Errors", "errors")
_ADDITIONAL_ERROR = ("AdditionalVersion.Errors", "additional_version_errors")
_ENVIRONMENTS = "Environments."
_QUEUE = "ApproximateNumberOfMessages"

FOLDS: dict[type[Any], tuple[Maker, ...]] = {
    facts.InvocationStarted: (
        partial(Count, metric="Invocations", counter="invocations"),
        partial(Positive, of="init_s", metric="ColdStarts", counter="cold_starts"),
        partial(Samples, metric="InitDuration", of="init_s", positive=True, percentiles=False),
    ),
    facts.InvocationEnded: (
        partial(
            Tally,
            of="outcome",
            targets=(((None, "successes"),), (_ERROR,), (_ERROR, (None, "timeouts"))),
        ),
        partial(Samples, metric="Duration", of="duration_s"),
        partial(BilledMs, counter="billed_duration_ms", init_counter="billed_init_ms"),
    ),
    facts.InvocationThrottled: (
        partial(Count, metric="Throttles", counter="throttles"),
        partial(
            Tally,
            of="reason",
            targets=tuple(((None, f"throttles.{name}"),) for name in facts.THROTTLE_REASONS),
        ),
    ),
    facts.EnvironmentReclaimed: (partial(Count, metric=None, counter="environments_reclaimed"),),
    facts.SuppressedInit: (partial(Count, metric="SuppressedInits", counter="suppressed_inits"),),
    facts.EnvironmentRestored: (
        partial(Count, metric=None, counter="restores"),
        partial(
            Samples, metric="RestoreDuration", of="restore_s", positive=True, percentiles=False
        ),
    ),
    facts.RestoreTimedOut: (partial(Count, metric=None, counter="restore_timeouts"),),
    facts.ProactivelyInitialized: (
        partial(Count, metric=None, counter="proactive_inits"),
        partial(RoundedUpMs, of="init_s", counter="billed_init_ms"),
    ),
    facts.FunctionObserved: (
        partial(Last, of="init", metric=_ENVIRONMENTS + "init", counter="environments_init"),
        partial(Last, of="busy", metric=_ENVIRONMENTS + "busy", counter="environments_busy"),
        partial(Last, of="idle", metric=_ENVIRONMENTS + "idle", counter="environments_idle"),
    ),
    facts.AccountObserved: (partial(Last, of="claimed", metric="ClaimedAccountConcurrency"),),
    facts.AdditionalVersionInvoked: (
        partial(
            Count,
            metric="AdditionalVersion.Invocations",
            counter="additional_version_invocations",
        ),
    ),
    facts.AdditionalVersionEnded: (
        partial(
            Tally,
            of="outcome",
            targets=((), (_ADDITIONAL_ERROR,), (_ADDITIONAL_ERROR,)),
        ),
    ),
    facts.ProvisionedRequested: (),
    facts.ProvisionedAllocated: (
        partial(Count, metric=None, counter="provisioned_environments_allocated"),
    ),
    facts.ProvisionedReady: (),
    facts.ProvisionedInvocationStarted: (
        partial(
            Count, metric="ProvisionedConcurrencyInvocations", counter="provisioned_invocations"
        ),
        ProvisionedPeak,
    ),
    facts.ProvisionedInvocationEnded: (
        partial(RoundedUpMs, of="duration_s", counter="billed_provisioned_ms"),
    ),
    facts.ProvisionedSpilledOver: (
        partial(Count, metric="ProvisionedConcurrencySpilloverInvocations", counter="spilled_over"),
        partial(
            Tally,
            of="why",
            targets=(((None, "spilled_over.busy"),), ((None, "spilled_over.requests"),)),
        ),
    ),
    facts.ProvisionedObserved: (
        partial(Last, of="requested", metric="Provisioned.requested", counter="provisioned"),
        partial(
            Last, of="allocated", metric="Provisioned.allocated", counter="provisioned_allocated"
        ),
        partial(Last, of="ready", metric="Provisioned.ready", counter="provisioned_ready"),
        partial(Last, of="busy", metric="Provisioned.busy", counter="provisioned_busy"),
        Utilization,
    ),
    facts.MessagesSent: (partial(Sum, of="n", metric="NumberOfMessagesSent", counter="sent"),),
    facts.MessagesBecameVisible: (partial(Sum, of="n", metric=None, counter="became_visible"),),
    facts.MessagesReceived: (
        partial(Sum, of="n", metric="NumberOfMessagesReceived", counter="received"),
        partial(Sum, of="calls", metric=None, counter="receive_calls"),
    ),
    facts.EmptyReceived: (
        partial(Sum, of="calls", metric="NumberOfEmptyReceives", counter="empty_receives"),
    ),
    facts.MessageDeleted: (
        partial(Count, metric="NumberOfMessagesDeleted", counter="deleted"),
        partial(Samples, metric="MessageLatency", of="t", since="sent", mean=False),
    ),
    facts.MessagesReturned: (partial(Sum, of="n", metric="MessagesReturned", counter="returned"),),
    facts.MessagesDeadLettered: (
        partial(Sum, of="n", metric="MessagesDeadLettered", counter="dead_lettered"),
    ),
    facts.MessagesExpired: (partial(Sum, of="n", metric="MessagesExpired", counter="expired"),),
    facts.QueueObserved: (
        partial(Last, of="visible", metric=_QUEUE + "Visible", counter="visible"),
        partial(Last, of="in_flight", metric=_QUEUE + "NotVisible", counter="in_flight"),
        partial(Last, of="delayed", metric=_QUEUE + "Delayed", counter="delayed"),
        partial(Age, of="oldest_sent", metric="ApproximateAgeOfOldestMessage"),
    ),
    facts.GroupsObserved: (
        partial(Last, of="groups", metric="MessageGroups", counter="message_groups"),
        partial(
            Last,
            of="in_flight",
            metric="ApproximateNumberOfGroupsWithInflightMessages",
            counter="groups_in_flight",
        ),
        partial(Last, of="waiting", metric="MessageGroupsBlocked", counter="groups_blocked"),
    ),
    facts.GroupsPolled: (),
    facts.GroupObserved: (),
    facts.MessagesDeduplicated: (
        partial(Sum, of="n", metric="NumberOfDeduplicatedSentMessages", counter="deduplicated"),
    ),
    facts.SendsRefused: (partial(Sum, of="n", metric="SendsRefused", counter="sends_refused"),),
    facts.BatchInvoked: (
        partial(Count, metric=None, counter="batches_invoked"),
        partial(Sum, of="n", metric="InvokedEventCount", counter="invoked_events"),
    ),
    facts.BatchSucceeded: (
        partial(Count, metric=None, counter="batches_succeeded"),
        partial(Sum, of="n_deleted", metric="DeletedEventCount", counter="deleted_events"),
        partial(Sum, of="n_failed", metric="FailedInvokeEventCount", counter="failed_events"),
        partial(DeleteCalls, of="n_deleted", counter="delete_calls"),
    ),
    facts.BatchFailed: (
        partial(Count, metric=None, counter="batches_failed"),
        partial(Sum, of="n", metric="FailedInvokeEventCount", counter="failed_events"),
    ),
    facts.BatchThrottled: (
        partial(Count, metric=None, counter="batches_throttled"),
        partial(Sum, of="n", metric=None, counter="throttled_events"),
    ),
    facts.BatchAbandoned: (
        partial(Count, metric=None, counter="batches_abandoned"),
        partial(Sum, of="n", metric=None, counter="abandoned_events"),
    ),
    facts.MappingObserved: (
        partial(Last, of="pollers", metric="Pollers", counter="pollers"),
        partial(Last, of="holding", metric="PollersHolding", counter="pollers_holding"),
    ),
    facts.RequestSent: (partial(Count, metric="Requests", counter="requests"),),
    facts.RequestEnded: (
        partial(
            Tally,
            of="outcome",
            targets=(
                (("Responses", "responses"),),
                (_ERROR,),
                (_ERROR, (None, "timeouts")),
                (("Throttles", "throttles"),),
            ),
        ),
        partial(
            Samples,
            metric="Latency",
            of="t",
            since="sent",
            without=("outcome", facts.THROTTLED),
            mean=False,
        ),
    ),
    facts.LimitReached: (),
    facts.StoryStep: (),
    **ASYNCHRONOUS,
    **MANAGED,
    **STREAMS,
    **REDRIVE,
}
"""Fact -> makers of the folds that take in its rows. A kind of fact that is missing is a bug."""

OBSERVED = frozenset(
    {
        facts.FunctionObserved,
        facts.AccountObserved,
        facts.ProvisionedObserved,
        facts.CapacityObserved,
        facts.QueueObserved,
        facts.GroupsObserved,
        facts.GroupsPolled,
        facts.GroupObserved,
        facts.MappingObserved,
        facts.PollersObserved,
        facts.AsyncObserved,
        *STREAMS_OBSERVED,
    }
)
"""Observations: stated at a bin's end, and belonging to the bin that ends there."""
