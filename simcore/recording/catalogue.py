"""The catalogue of metrics: every name that a series may have, and what it means.

CloudWatch's names stand letter for letter as AWS spells them; names of our own are marked.
`simcore.recording.reference` writes ``docs/reference/metrics.md`` from this module.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from simcore import facts
from simcore.recording import limited_by
from simcore.recording.catalogue_capacity import MANAGED, PROVISIONED
from simcore.recording.catalogue_streams import STREAMS

LAMBDA = "G26:monitoring-metrics-types (12 Jul 2026)"
CONCURRENCY = "G26:monitoring-concurrency, monitoring-metrics-types (12 Jul 2026)"
ESM = "G26:monitoring-metrics-types (12 Jul 2026), EventCount metrics"
SQS = "AWS/SQS metrics (SQS23; the list is partly unverified)"
SNS = "AWS/SNS metrics (the list is partly unverified)"
BILLING = "AWS/Billing (name only; what it includes: simcore.recording.charges)"
OURS = "Windtunnel's own"


class Metric(NamedTuple):
    """One metric of one type of component.

    ``statistic`` says how the value of a bin came about: Sum, Maximum, Average, a percentile, or
    Last (observed at the end of the bin). ``facts`` are the kinds of fact that it is made of.
    """

    name: str
    of: str
    unit: str
    statistic: str
    label: str
    source: str
    facts: tuple[type[Any], ...]
    meaning: str


_STARTED, _ENDED = facts.InvocationStarted, facts.InvocationEnded
_APPROXIMATE = "ApproximateNumberOfMessages"


def _percentiles(metric: Metric) -> list[Metric]:
    name, label = metric.name, metric.label
    return [
        metric._replace(name=f"{name}.{p}", statistic=p, label=f"{label} {p}")
        for p in ("p50", "p95", "p99")
    ]


_DURATION = Metric(
    "Duration", "function", "Milliseconds", "Average", "Duration", LAMBDA, (_ENDED,),
    "Time in the handler, without the init; in the bin in which the invocation ended.",
)  # fmt: skip
_EVENT_AGE = Metric(
    "AsyncEventAge", "function", "Milliseconds", "Average", "Age of asynchronous events", LAMBDA,
    (facts.AsyncAttemptStarted,), "From being accepted to an invocation, each time it is invoked.",
)  # fmt: skip
_EVENT_LATENCY = Metric(
    "AsyncEventLatency", "function", "Milliseconds", "Average", "Latency of asynchronous events",
    OURS, (facts.AsyncEventEnded,), "From being accepted to success or to being dropped.",
)  # fmt: skip
_MESSAGE_LATENCY = Metric(
    "MessageLatency", "queue", "Milliseconds", "Average", "Message latency", OURS,
    (facts.MessageDeleted,), "From being sent to being deleted, of the messages deleted.",
)  # fmt: skip
_LATENCY = Metric(
    "Latency", "client", "Milliseconds", "Average", "Latency", OURS, (facts.RequestEnded,),
    "From request to response, init included; without throttled requests.",
)  # fmt: skip

_FUNCTION_CHARGES = (_STARTED, _ENDED, facts.ProactivelyInitialized, facts.EnvironmentRestored,
                     facts.ProvisionedRequested, facts.ProvisionedInvocationEnded,
                     facts.RequestSent)  # fmt: skip
_QUEUE_CHARGES = (facts.MessagesSent, facts.MessagesDeduplicated, facts.MessagesReceived,
                  facts.EmptyReceived, facts.BatchSucceeded,
                  facts.MessagesDeadLettered)  # fmt: skip
_OTHER_CHARGES = (facts.MessagePublished, facts.EventPut, facts.ObjectPut)


def _charges(of: str, made_of: tuple[type[Any], ...], meaning: str) -> Metric:
    return Metric("EstimatedCharges", of, "USD", "Last", "Estimated charges", BILLING, made_of,
                  f"USD since the start: {meaning}; see below.")  # fmt: skip


CATALOGUE: tuple[Metric, ...] = (
    Metric("Invocations", "function", "Count", "Sum", "Invocations", LAMBDA, (_STARTED,),
           "Invocations started; throttled ones are not among them."),
    Metric("Errors", "function", "Count", "Sum", "Errors", LAMBDA, (_ENDED,),
           "Invocations that ended in an error or a timeout, in the bin in which they ended."),
    Metric("Throttles", "function", "Count", "Sum", "Throttles", LAMBDA,
           (facts.InvocationThrottled,), "Invocations refused with 429."),
    _DURATION,
    *_percentiles(_DURATION),
    Metric("ConcurrentExecutions", "function", "Count", "Maximum", "Concurrent executions", LAMBDA,
           (_STARTED, _ENDED), "The highest concurrency at any moment of the bin, exactly."),
    Metric("ColdStarts", "function", "Count", "Sum", "Cold starts", OURS, (_STARTED,),
           "Invocations that waited for an init."),
    Metric("InitDuration", "function", "Milliseconds", "Average", "Init duration", OURS,
           (_STARTED,), "Init time of the cold starts; with SnapStart, restore time."),
    Metric(limited_by.METRIC, "function", "Limit", "Most frequent", "Limited by", OURS,
           (facts.InvocationThrottled, facts.MappingObserved, facts.QueueObserved,
            facts.LimitReached),
           "The limiter that was binding, as a number: see below."),
    Metric("SuppressedInits", "function", "Count", "Sum", "Suppressed inits", OURS,
           (facts.SuppressedInit,),
           "Inits run inside an invocation, as part of its duration: after a timeout, a crash or "
           "an init that was too long."),
    Metric("RestoreDuration", "function", "Milliseconds", "Average", "Restore duration", OURS,
           (facts.EnvironmentRestored,), "Restore time of the cold starts with SnapStart."),
    *(Metric(*row) for row in PROVISIONED),
    *(Metric(*row) for row in MANAGED),
    Metric("AdditionalVersion.Invocations", "function", "Count", "Sum",
           "Invocations, additional version", OURS, (facts.AdditionalVersionInvoked,),
           "Of the invocations, those that the alias sent to its additional version."),
    Metric("AdditionalVersion.Errors", "function", "Count", "Sum", "Errors, additional version",
           OURS, (facts.AdditionalVersionEnded,), "Of the errors, those of that version."),
    Metric("Environments.init", "function", "Count", "Last", "Environments in init", OURS,
           (facts.FunctionObserved,), "Execution environments that are initializing."),
    Metric("Environments.busy", "function", "Count", "Last", "Environments busy", OURS,
           (facts.FunctionObserved,), "Execution environments that run the handler."),
    Metric("Environments.idle", "function", "Count", "Last", "Environments idle", OURS,
           (facts.FunctionObserved,), "Execution environments that are warm and free."),
    Metric("AsyncEventsReceived", "function", "Count", "Sum", "Asynchronous events received",
           LAMBDA, (facts.AsyncEventReceived,), "Events accepted into the internal queue (202)."),
    _EVENT_AGE,
    *_percentiles(_EVENT_AGE),
    Metric("AsyncEventsDropped", "function", "Count", "Sum", "Asynchronous events dropped",
           LAMBDA, (facts.AsyncEventEnded,),
           "Events that ended without success, sent on to a target or not."),
    Metric("DeadLetterErrors", "function", "Count", "Sum", "Dead-letter errors", LAMBDA,
           (facts.DeliveryFailed,), "Events that the dead-letter queue did not take."),
    Metric("DestinationDeliveryFailures", "function", "Count", "Sum",
           "Destination delivery failures", LAMBDA, (facts.DeliveryFailed,),
           "Invocation records that a destination did not take."),
    Metric("RecursiveInvocationsDropped", "function", "Count", "Sum",
           "Recursive invocations dropped", LAMBDA, (facts.RecursiveInvocationDropped,),
           "Events that were not processed because their chain of invocations goes in circles."),
    Metric("AsyncEventsSucceeded", "function", "Count", "Sum", "Asynchronous events succeeded",
           OURS, (facts.AsyncEventEnded,), "Events that ended with success."),
    Metric("AsyncRetries", "function", "Count", "Sum", "Asynchronous retries", OURS,
           (facts.AsyncAttemptFailed,), "Attempts that failed and will be made again."),
    Metric("AsyncAttemptsRefused", "function", "Count", "Sum", "Asynchronous attempts refused",
           OURS, (facts.AsyncAttemptRefused,),
           "Attempts that a throttle or a system error kept from the function."),
    Metric("DestinationDeliveries", "function", "Count", "Sum", "Destination deliveries", OURS,
           (facts.DestinationDelivered,),
           "Events and invocation records that destinations and dead-letter queues took."),
    Metric("AsyncEventsWaiting", "function", "Count", "Last", "Asynchronous events waiting", OURS,
           (facts.AsyncObserved,), "Events that wait for their next attempt."),
    Metric("AsyncEventsRunning", "function", "Count", "Last", "Asynchronous events running", OURS,
           (facts.AsyncObserved,), "Events that the function is processing."),
    *_percentiles(_EVENT_LATENCY),
    Metric("ConcurrentExecutions", "account", "Count", "Maximum", "Concurrent executions", LAMBDA,
           (_STARTED, _ENDED), "The highest sum over all functions at any moment, exactly."),
    Metric("UnreservedConcurrentExecutions", "account", "Count", "Maximum",
           "Unreserved concurrent executions", LAMBDA, (_STARTED, _ENDED),
           "The same over the functions without reserved concurrency or managed instances."),
    Metric("ClaimedAccountConcurrency", "account", "Count", "Last", "Claimed account concurrency",
           CONCURRENCY, (facts.AccountObserved,),
           "What invocations use of the concurrency that functions share, and all that is reserved "
           "or provisioned, used or not: what is measured against the account's quota."),
    Metric("EstimatedCharges", "account", "USD", "Last", "Estimated charges", BILLING,
           _FUNCTION_CHARGES + _QUEUE_CHARGES + _OTHER_CHARGES,
           "USD since the start, of all components; see below."),
    _charges("function", _FUNCTION_CHARGES,
             "requests, duration, provisioned concurrency, SnapStart"),
    _charges("queue", _QUEUE_CHARGES, "requests"),
    _charges("topic", (facts.MessagePublished,), "messages published"),
    _charges("bus", (facts.EventPut,), "events put"),
    _charges("bucket", (facts.ObjectPut,), "objects put"),
    Metric(_APPROXIMATE + "Visible", "queue", "Count", "Last", "Messages visible", SQS,
           (facts.QueueObserved,), "Messages that can be received."),
    Metric(_APPROXIMATE + "NotVisible", "queue", "Count", "Last", "Messages in flight", SQS,
           (facts.QueueObserved,), "Messages received and neither deleted nor visible again."),
    Metric(_APPROXIMATE + "Delayed", "queue", "Count", "Last", "Messages delayed", SQS,
           (facts.QueueObserved,), "Messages sent with a delay that is not over."),
    Metric("ApproximateAgeOfOldestMessage", "queue", "Seconds", "Last", "Age of oldest message",
           SQS, (facts.QueueObserved,), "Of the messages that are not deleted; 0 without any. In a "
           "dead-letter queue since the message came."),
    Metric("NumberOfMessagesSent", "queue", "Count", "Sum", "Messages sent", SQS,
           (facts.MessagesSent,), "Messages added, those moved to a dead-letter queue included."),
    Metric("NumberOfMessagesReceived", "queue", "Count", "Sum", "Messages received", SQS,
           (facts.MessagesReceived,), "Messages handed out, each time they were."),
    Metric("NumberOfMessagesDeleted", "queue", "Count", "Sum", "Messages deleted", SQS,
           (facts.MessageDeleted,), "Messages deleted."),
    Metric("NumberOfEmptyReceives", "queue", "Count", "Sum", "Empty receives", SQS,
           (facts.EmptyReceived,), "ReceiveMessage requests that gave no message."),
    Metric("MessagesReturned", "queue", "Count", "Sum", "Messages returned", OURS,
           (facts.MessagesReturned,), "Messages visible again after their visibility timeout."),
    Metric("MessagesDeadLettered", "queue", "Count", "Sum", "Messages dead-lettered", OURS,
           (facts.MessagesDeadLettered,), "Messages moved to the dead-letter queue."),
    Metric("MessagesExpired", "queue", "Count", "Sum", "Messages expired", OURS,
           (facts.MessagesExpired,), "Messages lost to the message retention period."),
    Metric("MessagesMoved", "queue", "Count", "Sum", "Messages moved", OURS,
           (facts.MessagesMoved,), "Messages moved to another queue by StartMessageMoveTask."),
    Metric("MessagesDuplicated", "queue", "Count", "Sum", "Messages duplicated", OURS,
           (facts.MessagesDuplicated,), "Messages that were deleted and are visible again."),
    *_percentiles(_MESSAGE_LATENCY),
    Metric("NumberOfDeduplicatedSentMessages", "queue", "Count", "Sum", "Messages deduplicated",
           SQS, (facts.MessagesDeduplicated,),
           "Messages to a FIFO queue accepted and not added: sent before, within five minutes."),
    Metric("SendsRefused", "queue", "Count", "Sum", "Sends refused", OURS, (facts.SendsRefused,),
           "Messages to a FIFO queue refused because its throughput quota was used up."),
    Metric("ApproximateNumberOfGroupsWithInflightMessages", "queue", "Count", "Last",
           "Groups with messages in flight", SQS, (facts.GroupsObserved,),
           "Message groups of a FIFO queue whose other messages have to wait."),
    Metric("MessageGroups", "queue", "Count", "Last", "Message groups", OURS,
           (facts.GroupsObserved,), "Groups with messages among those that the queue looks at."),
    Metric("MessageGroupsBlocked", "queue", "Count", "Last", "Message groups blocked", OURS,
           (facts.GroupsObserved,),
           "Groups that wait for the end of a visibility timeout after a batch failed."),
    Metric("Pollers", "event_source_mapping", "Count", "Last", "Pollers", OURS,
           (facts.MappingObserved,), "Pollers, that is: batches that may be processed at once."),
    Metric("PollersHolding", "event_source_mapping", "Count", "Last", "Pollers holding", OURS,
           (facts.MappingObserved,), "Pollers that keep a throttled batch and wait."),
    Metric("PolledEventCount", "event_source_mapping", "Count", "Sum", "Events polled", ESM,
           (facts.MessagesReceived,), "Messages received from the source queue."),
    Metric("FilteredOutEventCount", "event_source_mapping", "Count", "Sum", "Events filtered out",
           ESM, (facts.EventsFilteredOut,), "Messages or records that did not match the filter."),
    Metric("ProvisionedPollers", "event_source_mapping", "Count", "Last", "Event pollers", LAMBDA,
           (facts.PollersObserved,), "Event pollers in provisioned mode."),
    Metric("InvokedEventCount", "event_source_mapping", "Count", "Sum", "Events invoked", ESM,
           (facts.BatchInvoked,), "Messages with which the function was invoked."),
    Metric("FailedInvokeEventCount", "event_source_mapping", "Count", "Sum", "Events failed", ESM,
           (facts.BatchFailed, facts.BatchSucceeded),
           "Messages of failed batches, and those reported in batchItemFailures."),
    Metric("DeletedEventCount", "event_source_mapping", "Count", "Sum", "Events deleted", ESM,
           (facts.BatchSucceeded,), "Messages deleted after success."),
    *(Metric(*row) for row in STREAMS),
    Metric("NumberOfMessagesPublished", "topic", "Count", "Sum", "Messages published", SNS,
           (facts.MessagePublished,), "Messages published to the topic."),
    Metric("NumberOfNotificationsDelivered", "topic", "Count", "Sum", "Notifications delivered",
           SNS, (facts.NotificationDelivered,), "Messages handed to a subscriber, each time."),
    Metric("EventsReceived", "bus", "Count", "Sum", "Events received", OURS, (facts.EventPut,),
           "Events put on the bus."),
    Metric("ObjectsReceived", "bucket", "Count", "Sum", "Objects received", OURS,
           (facts.ObjectPut,), "Objects put into the bucket."),
    Metric("Requests", "client", "Count", "Sum", "Requests", OURS, (facts.RequestSent,),
           "Requests sent."),
    Metric("Responses", "client", "Count", "Sum", "Responses", OURS, (facts.RequestEnded,),
           "Requests answered without an error."),
    Metric("Errors", "client", "Count", "Sum", "Errors", OURS, (facts.RequestEnded,),
           "Requests answered with a function error or a timeout."),
    Metric("Throttles", "client", "Count", "Sum", "Throttles", OURS, (facts.RequestEnded,),
           "Requests refused with 429."),
    *_percentiles(_LATENCY),
)  # fmt: skip
"""Every metric, by type of component, in the order in which it is shown."""

METRICS: dict[str, Metric] = {}
"""By name; where types of component share a name, the first of them (unit and label agree)."""


for _metric in CATALOGUE:
    METRICS.setdefault(_metric.name, _metric)


NAMES = {limited_by.METRIC: limited_by.NAMES}
"""The words that values stand for, of metrics whose values are words."""


def as_header() -> dict[str, dict[str, Any]]:
    """Name -> unit, label and statistic, as a run's header sends them; and ``names``, see NAMES."""
    return {metric.name: _described(metric) for metric in METRICS.values()}


def _described(metric: Metric) -> dict[str, Any]:
    said = {"unit": metric.unit, "label": metric.label, "statistic": metric.statistic}
    return said | ({"names": list(NAMES[metric.name])} if metric.name in NAMES else {})
