"""What must hold for any history: checked against plain Python that counts one by one."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
)
from simcore.facts import ledgers_for
from simcore.recording import Timebase, histogram

from .conftest import ACCOUNT, FUNCTION, Component, make_recorder, reserved
from .strategies import history

DURATION_S = 6.0
ERROR = histogram.MAX_ERROR + 1e-5  # what is reported is rounded to 0.1 microseconds, too
histories = st.builds(
    history,
    st.integers(0, 10**6),
    st.just(DURATION_S),
    st.integers(1, 3),
    st.sampled_from([0.5, 5.0, 60.0]),
)


def components(told: list[tuple]) -> list[Component]:
    count = max((number for _, number, _, _ in told), default=0) + 1
    functions = [Component(f"f{n}", "function", ledgers_for(*FUNCTION)) for n in range(count)]
    return [*functions, Component("account", "account", ledgers_for(*ACCOUNT))]


def ends_of(timebase: Timebase) -> list[float]:
    return [timebase.bin_end(n) for n in range(timebase.bins)]


def record(told: list[tuple], stops: list[float], *, reserves=(), swap=None):
    """Fold at the given times and at every bin's end; the parts, the fingerprint, the frames."""
    parts = [reserved(part, 5) if part.id in reserves else part for part in components(told)]
    recorder = make_recorder(Timebase(DURATION_S), parts)
    ends = ends_of(recorder.timebase)
    frames, told = [], list(told)
    for stop in sorted({*stops, *ends}):
        while told and (told[0][0] < stop or stop >= DURATION_S):
            _, number, fact, row = told.pop(0)
            parts[number].state(fact, row)
        if stop in ends:
            for part in parts[:-1]:
                part.state(FunctionObserved, (stop, 0, 0, 0, 30, 1))
        recorder.fold(stop)
        if stop in ends:
            frames.append(recorder.frame(len(frames)))
        if swap is not None and stop >= swap:
            recorder, parts = pickle.loads(pickle.dumps((recorder, parts)))
            swap = None
    return recorder.result_parts(), recorder.fingerprint(), frames


@given(histories, st.lists(st.floats(0.01, 5.99), max_size=8))
@settings(max_examples=25, deadline=None)
def test_when_the_ledgers_are_emptied_does_not_show(told, stops):
    assert record(told, []) == record(told, stops)


@given(histories)
@settings(max_examples=15, deadline=None)
def test_one_fold_at_the_end_gives_the_same_series_and_fingerprint(told):
    parts = components(told)
    recorder = make_recorder(Timebase(DURATION_S), parts)
    for end in ends_of(recorder.timebase):
        for part in parts[:-1]:
            part.state(FunctionObserved, (end, 0, 0, 0, 30, 1))
    for _, number, fact, row in told:
        parts[number].state(fact, row)
    recorder.fold(DURATION_S)
    result, fingerprint, _ = record(told, [])
    assert recorder.result_parts() == result
    assert recorder.fingerprint() == fingerprint


@given(histories, st.floats(0.01, 5.9))
@settings(max_examples=15, deadline=None)
def test_a_pickled_recorder_continues_to_the_same_result(told, when):
    assert record(told, [when]) == record(told, [when], swap=when)


def concurrency_by_hand(told: list[tuple], numbers: set[int]) -> list[int]:
    """Per bin the highest number running, one change at a time, ends before starts."""
    steps = [
        (row[0], -1 if fact is InvocationEnded else 1)
        for _, number, fact, row in told
        if number in numbers and fact in (InvocationStarted, InvocationEnded)
    ]
    running, peaks = 0, []
    for n in range(int(DURATION_S)):
        peak = running
        for t, step in sorted(steps):
            if int(t) == n:
                running += step
                peak = max(peak, running)
        peaks.append(peak)
    return peaks


@given(histories)
@settings(max_examples=25, deadline=None)
def test_concurrency_is_the_exact_maximum(told):
    series = record(told, [], reserves=["f1"])[0]["series"]
    everything = {number for _, number, _, _ in told}
    account = series["account"]
    assert account["ConcurrentExecutions"] == concurrency_by_hand(told, everything)
    unreserved = concurrency_by_hand(told, everything - {1})
    assert account["UnreservedConcurrentExecutions"] == unreserved
    for number in everything:
        by_hand = concurrency_by_hand(told, {number})
        assert series[f"f{number}"]["ConcurrentExecutions"] == by_hand


