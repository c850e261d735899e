"""The fields of a function that say how its execution environments begin, compute and end."""

from typing import Annotated, Literal

from simcore.quotas import Profile
from simcore.quotas.presets import ColdStart, cold_starts
from simcore.spec.annotations import Assumed, Choices, FromProfile, Knob, Needs, Silent
from simcore.spec.base import Line
from simcore.spec.distributions import DurationDistribution, Lognormal
from simcore.spec.quantities import Fraction, Seconds, Whole

__all__ = [
    "Architecture",
    "CpuThreads",
    "CpuWork",
    "CrashRate",
    "InitDuration",
    "MaximumAge",
    "Package",
    "PerRecord",
    "ProactiveShare",
    "RestoreDuration",
    "Runtime",
    "SnapStart",
    "measured_cold_start",
    "measured_init",
    "usual_restore",
]

USUAL_RUNTIME = "python3.13"
"""Whose measured mean a function has that states neither a runtime nor an init duration."""

LEAST_MEMORY_MB = 128

LONGEST_LIFE_S = 60 * 86_400.0

Runtime = Annotated[
    Line | None,
    Choices(tuple(cold_starts().runtimes())),
    Knob(
        "Runtime",
        "decides how long a cold start takes, unless init_duration does",
        "Function",
        "Runtime",
    ),
]
Package = Annotated[
    Literal["zip", "container"],
    Knob("Package", "what the code comes in; containers start slower", "Function", "PackageType"),
]
Architecture = Annotated[
    Literal["x86_64", "arm64"],
    Knob("Architecture", "the processor's instruction set", "Function", "Architectures"),
]
InitDuration = Annotated[
    DurationDistribution | None,
    Assumed(
        "with a runtime, lognormal with the mean and range of ten cold starts; without one, the "
        "mean of python3.13; maxday/lambda-perf, 22 Aug 2026"
    ),
    Knob(
        "Init duration",
        "what a cold start adds",
        "Function",
        "InitDuration",
        low=0,
        high=10,
        step=0.01,
    ),
]
PerRecord = Annotated[
    DurationDistribution | None,
    Silent(),
    Knob(
        "Duration per record",
        "what a handler that goes through its batch takes for each record, beside its duration",
        "Function",
        low=0.001,
        high=60,
        step=0.001,
        scale="log",
    ),
]
CpuWork = Annotated[
    DurationDistribution | None,
    Knob(
        "CPU work",
        "what the handler computes beside its duration, in seconds of one vCPU",
        "Function",
        low=0.001,
        high=900,
        step=0.001,
        scale="log",
    ),
]
CpuThreads = Annotated[
    int,
    Whole(1, 64),
    Assumed("a handler that computes on one thread gets no more than one vCPU"),
    Knob(
        "CPU threads",
        "over how many vCPUs the CPU work can be spread",
        "Function",
        low=1,
        high=6,
        step=1,
    ),
]
SnapStart = Annotated[
    bool,
    Needs("lambda.snap_start_restore_limit_s"),
    Knob(
        "SnapStart",
        "a cold start restores a snapshot instead of running the init",
        "Function",
        "SnapStart",
    ),
]
RestoreDuration = Annotated[
    DurationDistribution | None,
    Needs("lambda.snap_start_restore_limit_s"),
    Assumed("AWS publishes no number"),
    Knob(
        "Restore duration",
        "what a cold start adds with SnapStart",
        "Function",
        "RestoreDuration",
        low=0,
        high=10,
        step=0.01,
    ),
]
ProactiveShare = Annotated[
    float,
    Fraction(0, 1),
    Assumed("AWS says that it happens, and not how often"),
    Knob(
        "Proactive initialization",
        "share of new environments that were initialised before the invocation came",
        "Concurrency",
        low=0,
        high=1,
        step=0.01,
    ),
]
MaximumAge = Annotated[
    float | None,
    Seconds(1, LONGEST_LIFE_S),
    FromProfile("lambda.environment_max_age_s"),
    Assumed("AWS says every few hours"),
    Knob(
        "Greatest age",
        "an environment ends at this age at the latest, however busy it is",
        "Concurrency",
        low=600,
        high=86_400,
        step=600,
        scale="log",
    ),
]
CrashRate = Annotated[
    float,
    Fraction(0, 1),
    Knob(
        "Crash rate",
        "share of invocations that crash the runtime; the next one has to run the init again",
        "Failure",
        low=0,
        high=1,
        step=0.001,
    ),
]


def measured_cold_start(
    runtime: str | None, package: str, architecture: str, memory_mb: float
) -> ColdStart | None:
    """The measurement that decides the init; None when the combination was not measured."""
    if runtime is None:
        return cold_starts().find(USUAL_RUNTIME, package, architecture, LEAST_MEMORY_MB)
    return cold_starts().find(runtime, package, architecture, memory_mb)


def measured_init(
    runtime: str | None, package: str, architecture: str, memory_mb: float
) -> DurationDistribution | None:
    """The init duration of a function that states none.

    With a runtime it varies as measured; without one it is always the mean of the usual runtime.
    """
    found = measured_cold_start(runtime, package, architecture, memory_mb)
    if found is None:
        return None
    if runtime is None:
        return DurationDistribution(constant=found.mean_ms / 1000.0)
    median_s, p99_s = found.lognormal_s()
    return DurationDistribution(lognormal=Lognormal(median=median_s, p99=p99_s))


def usual_restore(profile: Profile, region: str) -> DurationDistribution | None:
    """The restore duration of a SnapStart function that states none."""
    seconds = profile.get("lambda.restore_duration_s", region)
    return None if seconds is None else DurationDistribution(constant=float(seconds))
