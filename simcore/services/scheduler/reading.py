"""How the facts of a scheduler read."""

from __future__ import annotations

from simcore.facts import Row
from simcore.facts.pushing import (
    InvocationDelayed,
    InvocationGivenUp,
    InvocationRetried,
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
    Last,
    Listed,
    Metric,
    Reading,
    Sum,
    Tally,
    Where,
    the_part,
)
from simcore.roles.redelivery import GIVEN_UP, NOT_ALLOWED
from simcore.services.scheduler.facts import SchedulerObserved, ScheduleStarted

__all__ = ["READING"]

GUIDE = "AWS/Scheduler (EventBridge Scheduler User Guide, monitoring-cloudwatch, 2026)"


def _schedule(row: Row) -> str:
    return f"schedules.{row[1] - 1}"


def _started(row: Row) -> tuple[str, str]:
    return f"{PART}: {row[2]:,} due", ""


def _given_up(row: Row) -> tuple[str, str]:
    if row[2] == NOT_ALLOWED:
        return f"{PART} may not invoke its target", ""
    return f"{PART} given up", f"{GIVEN_UP[int(row[2])]}, {row[3]:,} retries"


def _retried(row: Row) -> tuple[str, str]:
    return f"{PART}: the target did not take it", ""


READING = Reading(
    metrics=(
        estimated_charges(": invocations", TargetInvoked),
        Metric(
            "InvocationsDue",
            Sum(ScheduleStarted, "due"),
            "Invocations due",
            "Schedules that have come to their time.",
            counter="schedules_due",
        ),
        Metric(
            "TargetsInvoked",
            Count(TargetInvoked),
            "Targets invoked",
            "Invocations that the target took.",
            counter="targets_invoked",
        ),
        Metric(
            "InvocationAttemptCount",
            (
                Count(TargetInvoked),
                Count(InvocationRetried),
                Where(InvocationGivenUp, "why", (NOT_ALLOWED,)),
            ),
            "Attempts",
            "Attempts to invoke a target.",
            counter="invocation_attempts",
            source=GUIDE,
        ),
        Metric(
            "TargetErrorCount",
            Count(InvocationRetried),
            "Target errors",
            "Attempts that the target answered with an error.",
            counter="target_errors",
            source=GUIDE,
        ),
        Metric(
            "InvocationThrottleCount",
            Count(InvocationDelayed),
            "Invocations throttled",
            "Invocations that the quota delayed; nothing is lost.",
            counter="invocations_delayed",
            source=GUIDE,
        ),
        Metric(
            "InvocationDroppedCount",
            Count(InvocationGivenUp),
            "Invocations dropped",
            "Invocations that failed for good.",
            counter="invocations_dropped",
            source=GUIDE,
        ),
        *dead_letters(
            ("InvocationsSentToDeadLetterCount", "InvocationsFailedToBeSentToDeadLetterCount"),
            "dropped",
            "schedule's",
            GUIDE,
        ),
        Metric(
            "InvocationsInWindow",
            Last(SchedulerObserved, "in_window"),
            "Invocations in their window",
            "Invocations that wait for their moment in a flexible window.",
            counter="invocations_in_window",
        ),
        *waiting(SchedulerObserved),
    ),
    counters=(Counter("invocations_dropped.<why>", Each(InvocationGivenUp, "why", GIVEN_UP)),),
    events=(
        Listed(InvocationGivenUp, "err", 0, _given_up, part=_schedule),
        Listed(ScheduleStarted, "busy", 2, _started, part=_schedule),
        Listed(InvocationRetried, "retry", 5, _retried, part=_schedule),
    ),
    flags=(Flagged(InvocationGivenUp, "first_dead_letter", the_part, part=_schedule),),
    balances=(
        Balance(
            ("schedules_due",),
            (
                "targets_invoked",
                "invocations_dropped",
                "invocations_in_window",
                "invocations_waiting",
                "invocations_retrying",
            ),
        ),
        Balance(
            ("invocations_dropped",),
            ("sent_to_dlq", "failed_to_be_sent_to_dlq"),
            rest="those of schedules without a dead-letter queue",
        ),
    ),
    tells=(
        Tally("schedules_due"),
        Tally("targets_invoked", better="more"),
        Tally("invocations_dropped", better="less"),
        Tally("invocations_delayed", better="less"),
        Tally("target_errors", better="less"),
        Tally("sent_to_dlq", better="less"),
        Tally("failed_to_be_sent_to_dlq", better="less"),
    ),
    waits=("invocations_in_window", "invocations_waiting", "invocations_retrying"),
)
