"""Arrivals: as many as expected, when expected, sorted, reproducible."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simcore.engine import arrivals
from simcore.engine.arrivals import BLOCK, Window
from simcore.engine.streams import generator
from simcore.engine.trace import Trace

INF = float("inf")


def recorded(times, counts=None, interval=None):
    counts = None if counts is None else np.array(counts, dtype=np.int64)
    return Trace(np.array(times, dtype=float), counts, interval, 0.0, "", ())


FIVE_MINUTES = recorded([0.0, 60.0, 120.0, 240.0], [30, 0, 7, 200], 60.0)

KINDS = {
    "constant": lambda **k: arrivals.constant(20.0, **k),
    "poisson": lambda **k: arrivals.poisson(20.0, **k),
    "ramp": lambda **k: arrivals.ramp(0.0, 40.0, 200.0, **k),
    "ramp down": lambda **k: arrivals.ramp(40.0, 0.0, 200.0, **k),
    "step": lambda **k: arrivals.step(5.0, 30.0, 100.0, **k),
    "burst": lambda **k: arrivals.burst(2.0, 50.0, 10.0, burst_per_s=200.0, **k),
    "burst of a count": lambda **k: arrivals.burst(2.0, 50.0, 10.0, count=1500, **k),
    "burst at once": lambda **k: arrivals.burst(2.0, 50.0, 0.0, count=1500, **k),
    "sine": lambda **k: arrivals.sine(20.0, 20.0, 70.0, **k),
    "on/off": lambda **k: arrivals.on_off(30.0, 7.0, 4.0, **k),
    "trace": lambda **k: arrivals.trace(FIVE_MINUTES, **k),
}
RANDOM = [k for k in KINDS if k not in ("constant", "burst of a count", "burst at once", "trace")]
any_kind = pytest.mark.parametrize("kind", KINDS)


def make(kind, seed=1, **window):
    return KINDS[kind](rng=generator(seed, "arrivals"), window=Window(**window))


def blocks(source):
    found = []
    while (block := source.next_block()) is not None:
        assert 0 < len(block) <= BLOCK
        found.append(block)
    assert source.next_block() is None
    return found


def times(source):
    return [t for block in blocks(source) for t in block]


@any_kind
@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    until=st.floats(0.0, 400.0),
    start=st.floats(0.0, 300.0),
    stop=st.none() | st.floats(0.0, 400.0),
    limit=st.none() | st.integers(0, 3000),
)
def test_sorted_within_the_window_and_never_more_than_the_limit(
    kind, seed, until, start, stop, limit
):
    found = times(make(kind, seed, until_s=until, start_s=start, stop_s=stop, limit=limit))
    assert found == sorted(found)
    assert all(type(t) is float and start <= t < until for t in found)
    assert all(t < stop for t in found if stop is not None)
    assert len(found) <= (len(found) if limit is None else limit)


@any_kind
def test_a_limit_keeps_the_first_arrivals_and_a_start_shifts_them(kind):
    full = times(make(kind, until_s=200.0))
    assert times(make(kind, until_s=200.0, limit=37)) == full[:37]
    shifted = times(make(kind, until_s=208.0, start_s=8.0))
    assert shifted == pytest.approx([t + 8.0 for t in full])


@any_kind
def test_continues_with_the_same_numbers_after_pickling(kind):
    source = make(kind, until_s=300.0)
    before = [source.next_block() for _ in range(3)]
    copy = pickle.loads(pickle.dumps(source))
    assert all(before)
    assert times(copy) == times(source)


@pytest.mark.parametrize("kind", RANDOM)
def test_as_many_as_expected(kind):
    source = make(kind, until_s=300.0)
    found, expected = len(times(source)), source.expected()
    assert abs(found - expected) < 4.0 * expected**0.5  # Poisson: fails one seed in 15,000
    assert source.expected(INF) == expected


@pytest.mark.parametrize("kind", RANDOM)
def test_random_arrivals_follow_the_rate(kind):
    """Given how many came, they are a sample from the expected share of each moment."""
    source = make(kind, seed=3, until_s=300.0)
    total = source.expected()
    shares = [source.expected(t) / total for t in times(source)]
    assert stats.kstest(shares, "uniform").pvalue > 0.001


def test_poisson_gaps_are_exponential():
    gaps = np.diff(times(make("poisson", until_s=2000.0)))
    assert stats.kstest(gaps, stats.expon(scale=1 / 20.0).cdf).pvalue > 0.001


def test_constant_is_evenly_spaced_from_the_start():
    assert times(make("constant", until_s=0.25)) == pytest.approx([0.0, 0.05, 0.1, 0.15, 0.2])
    assert len(times(make("constant", until_s=1000.0))) == 20_000


@pytest.mark.parametrize("kind", [*RANDOM, "burst of a count"])
def test_even_spacing_gives_the_expected_number_to_within_one(kind):
    source = KINDS[kind](rng=generator(1, ""), window=Window(until_s=300.0), spacing="even")
    found = times(source)
    for t in (10.0, 55.0, 101.0, 300.0):
        assert abs(sum(x < t for x in found) - source.expected(t)) <= 1.0 + 1e-9


def test_another_rate_stretches_the_same_arrivals():
    def at(rate):
        window = Window(until_s=INF, limit=20_000)
        return np.array(times(arrivals.poisson(rate, rng=generator(1, "a"), window=window)))

    assert at(10.0) == pytest.approx(3.0 * at(30.0))


def test_another_ramp_keeps_the_variates():
    def cumulative(to):
        source = arrivals.ramp(1.0, to, 50.0, rng=generator(1, "a"), window=Window(until_s=90.0))
        return [source.expected(t) for t in times(source)]

    few, many = cumulative(10.0), cumulative(20.0)
    assert few == pytest.approx(many[: len(few)])


def test_ramp_holds_its_end_rate():
    source = make("ramp", until_s=1000.0)
    assert source.expected(200.0) == pytest.approx(4000.0)
    assert source.expected(300.0) - source.expected(200.0) == pytest.approx(4000.0)
    assert make("ramp down", until_s=INF).expected(10_000.0) == pytest.approx(4000.0)


def test_a_rate_that_falls_to_zero_ends_the_source():
    assert max(times(make("ramp down", until_s=INF))) <= 200.0
    nothing = arrivals.poisson(0.0, rng=generator(1, ""), window=Window(until_s=INF))
    assert times(nothing) == []
    assert nothing.expected() == 0.0


def test_nothing_arrives_while_off():
    found = np.array(times(make("on/off", until_s=300.0))) % 11.0
    assert found.max() <= 7.0
    even = arrivals.on_off(
        1.0, 2.0, 8.0, rng=generator(1, ""), window=Window(until_s=30.0), spacing="even"
    )
    assert times(even) == [0.0, 1.0, 10.0, 11.0, 20.0, 21.0]


def test_a_sine_has_its_mean_over_a_period_and_its_amplitude():
    source = make("sine", until_s=1e4)
    assert source.expected(70.0) == pytest.approx(20.0 * 70.0)
    half = 20.0 * 35.0 + 20.0 * 70.0 / np.pi  # the integral of the first half wave
    assert source.expected(35.0) == pytest.approx(half, rel=1e-4)
    assert source.expected(7 * 70.0 + 35.0) == pytest.approx(7 * 1400.0 + half, rel=1e-4)


@pytest.mark.parametrize("kind", ["burst of a count", "burst at once"])
@pytest.mark.parametrize("count", [0, 1, 8191, 8192, 8193, 50_000])
@pytest.mark.parametrize("spacing", ["random", "even"])
def test_a_counted_burst_has_exactly_its_count(kind, count, spacing):
    length = 0.0 if kind == "burst at once" else 10.0
    source = arrivals.burst(
        0.0, 50.0, length, count=count, rng=generator(1, ""), window=Window(until_s=90.0),
        spacing=spacing,
    )  # fmt: skip
    found = times(source)
    assert len(found) == count == source.expected()
    assert all(50.0 <= t < 60.0 if length else t == 50.0 for t in found)
    if length and count > 1000:
        assert stats.kstest(found, stats.uniform(50.0, 10.0).cdf).pvalue > 0.001


def test_a_burst_does_not_disturb_the_steady_arrivals():
    def steady(count):
        source = arrivals.burst(
            5.0, 50.0, 0.0, count=count, rng=generator(1, ""), window=Window(until_s=200.0)
        )
        return [t for t in times(source) if t != 50.0]

    assert steady(10) == steady(20_000)


@settings(deadline=None)
@given(
    counts=st.lists(st.integers(0, 300) | st.integers(8000, 20_000), min_size=1, max_size=12),
    spread=st.sampled_from(["even", "random"]),
    offset=st.floats(0.0, 1e6),
)
def test_a_trace_of_counts_puts_each_count_into_its_interval(counts, spread, offset):
    starts = np.arange(len(counts)) * 300.0
    trace = recorded(starts, counts, 300.0)
    window = Window(until_s=offset + trace.duration_s, start_s=offset)
    source = arrivals.trace(trace, rng=generator(1, "t"), window=window, spread=spread)
    found = np.array(times(source))
    assert len(found) == trace.total
    # The window's length is a difference of large numbers: a last bit of its last interval.
    assert source.expected() == pytest.approx(trace.total, rel=1e-9)
    assert np.histogram(found - offset, [*starts, trace.duration_s])[0].tolist() == counts


def test_an_interval_ends_where_the_next_begins_and_gaps_stay_empty():
    trace = recorded([0.0, 60.0, 90.0, 400.0], [500, 500, 500, 500], 60.0)
    source = arrivals.trace(trace, rng=generator(1, "t"), window=Window(until_s=460.0))
    edges = [0.0, 60.0, 90.0, 150.0, 400.0, 460.0]
    assert np.histogram(times(source), edges)[0].tolist() == [500, 500, 500, 0, 500]


def test_a_trace_of_times_is_replayed_as_it_was():
    recorded_times = np.sort(generator(1, "").random(20_000) * 1000.0)
    trace = recorded(recorded_times)
    source = arrivals.trace(trace, rng=generator(1, ""), window=Window(until_s=trace.duration_s))
    assert times(source) == recorded_times.tolist()
    assert source.expected(500.0) == (recorded_times < 500.0).sum()


def test_ten_arrivals_do_not_cost_a_block():
    assert len(make("poisson", until_s=INF).next_block()) == 64


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda k: arrivals.poisson(-1.0, **k), "a rate is -1.0 per second"),
        (lambda k: arrivals.poisson(INF, **k), "a rate is inf per second"),
        (lambda k: arrivals.ramp(1.0, 2.0, -3.0, **k), "over_s is -3.0"),
        (lambda k: arrivals.step(1.0, 2.0, float("nan"), **k), "at_s is nan"),
        (lambda k: arrivals.sine(1.0, 2.0, 60.0, **k), "amplitude is 2.0 per second around a mean"),
        (lambda k: arrivals.sine(1.0, 1.0, 0.0, **k), "period_s is 0"),
        (lambda k: arrivals.on_off(1.0, 0.0, 1.0, **k), "on_s is 0"),
        (lambda k: arrivals.burst(1.0, 1.0, 1.0, **k), "either a burst rate or a count"),
        (lambda k: arrivals.burst(1.0, 1.0, 1.0, count=-1, **k), "count is -1"),
        (lambda k: arrivals.poisson(1.0, spacing="odd", **k), "spacing is 'odd'"),
        (lambda k: Window(until_s=-1.0), "until_s is -1.0"),
        (lambda k: Window(limit=-1), "limit is -1"),
    ],
)
def test_says_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call({"rng": generator(1, ""), "window": Window(until_s=10.0)})
