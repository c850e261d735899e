"""A second version of a function behind the same alias."""

from typing import Annotated

from simcore.awslambda.spec.concurrency import (
    ProvisionedConcurrency,
    ProvisionedSchedule,
    ProvisionedTracking,
)
from simcore.spec.annotations import Knob, Meaning
from simcore.spec.base import Spec
from simcore.spec.distributions import DurationDistribution
from simcore.spec.quantities import Fraction

__all__ = ["AdditionalVersion", "OtherVersion"]


class AdditionalVersion(Spec):
    """Gets a share of the function's invocations; what it leaves out is as in the function."""

    weight: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Weight",
            "share of the requests that the alias sends to its additional version",
            "Function",
            "AdditionalVersionWeights",
            low=0,
            high=1,
            step=0.01,
        ),
    ]
    duration: Annotated[
        DurationDistribution | None,
        Knob(
            "Duration, additional version",
            "how long its handler runs",
            "Function",
            "Duration",
            low=0.001,
            high=900,
            step=0.001,
            scale="log",
        ),
    ] = None
    init_duration: Annotated[
        DurationDistribution | None,
        Knob(
            "Init duration, additional version",
            "what its cold starts add",
            "Function",
            "InitDuration",
            low=0,
            high=10,
            step=0.01,
        ),
    ] = None
    error_rate: Annotated[
        float | None,
        Fraction(0, 1),
        Knob(
            "Error rate, additional version",
            "share of its invocations that fail",
            "Failure",
            "Errors",
            low=0,
            high=1,
            step=0.001,
        ),
    ] = None
    provisioned_concurrency: ProvisionedConcurrency = None
    provisioned_tracking: ProvisionedTracking = None
    provisioned_schedule: ProvisionedSchedule = ()


OtherVersion = Annotated[
    AdditionalVersion | None,
    Meaning("a second version behind the same alias, chosen by weight for every request"),
]
