"""What a function's handler calls."""

from typing import Annotated

from pydantic import Field

from simcore.spec.annotations import Knob, Meaning, Refers, Silent
from simcore.spec.base import Slug, Spec
from simcore.spec.quantities import Fraction, Whole

__all__ = ["Call", "HandlerCalls"]

MOST_CALLS, MOST_TIMES = 50, 1_000


class Call(Spec):
    """Something that the handler calls synchronously, and for whose answer it waits."""

    target: Annotated[
        Slug,
        Meaning("the id of a function, a front door or a downstream"),
        Refers(("calls",), "invoke", in_handler=True),
    ]
    probability: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Share that calls",
            "share of the invocations whose handler makes this call",
            "Function",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = 1.0
    count: Annotated[
        int,
        Whole(1, MOST_TIMES),
        Knob(
            "Calls",
            "how often it is called, one call after the other",
            "Function",
            low=1,
            high=20,
            step=1,
        ),
    ] = 1
    catches_errors: Annotated[
        bool,
        Knob(
            "Catches errors",
            "a call that is refused or fails does not fail the handler: it goes on",
            "Failure",
        ),
    ] = False

    def passing(self, field: str) -> float:
        """How many it makes in each invocation, on average."""
        return self.probability * self.count


HandlerCalls = Annotated[
    tuple[Call, ...],
    Field(max_length=MOST_CALLS),
    Silent(),
    Meaning(
        "what the handler calls and waits for, one after the other: a list of "
        "`{target, probability, count}`"
    ),
]
