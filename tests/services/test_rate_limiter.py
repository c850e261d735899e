"""Adaptive mode's rate: what a throttle leaves of it, and how it grows again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.services.clients.rate_limiter import RateLimiter, RateSettings, _cube_root


def throttled(rate=10.0, seconds=10):
    """One that has had so many answers a second, all the time, and then a throttle."""
    limiter = RateLimiter(RateSettings(), 0.0)
    for n in range(1, int(rate * seconds) + 1):
        limiter.answered(n / rate, throttled=False)
    limiter.answered(float(seconds), throttled=True)
    return limiter


def test_nothing_is_held_back_before_the_first_throttle():
    limiter = RateLimiter(RateSettings(), 0.0)
    assert all(limiter.take(0.0) for _ in range(1_000))


def test_a_throttle_leaves_seven_tenths_of_the_measured_rate():
    """The measured rate has come to 10/s by its own smoothing (1 - 0.2^n of it)."""
    assert throttled().rate_per_s == pytest.approx(7.0, rel=0.01)


def test_what_is_measured_comes_to_the_rate_by_its_own_smoothing():
    """After half a second at 10/s 0.8 x 10, after one 0.8 x 10 + 0.2 x 8 = 9.6, of which a throttle
    leaves 6.72."""
    assert throttled(seconds=1).rate_per_s == pytest.approx(6.72)


def test_it_is_back_where_it_was_after_the_time_that_cubic_gives():
    """k = cube root of (10 x 0.3 / 0.4) = 1.957 s; at 10 + k it is 10/s, and 1 s later 0.4 more."""
    limiter = throttled()
    highest = limiter._highest
    back_s = (highest * 0.3 / 0.4) ** (1 / 3)
    assert back_s == pytest.approx(1.957, abs=0.01)
    assert limiter._grown(10.0 + back_s) == pytest.approx(highest)
    assert limiter._grown(10.0 + back_s + 1.0) == pytest.approx(highest + 0.4)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0.001, 2.0), st.booleans()), min_size=1, max_size=60))
def test_the_rate_lies_between_its_bounds_and_lets_out_no_more(steps):
    limiter, now, out, most = RateLimiter(RateSettings(), 0.0), 0.0, 0, 0.0
    for gap, was_throttled in steps:
        was_enabled, rate = limiter.enabled, limiter.rate_per_s
        now += gap
        if was_enabled:
            most += gap * rate
            while limiter.take(now):
                out += 1
            assert out <= most + 1e-6
        limiter.answered(now, was_throttled)
        if not was_enabled and limiter.enabled:
            most, out = limiter._tokens, 0
        measured = limiter._measured
        assert 0.5 <= limiter.rate_per_s <= max(2.0 * measured, 0.5) + 1e-9


@given(st.floats(0.0, 1e9))
def test_the_cube_root_is_one(x):
    assert _cube_root(x) ** 3 == pytest.approx(x, rel=1e-12, abs=1e-12)
