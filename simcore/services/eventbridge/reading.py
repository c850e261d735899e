"""How the facts of an event bus read."""

from __future__ import annotations

from simcore.facts import Row
from simcore.facts.pushing import (
    InvocationDelayed,
    InvocationGivenUp,
    InvocationRetried,
    SentToDlq,
    TargetInvoked,
)
from simcore.recording.charges import estimated_charges
from simcore.recording.pushed import dead_letters, waiting
from simcore.recording.reading import (
    PART,
    Balance,
    Count,
    Counter,
    Each,
    Flagged,
    Listed,
    Metric,
    Reading,
    Sum,
    Tally,
    the_part,
)
from simcore.recording.told import Part, Work
from simcore.roles.redelivery import GIVEN_UP, NOT_ALLOWED
from simcore.services.eventbridge.facts import (
    BusObserved,
    EventMatched,
    EventPut,
    PutRefused,
    RuleStarted,
)

__all__ = ["READING"]

EVENTS = "AWS/Events (Amazon EventBridge User Guide, eb-monitoring, 2026)"


def _target(row: Row) -> str:
    rule, target = divmod(int(row[1]), 100)
    return f"rules.{rule - 1}.targets.{target - 1}"


def _given_up(row: Row) -> tuple[str, str]:
    why = GIVEN_UP[int(row[2])]
    if row[2] == NOT_ALLOWED:
        return f"{PART} not invoked", f"ERROR_CODE {why}"
    told = f"EXHAUSTED_RETRY_CONDITION {why}, RETRY_ATTEMPTS {row[3]:,}"
    return f"{PART} given up", told


def _retried(row: Row) -> tuple[str, str]:
    return f"{PART} did not take an event", ""


def _refused(row: Row) -> tuple[str, str]:
    return "entry refused", "PutEvents quota"


def _quota(row: Row) -> str:
    return "PutEvents quota"


def _not_taken(row: Row) -> tuple[str, str]:
    return "lost: the dead-letter queue did not take it", PART


READING = Reading(
    metrics=(
        estimated_charges(": events put", EventPut),
        Metric(
            "EventsReceived",
            Count(EventPut),
            "Events received",
            "Events put on the bus.",
            counter="received",
        ),
        Metric(
            "EventsRefused",
            Count(PutRefused),
            "Events refused",
            "Entries of PutEvents that were throttled: they are their sender's again.",
            counter="events_refused",
        ),
        Metric(
            "MatchedEvents",
            Count(EventMatched),
            "Events matched",
            "Events that matched any rule.",
            counter="events_matched",
            source=EVENTS,
        ),
        Metric(
            "TriggeredRules",
            (Sum(EventMatched, "rules"), Count(RuleStarted)),
            "Rules triggered",
            "Rules that an event matched, each time, or that their schedule started.",
            counter="rules_triggered",
            source=EVENTS,
        ),
        Metric(
            "Invocations",
            (Count(TargetInvoked), Count(InvocationGivenUp)),
            "Invocations",
            "Targets that were invoked, or whose invocation failed for good; not those that are "
            "delayed or tried again.",
            counter="target_invocations",
            source=EVENTS,
        ),
        Metric(
            "FailedInvocations",
            Count(InvocationGivenUp),
            "Invocations failed",
            "Invocations that failed for good.",
            counter="target_invocations_failed",
            source=EVENTS,
        ),
        Metric(
            "ThrottledRules",
            Count(InvocationDelayed),
            "Rules throttled",
            "Invocations that a quota delayed; nothing is lost.",
            counter="invocations_delayed",
            source=EVENTS,
        ),
        *dead_letters(
            ("InvocationsSentToDlq", "InvocationsFailedToBeSentToDlq"),
            "that failed",
            "target's",
            EVENTS,
        ),
        Metric(
            "InvocationAttemptsFailed",
            Count(InvocationRetried),
            "Attempts failed",
            "Attempts to invoke a target that failed and may be made again.",
            counter="invocation_attempts_failed",
        ),
        *waiting(BusObserved),
    ),
    counters=(
        Counter("invocations_due", (Sum(EventMatched, "due"), Sum(RuleStarted, "due"))),
        Counter("targets_invoked", Count(TargetInvoked)),
        Counter("target_invocations_failed.<why>", Each(InvocationGivenUp, "why", GIVEN_UP)),
    ),
    events=(
        Listed(InvocationGivenUp, "err", 0, _given_up, part=_target),
        Listed(SentToDlq, "err", 0, _not_taken, unless="taken", part=_target),
        Listed(PutRefused, "thr", 2, _refused),
        Listed(InvocationRetried, "retry", 5, _retried, part=_target),
    ),
    flags=(
        Flagged(InvocationGivenUp, "first_dead_letter", the_part, part=_target),
        Flagged(PutRefused, "first_throttle", _quota),
    ),
    balances=(
        Balance(
            ("invocations_due",),
            (
                "targets_invoked",
                "target_invocations_failed",
                "invocations_waiting",
                "invocations_retrying",
            ),
        ),
        Balance(
            ("target_invocations_failed",),
            ("sent_to_dlq", "failed_to_be_sent_to_dlq"),
            rest="those of targets without a dead-letter queue",
        ),
    ),
    tells=(
        Tally("received"),
        Tally("events_refused", better="less"),
        Tally("events_matched"),
        Tally("targets_invoked", better="more"),
        Tally("target_invocations_failed", better="less"),
        Tally("invocations_delayed", better="less"),
        Tally("invocation_attempts_failed", better="less"),
        Tally("sent_to_dlq", better="less"),
        Tally("failed_to_be_sent_to_dlq", better="less"),
    ),
    waits=("invocations_waiting", "invocations_retrying"),
    works=(
        Work(
            "invocation",
            (Part("failed", ("target_invocations_failed",), "failed for good", does=True),),
            attempts=True,
        ),
    ),
)
