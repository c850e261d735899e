"""When a client sends: eight patterns and a recorded trace.

The patterns whose rate varies are Poisson processes of that rate (`spacing: random`) or evenly
spaced (`spacing: even`).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from simcore.scenario.model.annotations import Knob
from simcore.scenario.model.base import OneOf, Spec
from simcore.scenario.model.quantities import Factor, PerSecond, Seconds, Whole

__all__ = [
    "Arrivals",
    "Burst",
    "Constant",
    "OnOff",
    "Poisson",
    "Ramp",
    "Sine",
    "Step",
    "TraceFile",
]

HIGHEST_PER_S = 1_000_000.0
LONGEST_S = 60 * 86_400.0
MOST = 20_000_000

Spacing = Literal["random", "even"]
Column = Annotated[str, StringConstraints(min_length=1, max_length=120)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=400)]
UploadId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

Rate = PerSecond(0, HIGHEST_PER_S)
Moment = Seconds(0, LONGEST_S)
Stretch = Seconds(0.001, LONGEST_S)


def _rate_knob(label: str, meaning: str) -> Knob:
    return Knob(label, meaning, low=0.1, high=10_000, step=0.1, scale="log")


class Constant(Spec):
    """Evenly spaced."""

    rate: Annotated[float, Rate, _rate_knob("Arrival rate", "requests or messages a second")]


class Poisson(Spec):
    """Many independent senders."""

    rate: Annotated[float, Rate, _rate_knob("Arrival rate", "on average, independent senders")]


class Ramp(Spec):
    """Grows (or shrinks) steadily, then stays."""

    from_: Annotated[float, Rate, _rate_knob("Ramp from", "the rate at the start")] = Field(
        0.0, alias="from"
    )
    to: Annotated[float, Rate, _rate_knob("Ramp to", "the rate once the ramp is over")]
    over: Annotated[
        float, Stretch, Knob("Ramp over", "how long the ramp takes", low=1, high=1_800, step=1)
    ]
    spacing: Spacing = "random"


class Step(Spec):
    """One rate, then another."""

    from_: Annotated[float, Rate, _rate_knob("Before the step", "the rate at first")] = Field(
        0.0, alias="from"
    )
    to: Annotated[float, Rate, _rate_knob("After the step", "the rate from then on")]
    at: Annotated[float, Moment, Knob("Step at", "when the rate changes", low=0, high=600, step=1)]
    spacing: Spacing = "random"


class Burst(Spec):
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
    at: Annotated[float, Moment, Knob("Burst at", "when it begins", low=0, high=600, step=1)]
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


class Sine(Spec):
    """Day and night."""

    mean: Annotated[float, Rate, _rate_knob("Mean rate", "the rate it swings around")]
    amplitude: Annotated[float, Rate, _rate_knob("Swing", "how far above and below the mean")]
    period: Annotated[
        float, Stretch, Knob("Period", "from peak to peak", low=10, high=86_400, scale="log")
    ]
    spacing: Spacing = "random"

    @model_validator(mode="after")
    def _never_negative(self) -> Self:
        if self.amplitude > self.mean:
            raise PydanticCustomError(
                "order", "the amplitude is more than the mean, so the rate would be negative"
            )
        return self


class OnOff(Spec):
    """Active for a while, silent for a while, and again."""

    rate: Annotated[float, Rate, _rate_knob("Rate while on", "silence in between")]
    on: Annotated[float, Stretch, Knob("On for", "one active stretch", low=1, high=600, step=1)]
    off: Annotated[float, Stretch, Knob("Off for", "one silent stretch", low=1, high=600, step=1)]
    spacing: Spacing = "random"


class TraceFile(Spec):
    """A recorded trace: a CSV of timestamps, or of counts an interval; gzip is accepted.

    `file` is relative to the scenario's folder; `upload` names a trace given to the laboratory.
    What is not said about the columns is detected, but for `key_column`: the keys of the requests,
    one a row, for a FIFO queue or a stream. `interval` is how long one count lasts, and
    `time_scale` stretches time (0.01 makes two weeks 3.4 hours). `sha256` is filled in when the
    trace is read and, where it is given, must fit.
    """

    file: FileName | None = None
    upload: UploadId | None = None
    time_column: Column | None = None
    value_column: Column | None = None
    time_unit: Literal["s", "ms", "us", "ns", "iso"] | None = None
    key_column: Column | None = None
    interval: Annotated[float | None, Stretch] = None
    time_scale: Annotated[
        float,
        Factor(1e-6, 1e6),
        Knob(
            "Time scale",
            "0.1 replays the trace ten times as fast",
            low=0.001,
            high=10,
            step=0.001,
            scale="log",
        ),
    ] = 1.0
    spread: Spacing = "random"
    sha256: Sha256 | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.file is None) == (self.upload is None):
            raise PydanticCustomError("one-kind", "a trace has either file or upload")
        return self

    @property
    def name(self) -> str:
        """What the trace is asked for by."""
        return self.file if self.file is not None else f"upload:{self.upload}"


class Arrivals(OneOf):
    """The pattern in which a client sends."""

    constant: Constant | None = None
    poisson: Poisson | None = None
    ramp: Ramp | None = None
    step: Step | None = None
    burst: Burst | None = None
    sine: Sine | None = None
    on_off: OnOff | None = None
    trace: TraceFile | None = None
