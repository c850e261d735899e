"""How the lives of execution environments read: what is not a plain init."""

from __future__ import annotations

from simcore.awslambda.facts.lifecycle import (
    RERUNS,
    EnvironmentRestored,
    ProactivelyInitialized,
    RestoreTimedOut,
    SuppressedInit,
)
from simcore.facts import Row
from simcore.recording.reading import Count, Counter, Durations, Listed, Metric, Reading
from simcore.recording.words import lasts

__all__ = ["LIFECYCLE"]


def _suppressed(row: Row) -> tuple[str, str]:
    told = f"{lasts(row[2])}, {RERUNS[row[3]]}"
    return f"env {row[1]:04d} init again, in the invocation", told


def _restored(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} restored", lasts(row[2])


def _restore_timeout(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} restore timed out", "SnapStartTimeoutException"


def _proactive(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} was initialised already", lasts(row[2])


LIFECYCLE = Reading(
    metrics=(
        Metric(
            "SuppressedInits",
            Count(SuppressedInit),
            "Suppressed inits",
            "Inits run inside an invocation, as part of its duration: after a timeout, a crash or "
            "an init that was too long.",
            counter="suppressed_inits",
        ),
        Metric(
            "RestoreDuration",
            Durations(EnvironmentRestored, "restore_s", positive=True, percentiles=False),
            "Restore duration",
            "Restore time of the cold starts with SnapStart.",
        ),
    ),
    counters=(
        Counter("restores", Count(EnvironmentRestored), "with SnapStart"),
        Counter("restore_timeouts", Count(RestoreTimedOut)),
        Counter("proactive_inits", Count(ProactivelyInitialized)),
    ),
    events=(
        Listed(SuppressedInit, "init", 7, _suppressed),
        Listed(EnvironmentRestored, "init", 7, _restored),
        Listed(RestoreTimedOut, "err", 3, _restore_timeout),
        Listed(ProactivelyInitialized, "init", 7, _proactive),
    ),
)
