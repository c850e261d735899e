"""Durations by spans: what a result says of any stretch of a run, against plain Python."""

import math
import pickle
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.facts import ledgers_for
from simcore.recording import Recorder, Timebase
from simcore.recording.distribution import stretch
from simcore.recording.histogram import MAX_ERROR
from simcore.recording.timebase import MAX_SPANS

from .conftest import Component
from .toy import READING, Played, Wound

DURATION_S = 200  # spans of 5 s
times = st.floats(0, DURATION_S, exclude_max=True, allow_subnormal=False)
plays = st.lists(st.tuples(times, st.floats(1e-4, 100)), max_size=80)


def recorder_of(rows, *, swap=None, until=DURATION_S):
    """The recorder of a toy that was played with: rows are (when it ended, how long)."""
    bear = Component("bear", "toy", ledgers_for(Played, Wound))
    recorder = Recorder(Timebase(DURATION_S), [bear], readings=READING)
    for n in range(1, until + 1):
        bear.state(Played, *((t, t - d, 1, 0, 0) for t, d in rows if n - 1 <= t < n))
        recorder.fold(float(n))
        if n == swap:
            bear, recorder = pickle.loads(pickle.dumps((bear, recorder)))
    return recorder


def between(parts, from_s, to_s):
    told = parts["distributions"]
    spans = told["spans"].get("bear", {}).get("Time", [])
    return stretch(spans, told["span_s"], from_s, to_s)


@given(plays, st.integers(0, 39), st.integers(1, 40), st.sampled_from(["1", "50", "99", "99.9"]))
@settings(max_examples=60, deadline=None)
def test_any_stretch_of_whole_spans_is_exact(rows, first, more, percent):
    rows = sorted(rows)
    parts = recorder_of(rows).result_parts()
    from_s, to_s = 5.0 * first, min(5.0 * (first + more), DURATION_S)
    found = between(parts, from_s, to_s)
    mine = sorted(1000 * (t - (t - d)) for t, d in rows if from_s <= t < to_s)
    assert (found.from_s, found.to_s) == (from_s, to_s)
    assert found.distribution.count == len(mine)
    if mine:
        exact = mine[max(math.ceil(len(mine) * Fraction(percent) / 100), 1) - 1]
        share = found.distribution.percentile_ms(Fraction(percent))
        assert share == pytest.approx(exact, rel=1.01 * MAX_ERROR, abs=1e-3)
        assert found.distribution.mean_ms == pytest.approx(sum(mine) / len(mine), abs=2e-3)
        assert found.distribution.lowest_ms == pytest.approx(mine[0], abs=2e-4)
        assert found.distribution.highest_ms == pytest.approx(mine[-1], abs=2e-4)


@given(plays, st.integers(1, DURATION_S))
@settings(max_examples=30, deadline=None)
def test_the_whole_run_and_its_percentiles_agree_also_after_a_snapshot(rows, swap):
    parts = recorder_of(sorted(rows), swap=swap).result_parts()
    assert parts == recorder_of(sorted(rows)).result_parts()
    whole = parts["percentiles"]["bear"]["Time"]
    found = between(parts, 0, DURATION_S).distribution
    assert found.count == whole["count"]
    if found.count:
        told = [found.percentile_ms(Fraction(p)) for p in (50, 90, 95, 99)]
        assert told == [whole[p] for p in ("p50", "p90", "p95", "p99")]
        assert (found.highest_ms, found.mean_ms) == (whole["max"], whole["mean"])


def test_a_stretch_that_cuts_spans_is_the_one_that_they_make():
    parts = recorder_of([(11.0, 1.0), (14.0, 2.0), (16.0, 3.0)]).result_parts()
    found = between(parts, 12.0, 15.0)
    assert (found.from_s, found.to_s, found.distribution.count) == (10.0, 15.0, 2)


def test_a_run_that_was_stopped_tells_of_its_open_span_too():
    recorder = recorder_of([(3.0, 1.0), (11.0, 1.0), (12.5, 2.0)], until=13)
    (first, second) = recorder.result_parts()["distributions"]["spans"]["bear"]["Time"]
    assert (first["t_s"], first["count"]) == (0.0, 1)
    assert (second["t_s"], second["count"], second["sum_us"]) == (10.0, 2, 3_000_000)


@pytest.mark.parametrize(
    "duration_s", [0.5, 1, 60, 61, 599, 600, 3600, 5000.5, 86_400, 60 * 86_400]
)
def test_spans_are_whole_bins_and_few(duration_s):
    timebase = Timebase(duration_s)
    ends = [n for n in range(timebase.bins) if timebase.ends_span(n)]
    assert 1 <= len(ends) <= MAX_SPANS
    assert ends[-1] == timebase.bins - 1
    assert {b - a for a, b in pairwise(ends[:-1])} <= {timebase.span_bins}


@pytest.mark.parametrize(("duration_s", "span_s"), [(300, 5), (600, 10), (720, 15), (3600, 60)])
def test_spans_have_widths_that_people_name(duration_s, span_s):
    assert Timebase(duration_s).span_s == span_s
