"""When a client sends: eight patterns and a recorded trace.

The patterns whose rate varies are Poisson processes of that rate (`spacing: random`) or evenly
spaced (`spacing: even`).
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from simcore.spec.annotations import Knob
from simcore.spec.base import OneOf, Spec
from simcore.spec.quantities import PerSecond, Seconds, Whole
from simcore.spec.traces import TraceFile

__all__ = [
    "Arrivals",
    "Burst",
    "Constant",
    "OnOff",
    "Poisson",
    "Ramp",
    "Sine",
    "Step",
]

HIGHEST_PER_S = 1_000_000.0
LONGEST_S = 60 * 86_400.0
MOST = 20_000_000

Spacing = Literal["random", "even"]

Rate = PerSecond(0, HIGHEST_PER_S)
Moment = Seconds(0, LONGEST_S)
Stretch = Seconds(0.001, LONGEST_S)


def _rate_knob(label: str, meaning: str) -> Knob:
    return Knob(label, meaning, low=0.1, high=10_000, step=0.1, scale="log")


def _moment_knob(label: str, meaning: str) -> Knob:
    return Knob(label, meaning, low=0, high=600, step=1, scale="linear")


class Pattern(Spec):
    """A law by which requests come."""

    def sized_by(self, within_s: float) -> str:
        """The field that makes most of the requests that come in its first seconds."""
        return "rate"


class Constant(Pattern):
    """Evenly spaced."""

    rate: Annotated[float, Rate, _rate_knob("Arrival rate", "requests or messages a second")]


class Poisson(Pattern):
    """Many independent senders."""

    rate: Annotated[float, Rate, _rate_knob("Arrival rate", "on average, independent senders")]


class Ramp(Pattern):
    """Grows (or shrinks) steadily, then stays."""

    from_: Annotated[float, Rate, _rate_knob("Ramp from", "the rate at the start")] = Field(
        0.0, alias="from"
    )
    to: Annotated[float, Rate, _rate_knob("Ramp to", "the rate once the ramp is over")]
    over: Annotated[
        float, Stretch, Knob("Ramp over", "how long the ramp takes", low=1, high=1_800, step=1)
    ]
    spacing: Spacing = "random"

    def sized_by(self, within_s: float) -> str:
        """Where the ramp begins, or where it leads to: each has its part in every second of it."""
        ramping = min(self.over, within_s)
        risen = ramping * ramping / self.over / 2
        to = self.to * (risen + within_s - ramping)
        return "to" if to >= self.from_ * (ramping - risen) else "from"


class Step(Pattern):
    """One rate, then another."""

    from_: Annotated[float, Rate, _rate_knob("Before the step", "the rate at first")] = Field(
        0.0, alias="from"
    )
    to: Annotated[float, Rate, _rate_knob("After the step", "the rate from then on")]
    at: Annotated[float, Moment, _moment_knob("Step at", "when the rate changes")]
    spacing: Spacing = "random"

    def sized_by(self, within_s: float) -> str:
        """The rate before the step, or the one after it."""
        before = min(self.at, within_s)
        return "to" if self.to * (within_s - before) >= self.from_ * before else "from"


class Burst(Pattern):
    """A steady rate with one burst: at a rate, or of a number."""

    rate: Annotated[float, Rate, _rate_knob("Base rate", "before and after the burst")] = 0.0
    burst_rate: Annotated[float | None, Rate, _rate_knob("Burst rate", "while the burst lasts")] = (
        None
    )
    count: Annotated[
        int | None,
        Whole(1, MOST),
        Knob("Burst of", "requests in the burst", low=10, high=20_000, step=10, scale="log"),
    ] = None
    at: Annotated[float, Moment, _moment_knob("Burst at", "when it begins")]
    for_: Annotated[
        float, Moment, Knob("Burst for", "how long it lasts", low=0.1, high=300, step=0.1)
    ] = Field(alias="for")
    spacing: Spacing = "random"

    @model_validator(mode="after")
    def _rate_or_number(self) -> Self:
        if (self.burst_rate is None) == (self.count is None):
            raise PydanticCustomError(
                "one-kind", "a burst has either burst_rate or count, and not both"
            )
        return self

    def sized_by(self, within_s: float) -> str:
        """The burst, by its rate or its number, or what comes all the time."""
        after = max(within_s - self.at, 0.0)
        if self.count is not None:
            return "count" if after > 0 and self.count >= self.rate * within_s else "rate"
        lasts = min(self.for_, after)
        burst = (self.burst_rate or 0.0) * lasts
        return "burst_rate" if burst >= self.rate * (within_s - lasts) else "rate"


class Sine(Pattern):
    """Day and night."""

    mean: Annotated[float, Rate, _rate_knob("Mean rate", "the rate it swings around")]
    amplitude: Annotated[float, Rate, _rate_knob("Swing", "how far above and below the mean")]
    period: Annotated[
        float, Stretch, Knob("Period", "from peak to peak", low=10, high=86_400, scale="log")
    ]
    spacing: Spacing = "random"

    def sized_by(self, within_s: float) -> str:
        """The mean: the swing takes as much as it gives."""
        return "mean"

    @model_validator(mode="after")
    def _never_negative(self) -> Self:
        if self.amplitude > self.mean:
            raise PydanticCustomError(
                "order", "the amplitude is more than the mean, so the rate would be negative"
            )
        return self


class OnOff(Pattern):
    """Active for a while, silent for a while, and again."""

    rate: Annotated[float, Rate, _rate_knob("Rate while on", "silence in between")]
    on: Annotated[float, Stretch, Knob("On for", "one active stretch", low=1, high=600, step=1)]
    off: Annotated[float, Stretch, Knob("Off for", "one silent stretch", low=1, high=600, step=1)]
    spacing: Spacing = "random"


class Arrivals(OneOf):
    """The pattern in which a client sends."""

    heading = "Arrivals"

    constant: Constant | None = None
    poisson: Poisson | None = None
    ramp: Ramp | None = None
    step: Step | None = None
    burst: Burst | None = None
    sine: Sine | None = None
    on_off: OnOff | None = None
    trace: TraceFile | None = None

    def sized_by(self, within_s: float) -> str:
        """The field, with its path, that makes most of the requests of its first seconds."""
        field = self.given.sized_by(within_s) if isinstance(self.given, Pattern) else ""
        return f"{self.kind}.{field}".rstrip(".")