@given(histories)
@settings(max_examples=25, deadline=None)
def test_counts_means_and_percentiles_against_plain_python(told):
    result = record(told, [])[0]
    series = result["series"]["f0"]
    mine = [(fact, row) for _, number, fact, row in told if number == 0]
    for n in range(int(DURATION_S)):
        started = [r for f, r in mine if f is InvocationStarted and int(r[0]) == n]
        ended = [r for f, r in mine if f is InvocationEnded and int(r[0]) == n]
        assert series["Invocations"][n] == len(started)
        assert series["ColdStarts"][n] == sum(row[2] > 0 for row in started)
        assert series["Errors"][n] == sum(row[5] > 0 for row in ended)
        durations = sorted(row[4] * 1000 for row in ended)
        if not durations:
            assert series["Duration"][n] is None
            assert series["Duration.p50"][n] is None
            continue
        assert series["Duration"][n] == pytest.approx(sum(durations) / len(durations), abs=1e-3)
        for percent in (50, 95, 99):
            exact = durations[math.ceil(len(durations) * percent / 100) - 1]
            found = series[f"Duration.p{percent}"][n]
            assert found == pytest.approx(exact, rel=ERROR, abs=1e-3)
    whole = result["percentiles"]["f0"]["Duration"]
    durations = sorted(row[4] * 1000 for f, row in mine if f is InvocationEnded)
    assert whole["count"] == len(durations)
    if durations:
        assert whole["max"] == pytest.approx(durations[-1])
        exact = durations[math.ceil(len(durations) * 0.9) - 1]
        assert whole["p90"] == pytest.approx(exact, rel=ERROR, abs=1e-3)


def states_by_hand(told: list[tuple], t: float) -> dict[int, str]:
    """The state of the first function's environments at t, one change at a time."""
    state: dict[int, str] = {}
    failed: dict[int, float] = {}
    ready: dict[int, float] = {}
    for _, number, fact, row in told:
        if number or row[0] >= t:
            continue
        if fact is InvocationStarted:
            state[row[1]], ready[row[1]] = "B", row[0] + row[2]
        elif fact is InvocationEnded:
            state[row[1]] = "I"
            if row[5]:
                failed[row[1]] = row[0]
        elif fact is EnvironmentReclaimed:
            state[row[1]] = "."
    for slot, letter in state.items():
        if letter == "B" and ready[slot] > t:
            state[slot] = "N"
        if letter == "I" and failed.get(slot, -1.0) >= t - 1:
            state[slot] = "E"
    return state


def unpacked(runs: str) -> str:
    letters, number = "", ""
    for sign in [*runs, ""]:
        if sign.isdigit():
            number += sign
            continue
        letters += (letters[-1] * (int(number) - 1)) if number else ""
        letters, number = letters + sign, ""
    return letters


@given(histories)
@settings(max_examples=25, deadline=None)
def test_the_grid_shows_every_environment(told):
    _, _, frames = record(told, [])
    for payload in frames:
        by_hand = states_by_hand(told, payload["t1"] if payload["t1"] < DURATION_S else 1e9)
        if payload["t1"] >= DURATION_S:
            continue  # what happens at the very end is in the last frame, too
        slots = unpacked(payload["environments"]["f0"]["slots"])
        assert slots == "".join(by_hand.get(slot, ".") for slot in range(len(slots)))


@given(histories)
@settings(max_examples=25, deadline=None)
def test_moves_lead_from_one_frame_to_the_next(told):
    """The transitions applied to a frame's states give the next frame's, errors aside."""
    _, _, frames = record(told, [])
    state: dict[int, str] = {}
    for payload in frames:
        grid = payload["environments"]["f0"]
        if "moves" not in grid:
            return
        assert grid["changes"] == len(grid["moves"][0])
        for t, slot, letter in zip(*grid["moves"], strict=True):
            assert payload["t0"] <= t <= payload["t1"]
            state[slot] = letter
        slots = unpacked(grid["slots"])
        shown = "".join(state.get(slot, ".") for slot in range(len(slots)))
        assert shown.replace("E", "I") == slots.replace("E", "I")


@given(st.lists(st.floats(1e-6, 2e6), min_size=1, max_size=50))
def test_a_bucket_is_the_same_in_numpy_and_in_python(values):
    found = histogram.buckets_of(np.array(values), min(values), max(values)).tolist()
    assert found == [histogram.bucket_of(value) for value in values]
    for value, bucket in zip(values, found, strict=True):
        assert histogram.midpoint_s(bucket) == pytest.approx(value, rel=histogram.MAX_ERROR)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=200))
def test_percentiles_of_counts_and_of_sorted_buckets_agree(buckets):
    percents = (1, 50, 90, 95, 99, 100)
    counts = np.bincount(buckets, minlength=41)
    found = histogram.at_ranks_of_counts(counts, percents)
    assert found == histogram.at_ranks(sorted(buckets), percents)
