"""How long things take: distributions to draw from, in the unit of whoever gives the numbers.

Every variate comes from exactly one uniform number, by inversion. So the same stream gives the
same luck whatever the parameters, or even the distribution, are (common random numbers: turning a
knob compares like with like), and :meth:`quantile` says exactly what :meth:`draw` does. The
arithmetic is of :mod:`simcore.engine.portable_math`: same seed, same bits, on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from math import fsum, isfinite

import numpy as np

from simcore.engine.portable_math import FloatArray, exp, log, normal_quantile
from simcore.frozen import frozen

Z_99 = 2.3263478740408408  # the standard normal distribution's 99th percentile


@frozen
class _Inverted:
    """A distribution given by its quantile function ``at``."""

    def draw(self, rng: np.random.Generator, n: int) -> FloatArray:
        """``n`` variates, one uniform number of ``rng`` each, in order."""
        return self.at(rng.random(n))

    def quantile(self, q: float) -> float:
        """The value below which a share ``q`` of the variates lies, ``0 <= q < 1``."""
        if not 0.0 <= q < 1.0:
            raise ValueError(f"q is {q}; it must be at least 0 and below 1 (0.99 for p99)")
        return float(self.at(np.array([q], dtype=np.float64))[0])

    def at(self, u: FloatArray) -> FloatArray:
        """The quantile of each number of ``u``, all in [0, 1)."""
        raise NotImplementedError


@frozen
class Constant(_Inverted):
    """Always ``value``."""

    value: float

    def __post_init__(self) -> None:
        _check_not_negative("value", self.value)

    @property
    def mean(self) -> float:
        """The value itself."""
        return float(self.value)

    def at(self, u: FloatArray) -> FloatArray:
        return np.full(len(u), self.value, dtype=np.float64)


@frozen
class Exponential(_Inverted):
    """Memoryless, with the given mean."""

    mean: float

    def __post_init__(self) -> None:
        _check_positive("mean", self.mean)

    def at(self, u: FloatArray) -> FloatArray:
        return unit_exponential(u) * self.mean


@frozen
class Lognormal(_Inverted):
    """Skewed to the right, given by what one reads off a dashboard: the median and the p99."""

    median: float
    p99: float
    sigma: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check_positive("median", self.median)
        _check_finite("p99", self.p99)
        if self.p99 < self.median:
            raise ValueError(
                f"p99 is {self.p99}, below the median of {self.median}; "
                "p99 must be at least the median"
            )
        spread = log(np.array([self.p99 / self.median]))
        object.__setattr__(self, "sigma", float(spread[0]) / Z_99)

    @property
    def mean(self) -> float:
        """``median * exp(sigma**2 / 2)``."""
        return self.median * float(exp(np.array([self.sigma * self.sigma / 2.0]))[0])

    def at(self, u: FloatArray) -> FloatArray:
        return exp(normal_quantile(u) * self.sigma) * self.median


@frozen
class Uniform(_Inverted):
    """Anything from ``low`` to below ``high``, equally likely."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _check_not_negative("low", self.low)
        _check_finite("high", self.high)
        if self.high < self.low:
            raise ValueError(f"high is {self.high}, below low, which is {self.low}")

    @property
    def mean(self) -> float:
        """Half way between."""
        return self.low + (self.high - self.low) / 2.0

    def at(self, u: FloatArray) -> FloatArray:
        return u * (self.high - self.low) + self.low


@frozen
class Empirical(_Inverted):
    """One of ``values``, each as likely as its weight says (equally likely without weights)."""

    values: tuple[float, ...]
    weights: tuple[float, ...] | None = None
    _sorted: FloatArray = field(init=False, repr=False, compare=False)
    _share_below: FloatArray = field(init=False, repr=False, compare=False)

    def __init__(self, values: Sequence[float], weights: Sequence[float] | None = None) -> None:
        object.__setattr__(self, "values", tuple(values))
        object.__setattr__(self, "weights", None if weights is None else tuple(weights))
        self._check()
        order = np.argsort(np.array(self.values, dtype=np.float64), kind="stable")
        running = np.add.accumulate(self._weight_array()[order])
        object.__setattr__(self, "_sorted", np.array(self.values, dtype=np.float64)[order])
        object.__setattr__(self, "_share_below", running / running[-1])

    @property
    def mean(self) -> float:
        """The weighted mean of the values."""
        weights = self._weight_array().tolist()
        total = fsum(weights)
        return fsum(v * (w / total) for v, w in zip(self.values, weights, strict=True))

    def at(self, u: FloatArray) -> FloatArray:
        return self._sorted[np.searchsorted(self._share_below, u, side="right")]

    def _weight_array(self) -> FloatArray:
        if self.weights is None:
            return np.ones(len(self.values))
        return np.array(self.weights, dtype=np.float64)

    def _check(self) -> None:
        if not self.values:
            raise ValueError("values is empty; it needs at least one value")
        for i, value in enumerate(self.values):
            _check_not_negative(f"values[{i}]", value)
        if self.weights is None:
            return
        if len(self.weights) != len(self.values):
            raise ValueError(
                f"there are {len(self.weights)} weights for {len(self.values)} values; "
                "give one weight to each value"
            )
        for i, weight in enumerate(self.weights):
            _check_not_negative(f"weights[{i}]", weight)
        if not 0.0 < fsum(self.weights) < float("inf"):
            raise ValueError("the weights add up to 0; at least one must be above 0")


Distribution = Constant | Exponential | Lognormal | Uniform | Empirical


def unit_exponential(u: FloatArray) -> FloatArray:
    """Quantiles of the exponential distribution of mean 1."""
    x: FloatArray = 0.0 - log(1.0 - u)
    return x


def _check_finite(name: str, value: float) -> None:
    if not isfinite(value):
        raise ValueError(f"{name} is {value}; it must be a finite number")


def _check_not_negative(name: str, value: float) -> None:
    _check_finite(name, value)
    if value < 0.0:
        raise ValueError(f"{name} is {value}; it must be 0 or more")


def _check_positive(name: str, value: float) -> None:
    _check_finite(name, value)
    if value <= 0.0:
        raise ValueError(f"{name} is {value}; it must be above 0")
