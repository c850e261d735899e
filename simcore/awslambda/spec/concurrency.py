"""The fields of a function that say how much concurrency is its own."""

from typing import Annotated

from pydantic import Field

from simcore.spec.annotations import Assumed, Knob, Meaning, WithinProfile
from simcore.spec.base import Spec
from simcore.spec.quantities import Fraction, Seconds, Whole

__all__ = [
    "ProvisionedConcurrency",
    "ProvisionedSchedule",
    "ProvisionedTracking",
    "ReservedConcurrency",
    "ScheduledAction",
    "TargetTracking",
]

MOST = 1_000_000
LONGEST_RUN_S = 60 * 86_400.0
MOST_ACTIONS = 200

ReservedConcurrency = Annotated[
    int | None,
    Whole(0, MOST),
    Knob(
        "Reserved concurrency",
        "guarantees and caps the environments of this function",
        "Concurrency",
        "ReservedConcurrentExecutions",
        low=0,
        high=1_000,
        step=1,
    ),
]
ProvisionedConcurrency = Annotated[
    int | None,
    Whole(0, MOST),
    Knob(
        "Provisioned concurrency",
        "environments that are initialised before they are needed, ready when the run begins",
        "Concurrency",
        "ProvisionedConcurrentExecutions",
        low=0,
        high=1_000,
        step=1,
    ),
]


class ScheduledAction(Spec):
    """Ask for another amount of provisioned concurrency at a time."""

    at: Annotated[float, Seconds(0, LONGEST_RUN_S), Meaning("when, from the start of the run")]
    value: Annotated[int, Whole(0, MOST), Meaning("provisioned concurrency asked for then")]


class TargetTracking(Spec):
    """Provisioned concurrency that follows its utilization (Application Auto Scaling)."""

    target: Annotated[
        float,
        Fraction(0.01, 1),
        WithinProfile("lambda.provisioned_target_min", "lambda.provisioned_target_max"),
        Assumed("the example of AWS's guide, provisioned-concurrency, 12 Jul 2026"),
        Knob(
            "Target utilization",
            "share of the provisioned environments that should be busy",
            "Concurrency",
            "TargetValue",
            low=0.1,
            high=0.9,
            step=0.05,
        ),
    ] = 0.7
    minimum: Annotated[
        int,
        Whole(0, MOST),
        Knob(
            "Least provisioned",
            "scale-in ends here",
            "Concurrency",
            "MinCapacity",
            low=0,
            high=1_000,
            step=1,
        ),
    ] = 1
    maximum: Annotated[
        int,
        Whole(1, MOST),
        Knob(
            "Most provisioned",
            "scale-out ends here",
            "Concurrency",
            "MaxCapacity",
            low=1,
            high=1_000,
            step=1,
        ),
    ]


ProvisionedTracking = Annotated[
    TargetTracking | None, Meaning("lets provisioned concurrency follow its utilization")
]
ProvisionedSchedule = Annotated[
    tuple[ScheduledAction, ...],
    Field(max_length=MOST_ACTIONS),
    Meaning("when to have how much: a list of `{at, value}`; each takes minutes to become ready"),
]
