"""The kinds of arrivals a scenario may ask for, one function each.

All are open loop: they do not wait for answers. ``rng`` is the generator of the client's own
arrivals stream; every kind takes it, ``spacing`` says whether it is used: ``random`` (a Poisson
process whose rate follows the profile) or ``even`` (an arrival whenever the cumulative rate passes
a whole number, the first one at once). Rates are per second, times in seconds from the client's
start. All raise ValueError for what makes no sense.
"""

from __future__ import annotations

from math import isfinite
from typing import Literal

import numpy as np

from simcore.engine.arrivals.counts import EvenCounts, RandomCounts
from simcore.engine.arrivals.patterns import (
    IntervalPattern,
    MergedPattern,
    Pattern,
    RatePattern,
    RecordedPattern,
)
from simcore.engine.arrivals.profile import INF, Piece, RateProfile
from simcore.engine.arrivals.source import ArrivalSource, Window
from simcore.engine.trace import Trace

Spacing = Literal["random", "even"]
Rng = np.random.Generator

SINE_PIECES = 720
"""Straight pieces for one period of a sine: off by at most 1/100,000 of the amplitude."""


def constant(
    rate_per_s: float, *, rng: Rng, window: Window, spacing: Spacing = "even"
) -> ArrivalSource:
    """The same rate all the time, evenly spaced."""
    return _follow(RateProfile([Piece(INF, rate_per_s, rate_per_s)]), rng, window, spacing)


def poisson(
    rate_per_s: float, *, rng: Rng, window: Window, spacing: Spacing = "random"
) -> ArrivalSource:
    """The same rate all the time, each arrival independent of the others."""
    return constant(rate_per_s, rng=rng, window=window, spacing=spacing)


def ramp(
    from_per_s: float,
    to_per_s: float,
    over_s: float,
    *,
    rng: Rng,
    window: Window,
    spacing: Spacing = "random",
) -> ArrivalSource:
    """From one rate straight to another over ``over_s``, which it then holds."""
    pieces = [
        Piece(_finite("over_s", over_s), from_per_s, to_per_s),
        Piece(INF, to_per_s, to_per_s),
    ]
    return _follow(RateProfile(pieces), rng, window, spacing)


def step(
    from_per_s: float,
    to_per_s: float,
    at_s: float,
    *,
    rng: Rng,
    window: Window,
    spacing: Spacing = "random",
) -> ArrivalSource:
    """One rate until ``at_s``, another from then on."""
    before = Piece(_finite("at_s", at_s), from_per_s, from_per_s)
    return _follow(RateProfile([before, Piece(INF, to_per_s, to_per_s)]), rng, window, spacing)


def burst(
    rate_per_s: float,
    at_s: float,
    for_s: float,
    *,
    burst_per_s: float | None = None,
    count: int | None = None,
    rng: Rng,
    window: Window,
    spacing: Spacing = "random",
) -> ArrivalSource:
    """A steady rate and, from ``at_s`` for ``for_s``, a burst.

    The burst is either another rate (instead of the steady one) or exactly ``count`` arrivals (on
    top of it), all at one instant if ``for_s`` is 0.
    """
    if (burst_per_s is None) == (count is None):
        raise ValueError("a burst has either a burst rate or a count of arrivals, and not both")
    if burst_per_s is not None:
        pieces = [
            Piece(_finite("at_s", at_s), rate_per_s, rate_per_s),
            Piece(_finite("for_s", for_s), burst_per_s, burst_per_s),
            Piece(INF, rate_per_s, rate_per_s),
        ]
        return _follow(RateProfile(pieces), rng, window, spacing)
    assert count is not None
    # A generator of its own, so that the one rate does not reshuffle the other's arrivals.
    own = np.random.Generator(np.random.PCG64(int(rng.integers(2**63))))
    peak = _counted(_finite("at_s", at_s), _finite("for_s", for_s), count, own, spacing)
    base = RatePattern(RateProfile([Piece(INF, rate_per_s, rate_per_s)]), _counts(rng, spacing))
    return ArrivalSource(MergedPattern([base, peak]), window)


