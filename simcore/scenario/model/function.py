"""A Lambda function."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.scenario.model.annotations import Assumed, FromProfile, Knob, Meaning, WithinProfile
from simcore.scenario.model.base import Line, Spec
from simcore.scenario.model.distributions import DurationDistribution
from simcore.scenario.model.quantities import Fraction, Megabytes, Seconds, Whole

__all__ = ["Function"]

# Mean of ten measured Init Durations of python3.13 (zip, x86, 128 MB): maxday/lambda-perf,
# data/last.json of 22 Aug 2026.
MEASURED_INIT_S = 0.091


def _measured_init() -> DurationDistribution:
    return DurationDistribution(constant=MEASURED_INIT_S)


class Function(Spec):
    """Runs one invocation at a time in each execution environment."""

    type: Literal["function"]
    title: Annotated[Line, Meaning("the name on screen; else from the id")] = ""
    memory: Annotated[
        float | None,
        Megabytes(1, 65_536),
        FromProfile("lambda.memory_default_mb"),
        WithinProfile("lambda.memory_min_mb", "lambda.memory_max_mb"),
        Knob(
            "Memory",
            "memory of one environment; the price follows it, the duration does not",
            "Function",
            "MemorySize",
            low=128,
            high=10_240,
            step=64,
        ),
    ] = None
    timeout: Annotated[
        float | None,
        Seconds(0, 86_400),
        FromProfile("lambda.timeout_default_s"),
        WithinProfile("lambda.timeout_min_s", "lambda.timeout_max_s"),
        Knob(
            "Timeout",
            "an invocation is cut off after this",
            "Function",
            "Timeout",
            low=1,
            high=900,
            step=1,
        ),
    ] = None
    duration: Annotated[
        DurationDistribution,
        Knob(
            "Duration",
            "how long the handler runs",
            "Function",
            "Duration",
            low=0.001,
            high=900,
            step=0.001,
            scale="log",
        ),
    ]
    init_duration: Annotated[
        DurationDistribution,
        Assumed("python3.13, zip, x86, 128 MB: mean of 10, maxday/lambda-perf, 22 Aug 2026"),
        Knob(
            "Init duration",
            "what a cold start adds",
            "Function",
            "InitDuration",
            low=0,
            high=10,
            step=0.01,
        ),
    ] = Field(default_factory=_measured_init)
    error_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Error rate",
            "share of invocations that fail",
            "Failure",
            "Errors",
            low=0,
            high=1,
            step=0.001,
        ),
    ] = 0.0
    item_error_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Failing records",
            "share of the records of a batch that fail, each time they are tried",
            "Failure",
            "batchItemFailures",
            low=0,
            high=1,
            step=0.001,
        ),
    ] = 0.0
    reserved_concurrency: Annotated[
        int | None,
        Whole(0, 1_000_000),
        Knob(
            "Reserved concurrency",
            "guarantees and caps the environments of this function",
            "Concurrency",
            "ReservedConcurrentExecutions",
            low=0,
            high=1_000,
            step=1,
        ),
    ] = None
    idle_timeout: Annotated[
        float | None,
        Seconds(0, 86_400),
        FromProfile("lambda.idle_timeout_s"),
        Assumed("AWS publishes no number"),
        Knob(
            "Idle timeout",
            "an idle environment is reclaimed after this",
            "Concurrency",
            low=10,
            high=3_600,
            step=10,
            scale="log",
        ),
    ] = None
