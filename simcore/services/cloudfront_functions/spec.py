"""A CloudFront function."""

from typing import Annotated, Literal

from simcore.spec.annotations import Assumed, FromProfile, Knob
from simcore.spec.base import ComponentSpec
from simcore.spec.distributions import DurationDistribution
from simcore.spec.quantities import Fraction, Seconds

__all__ = ["CloudFrontFunction"]

USUAL = DurationDistribution.model_validate({"constant": 0.0003})


class CloudFrontFunction(ComponentSpec):
    """JavaScript at every edge location, on viewer events: below a millisecond, without network."""

    type: Literal["cloudfront_function"]
    compute_time: Annotated[
        DurationDistribution,
        Assumed("about a third of the limit"),
        Knob("Compute time", "of one run", "Function", low=0.00001, high=0.01, step=0.00001,
             scale="log"),
    ] = USUAL  # fmt: skip
    compute_limit: Annotated[
        float | None,
        Seconds(1e-6, 1),
        FromProfile("cloudfront.function_compute_limit_s"),
        Assumed("AWS says below a millisecond, and tells the utilization of a limit that it keeps "
                "to itself"),
        Knob("Compute limit", "a run that takes longer is cut off", "Function",
             low=0.0001, high=0.01, step=0.0001, scale="log"),
    ] = None  # fmt: skip
    error_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob("Execution errors", "share of the runs that fail", "Failure",
             "FunctionExecutionErrors", low=0, high=1, step=0.001),
    ] = 0.0  # fmt: skip
    validation_error_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob("Validation errors", "share of the runs that return what CloudFront does not take",
             "Failure", "FunctionValidationErrors", low=0, high=1, step=0.001),
    ] = 0.0  # fmt: skip
