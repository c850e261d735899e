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

MOST_RETRIES = 185
LONGEST_S = 86_400.0
RETRIES = Knob(
    "Retries",
    "after the first attempt",
    "Failure",
    "MaximumRetryAttempts",
    low=0,
    high=MOST_RETRIES,
    step=1,
)
EVENT_AGE = Knob(
    "Event age",
    "nothing is tried again after so long",
    "Failure",
    "MaximumEventAgeInSeconds",
    low=60,
    high=LONGEST_S,
    step=60,
    scale="log",
)
