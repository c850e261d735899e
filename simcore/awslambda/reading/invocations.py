"""How the invocations of a function read."""

from __future__ import annotations

from functools import partial

from simcore import facts
from simcore.awslambda.event_source_mapping.facts import MappingObserved
from simcore.awslambda.facts.invocations import (
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.lifecycle import ProactivelyInitialized
from simcore.awslambda.reading.billed import InitMs, RoundedUpMs
from simcore.awslambda.reading.sources import LAMBDA
from simcore.awslambda.reading.views import limited_by
from simcore.awslambda.reading.views.concurrency import METRIC, ConcurrencyView
from simcore.facts import ERROR, SUCCESS, TIMEOUT, Row
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Derived,
    Durations,
    Each,
    Flagged,
    Highest,
    Listed,
    Metric,
    Own,
    Positive,
    Reading,
    Spread,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.recording.words import lasts

__all__ = ["INVOCATIONS"]

STARTED, ENDED = InvocationStarted, InvocationEnded
THROTTLED = InvocationThrottled


def _cold_start(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} cold start", lasts(row[2])


def _start(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} start", ""


def _end(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} {facts.OUTCOMES[row[5]]}", lasts(row[4])


def _refused(row: Row) -> tuple[str, str]:
    return "invocation refused", facts.THROTTLE_REASONS[row[1]]


def _reason(row: Row) -> str:
    return facts.THROTTLE_REASONS[row[1]]


def _outcome(row: Row) -> str:
    return facts.OUTCOMES[row[5]]


INVOCATIONS = Reading(
    metrics=(
        Metric(
            "Invocations",
            Count(STARTED),
            "Invocations",
            "Invocations started; throttled ones are not among them.",
            counter="invocations",
            source=LAMBDA,
        ),
        Metric(
            "Errors",
            Where(ENDED, "outcome", (ERROR, TIMEOUT)),
            "Errors",
            "Invocations that ended in an error or a timeout, in the bin in which they ended; "
            "CloudWatch dates them back to when they began.",
            counter="errors",
            source=LAMBDA,
        ),
        Metric(
            "Throttles",
            Count(THROTTLED),
            "Throttles",
            "Invocations refused with 429.",
            counter="throttles",
            source=LAMBDA,
        ),
        Metric(
            "Duration",
            Durations(ENDED, "duration_s"),
            "Duration",
            "Time in the handler, without the init; in the bin in which the invocation ended. "
            "CloudWatch dates it back to when it began.",
            source=LAMBDA,
        ),
        Metric(
            METRIC,
            Derived(STARTED, ENDED),
            "Concurrent executions",
            "The highest concurrency at any moment of the bin, exactly.",
            source=LAMBDA,
            statistic="Maximum",
        ),
        Metric(
            "ColdStarts",
            Positive(STARTED, "init_s"),
            "Cold starts",
            "Invocations that waited for an init.",
            counter="cold_starts",
        ),
        Metric(
            "InitDuration",
            Durations(STARTED, "init_s", positive=True, percentiles=False),
            "Init duration",
            "Init time of the cold starts; with SnapStart, restore time.",
        ),
        Metric(
            limited_by.METRIC,
            Derived(THROTTLED, facts.LimitReached, MappingObserved, *limited_by.FACTS),
            "Limited by",
            "The limiter that was binding, as a number: see below.",
            unit="Limit",
            statistic="Most frequent",
            names=limited_by.NAMES,
            explained=limited_by.EXPLAINED,
        ),
    ),
    counters=(
        Counter("successes", Where(ENDED, "outcome", (SUCCESS,))),
        Counter("timeouts", Where(ENDED, "outcome", (TIMEOUT,)), "of the errors"),
        Counter(
            "throttles.<reason>",
            Each(THROTTLED, "reason", facts.THROTTLE_REASONS),
            "by AWS's reason",
        ),
        Counter(
            "billed_duration_ms",
            Own(ENDED, partial(RoundedUpMs, of="duration_s")),
            "of all invocations",
        ),
        Counter(
            "billed_init_ms",
            (
                Own(ENDED, InitMs),
                Own(ProactivelyInitialized, partial(RoundedUpMs, of="init_s")),
            ),
        ),
    ),
    events=(
        Listed(STARTED, "init", 7, _cold_start, only="init_s", sized=True),
        Listed(STARTED, "busy", 8, _start, unless="init_s", sized=True),
        Listed(ENDED, "err", 3, _end, only="outcome"),
        Listed(ENDED, "end", 9, _end, unless="outcome"),
        Listed(THROTTLED, "thr", 6, _refused, sized=True),
    ),
    flags=(
        Flagged(THROTTLED, "first_throttle", _reason),
        Flagged(ENDED, "first_error", _outcome, only="outcome"),
    ),
    balances=(
        Balance(
            ("invocations",),
            ("successes", "errors", "environments_init", "environments_busy"),
            unless="managed_serving",
        ),
        Balance(("invocations",), ("successes", "errors"), rest="those that run"),
        Balance(("throttles",), ("throttles.<reason>",)),
    ),
    views=(ConcurrencyView, limited_by.LimitersView),
    tells=(
        Tally("invocations"),
        Tally("cold_starts", better="less"),
        Tally("errors", better="less"),
        Tally("timeouts", better="less"),
        Tally("throttles", better="less"),
        Highest(METRIC, "concurrency"),
        Spread("Duration", "duration"),
    ),
    works=(
        Work(
            "invocation",
            (
                Part("refused", ("throttles",), "refused"),
                Part("failed", ("errors",), "failed", does=True),
            ),
            came=("invocations", "throttles"),
            attempts=True,
        ),
    ),
)
