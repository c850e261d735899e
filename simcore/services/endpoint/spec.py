"""An HTTP endpoint that events are pushed to."""

from typing import Annotated, Literal

from simcore.spec.annotations import Knob
from simcore.spec.base import ComponentSpec
from simcore.spec.quantities import Fraction

__all__ = ["Endpoint"]


class Endpoint(ComponentSpec):
    """Answers requests outside AWS: with 200, or a share of them with a server error."""

    type: Literal["endpoint"]
    error_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Server errors",
            "share of the requests that are answered with 5xx, 429 or not at all",
            "Failure",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = 0.0
