"""Histograms of bins, from which a viewer has percentiles of as many bins as it wants."""

import random

import pytest

from simcore.awslambda.facts.invocations import InvocationEnded
from simcore.recording import Timebase, histogram

from .conftest import make_recorder

WIDE = 1 << histogram.COARSE_BITS


def percentile(bins, percent):
    """Of all bins together, in milliseconds."""
    counts = {}
    for _, first, told in bins:
        bucket = first
        for count in told:
            if count < 0:
                bucket -= count
                continue
            counts[bucket] = counts.get(bucket, 0) + count
            bucket += 1
    rank = histogram.rank(sum(counts.values()), percent)
    for bucket in sorted(counts):
        rank -= counts[bucket]
        if rank < 0:
            low, high = (histogram.midpoint_s(bucket * WIDE + n) for n in (0, WIDE - 1))
            return 1000 * (low + high) / 2
    raise AssertionError


@pytest.mark.parametrize("lot", [3, 2_000])
def test_percentiles_of_several_bins_follow_from_what_a_frame_tells(function, lot):
    """However the samples of a bin come: in small lots, or in one that is read by columns."""
    draw = random.Random(7)
    recorder = make_recorder(Timebase(3000), [function])
    samples = []
    for n in range(3):
        took = [draw.lognormvariate(-1, 0.8) for _ in range(lot)]
        rows = [(n + 0.5, 0, 0.0, 0.0, duration, 0) for duration in took]
        function.state(InvocationEnded, *rows)
        samples += took
        recorder.fold(n + 1.0)
    told = recorder.frame(0)["distributions"][function.id]["Duration"]
    assert [bin for bin, *_ in told] == [0, 1, 2]
    assert sum(n for *_, counts in told for n in counts if n > 0) == len(samples)
    for percent in (50, 95, 99):
        exact = 1000 * sorted(samples)[histogram.rank(len(samples), percent)]
        assert percentile(told, percent) == pytest.approx(exact, rel=0.017)


def test_bins_without_samples_are_left_out_and_frames_begin_anew(function):
    recorder = make_recorder(Timebase(2000), [function])
    function.state(InvocationEnded, (1.5, 0, 0.0, 0.0, 0.2, 0))
    recorder.fold(2.0)
    assert [told[0] for told in recorder.frame(0)["distributions"][function.id]["Duration"]] == [1]
    recorder.fold(4.0)
    assert recorder.frame(1)["distributions"] == {}
