"""How the laboratory shows a CloudFront function."""

from __future__ import annotations

from simcore.component.picture import Inspected, Line, Picture, Row
from simcore.component.timelines import LOAD, percentiles
from simcore.component.words import Figure, When, Words, counter, per_second, so_far, value

__all__ = ["PICTURE"]

THROTTLED = per_second("FunctionThrottles")

PICTURE = Picture(
    mark="ƒ ",
    headline=(Words("{}", (Figure(per_second("FunctionInvocations"), "rate"),)),),
    sub=(
        Words("{} cut off", (Figure(THROTTLED, "rate"),), (When(THROTTLED),)),
        so_far("invocations"),
    ),
    inspector=(
        Inspected("Runs so far", (Words("{}", (Figure(counter("invocations"), "number"),)),)),
        Inspected("Compute utilization", (
            Words("{} of 100", (Figure(value("FunctionComputeUtilization"), "number"),),
                  (When(value("FunctionComputeUtilization"), told=True),)),
        )),
        *(Inspected(name, (Words("{}", (Figure(counter(told), "number"),),
                                 (When(counter(told)),)),))
          for name, told in (("Failed so far", "execution_errors"),
                             ("Invalid so far", "validation_errors"),
                             ("Cut off so far", "throttles"))),
        Inspected("Cost so far", (
            Words("{}", (Figure(value("EstimatedCharges"), "dollars"),),
                  (When(value("EstimatedCharges"), told=True),)),
        )),
    ),
    rules="cloudfront.function",
    takes="FunctionInvocations",
    counts={"thr": ("FunctionThrottles",),
            "err": ("FunctionExecutionErrors", "FunctionValidationErrors")},
    rows=(
        Row("compute-utilization", "Compute utilization", "The compute utilization{whose}, p99,",
            LOAD, 48, percentiles("FunctionComputeUtilization", "p50", "p99"),
            main=1, format="number", word="p99", summed=False, better="less"),
        Row("cut-off", "Cut off", "The rate of runs that are cut off", LOAD, 49,
            (Line("cut off", "FunctionThrottles", "thr", area=True, per_second=True),),
            format="rate", kind="rate", better="less"),
    ),
)  # fmt: skip
