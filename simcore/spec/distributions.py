"""How long something takes: one of five distributions, or a plain duration."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from simcore.spec.annotations import Knob
from simcore.spec.base import OneOf, Spec
from simcore.spec.quantities import Seconds

__all__ = ["DurationDistribution", "Empirical", "Exponential", "Lognormal", "Uniform"]

LONGEST_S = 86_400.0
MOST_VALUES = 10_000

Time = Annotated[float, Seconds(0, LONGEST_S)]


def _in_order(low: tuple[str, float], high: tuple[str, float]) -> None:
    if low[1] > high[1]:
        raise PydanticCustomError(
            "order", "{low} is more than {high}", {"low": low[0], "high": high[0]}
        )


class Exponential(Spec):
    """Memoryless, with this mean."""

    mean: Annotated[float, Seconds(1e-6, LONGEST_S), Knob("mean", "the average")]

    def times(self, factor: float) -> Self:
        """The same, `factor` times as long."""
        return self.model_copy(update={"mean": self.mean * factor})


class Lognormal(Spec):
    """A long tail, given by the two figures a latency dashboard shows."""

    median: Annotated[float, Seconds(1e-6, LONGEST_S), Knob("median", "half take no longer")]
    p99: Annotated[float, Seconds(1e-6, LONGEST_S), Knob("p99", "99 of 100 take no longer")]

    @model_validator(mode="after")
    def _tail_is_longer(self) -> Self:
        _in_order(("median", self.median), ("p99", self.p99))
        return self

    def times(self, factor: float) -> Self:
        """The same, `factor` times as long."""
        return self.model_copy(update={"median": self.median * factor, "p99": self.p99 * factor})


class Uniform(Spec):
    """Anything from `low` to `high`, equally likely."""

    low: Annotated[float, Seconds(0, LONGEST_S), Knob("lowest", "none is shorter")]
    high: Annotated[float, Seconds(0, LONGEST_S), Knob("highest", "none is longer")]

    @model_validator(mode="after")
    def _low_is_lower(self) -> Self:
        _in_order(("low", self.low), ("high", self.high))
        return self

    def times(self, factor: float) -> Self:
        """The same, `factor` times as long."""
        return self.model_copy(update={"low": self.low * factor, "high": self.high * factor})


class Empirical(Spec):
    """Measured values, drawn with the given weights (equal when left out)."""

    values: Annotated[tuple[Time, ...], Field(min_length=1, max_length=MOST_VALUES)]
    weights: Annotated[
        tuple[Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)], ...] | None,
        Field(min_length=1, max_length=MOST_VALUES),
    ] = None

    @model_validator(mode="after")
    def _a_weight_a_value(self) -> Self:
        if self.weights is not None and len(self.weights) != len(self.values):
            raise PydanticCustomError(
                "weights",
                "{values} values have {weights} weights",
                {"values": len(self.values), "weights": len(self.weights)},
            )
        if self.weights is not None and not sum(self.weights):
            raise PydanticCustomError("weights", "all weights are zero")
        return self

    def times(self, factor: float) -> Self:
        """The same, `factor` times as long."""
        return self.model_copy(update={"values": tuple(v * factor for v in self.values)})


class DurationDistribution(OneOf):
    """A duration in seconds: `200 ms`, or a distribution."""

    heading = "Distributions"
    plain = "constant"

    constant: Annotated[float | None, Seconds(0, LONGEST_S), Knob("", "always the same")] = None
    exponential: Exponential | None = None
    lognormal: Lognormal | None = None
    uniform: Uniform | None = None
    empirical: Empirical | None = None

    def times(self, factor: float) -> DurationDistribution:
        """The same distribution, `factor` times as long."""
        if isinstance(self.given, float):
            return self.model_copy(update={"constant": self.given * factor})
        return self.model_copy(update={self.kind: self.given.times(factor)})
