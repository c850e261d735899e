"""Fields of what a service pushes events to, which several services say alike."""

from typing import Annotated

from simcore.spec.annotations import Knob
from simcore.spec.quantities import Fraction

ServerErrorRate = Annotated[
    float,
    Fraction(0, 1),
    Knob(
        "Server-side errors",
        "share of the attempts that fail and are tried again; 100 %: the target is down",
        "Failure",
        low=0,
        high=1,
        step=0.01,
    ),
]
