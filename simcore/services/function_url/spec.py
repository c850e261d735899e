"""A function URL: a function's own address on the web."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from simcore.spec.annotations import Assumed, Knob, Meaning, Needs, Refers
from simcore.spec.base import Answers, ComponentSpec, Slug
from simcore.spec.distributions import DurationDistribution
from simcore.spec.quantities import Bytes, Fraction

__all__ = ["FunctionUrl"]

LARGEST_BYTES = 200 * 1024**2


def _is_empty(value: object) -> bool:
    return not value


class FunctionUrl(ComponentSpec):
    """Invokes its function for each request, with no limits but the function's own."""

    answers: ClassVar[Answers] = "http"

    type: Literal["function_url"]
    function: Annotated[
        Slug,
        Meaning("the id of the function"),
        Refers(("function",), "invoke", passes_on="each", unchanged=True),
    ]
    auth_type: Annotated[
        Literal["NONE", "AWS_IAM"],
        Meaning("who may call it: everybody, or whoever signs requests and has the right to"),
    ] = "NONE"
    unsigned: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Unsigned requests",
            "with AWS_IAM: share of requests without a signature that has the right: 403",
            "Failure",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = 0.0
    invoke_mode: Annotated[
        Literal["BUFFERED", "RESPONSE_STREAM"], Meaning("whether responses are streamed")
    ] = "BUFFERED"
    response_size: Annotated[
        int,
        Bytes(0, LARGEST_BYTES),
        Assumed("a small JSON document"),
        Knob(
            "Response size",
            "of each response of the function",
            "Function",
            low=1_024,
            high=209_715_200,
            step=1_024,
            scale="log",
        ),
    ] = 1_024
    first_byte: Annotated[
        DurationDistribution | None,
        Needs("lambda.stream_max_bytes"),
        Field(exclude_if=_is_empty),
        Knob(
            "First byte",
            "of a stream: from the invocation to its first byte; else when the function ends",
            "Function",
            low=0.001,
            high=60,
            step=0.001,
            scale="log",
        ),
    ] = None

    @property
    def is_streamed(self) -> bool:
        """Whether its responses are streamed."""
        return self.invoke_mode == "RESPONSE_STREAM"