def sine(
    mean_per_s: float,
    amplitude_per_s: float,
    period_s: float,
    *,
    rng: Rng,
    window: Window,
    spacing: Spacing = "random",
) -> ArrivalSource:
    """A rate that swings around its mean once a period, on its way up at the start."""
    if not 0.0 <= amplitude_per_s <= mean_per_s:
        raise ValueError(
            f"amplitude is {amplitude_per_s} per second around a mean of {mean_per_s}; "
            "it must be between 0 and the mean, or the rate would fall below zero"
        )
    rates = [mean_per_s + amplitude_per_s * _sine_of_turn(i / SINE_PIECES) for i in _corners()]
    length = _positive("period_s", period_s) / SINE_PIECES
    pieces = [Piece(length, rates[i], rates[i + 1]) for i in range(SINE_PIECES)]
    return _follow(RateProfile(pieces, repeats=True), rng, window, spacing)


def on_off(
    rate_per_s: float,
    on_s: float,
    off_s: float,
    *,
    rng: Rng,
    window: Window,
    spacing: Spacing = "random",
) -> ArrivalSource:
    """A rate for ``on_s``, nothing for ``off_s``, and so on."""
    pieces = [
        Piece(_positive("on_s", on_s), rate_per_s, rate_per_s),
        Piece(_finite("off_s", off_s), 0.0, 0.0),
    ]
    return _follow(RateProfile(pieces, repeats=True), rng, window, spacing)


def trace(
    recorded: Trace, *, rng: Rng, window: Window, spread: Spacing = "random"
) -> ArrivalSource:
    """A recorded trace: its own times, or its counts spread inside each interval.

    ``spread`` puts the arrivals of an interval at random moments of it, or evenly spaced. A run
    that lasts the whole trace (``Trace.duration_s``) has exactly ``Trace.total`` arrivals.
    """
    if recorded.counts is None:
        return ArrivalSource(RecordedPattern(recorded.times_s), window)
    lengths = recorded.lengths_s()
    own = None if _check_spacing(spread) == "even" else rng
    pattern = IntervalPattern(recorded.times_s, lengths, recorded.counts, own)
    return ArrivalSource(pattern, window)


def _follow(profile: RateProfile, rng: Rng, window: Window, spacing: Spacing) -> ArrivalSource:
    return ArrivalSource(RatePattern(profile, _counts(rng, spacing)), window)


def _counts(rng: Rng, spacing: Spacing) -> RandomCounts | EvenCounts:
    return EvenCounts() if _check_spacing(spacing) == "even" else RandomCounts(rng)


def _counted(at_s: float, for_s: float, count: int, rng: Rng, spacing: Spacing) -> Pattern:
    """Exactly ``count`` arrivals from ``at_s`` on, within ``for_s``."""
    if count < 0 or count != int(count):
        raise ValueError(f"count is {count}; it must be a whole number, 0 or more")
    return IntervalPattern(
        np.array([at_s], dtype=np.float64),
        np.array([for_s], dtype=np.float64),
        np.array([count], dtype=np.int64),
        None if spacing == "even" or not for_s else rng,
    )


def _corners() -> range:
    return range(SINE_PIECES + 1)


def _sine_of_turn(turn: float) -> float:
    """Sine of a share (0 to 1) of a full turn, by its series: the same bits anywhere."""
    if turn > 0.5:
        return -_sine_of_turn(turn - 0.5)
    if turn > 0.25:
        turn = 0.5 - turn
    x = turn * 6.283185307179586
    term = total = x
    for k in range(2, 24, 2):
        term *= -x * x / (k * (k + 1))
        total += term
    return min(total, 1.0)


def _check_spacing(spacing: Spacing) -> Spacing:
    if spacing not in ("random", "even"):
        raise ValueError(f"spacing is {spacing!r}; it must be 'random' or 'even'")
    return spacing


def _finite(name: str, value: float) -> float:
    if not (isfinite(value) and value >= 0.0):
        raise ValueError(f"{name} is {value}; it must be a number of seconds, 0 or more")
    return float(value)


def _positive(name: str, value: float) -> float:
    if not _finite(name, value):
        raise ValueError(f"{name} is 0; it must be above 0 seconds")
    return float(value)
