import pytest

from simcore.recording import Timebase


@pytest.mark.parametrize(
    ("duration_s", "bin_s", "bins", "frame_bins", "frames"),
    [
        (600, 1, 600, 1, 600),
        (0.5, 1, 1, 1, 1),
        (1000, 1, 1000, 1, 1000),
        (1001, 1, 1001, 2, 501),
        (5000, 1, 5000, 5, 1000),
        (5000.5, 2, 2501, 3, 834),
        (14 * 86400, 300, 4032, 5, 807),
    ],
)
def test_bins_and_frames(duration_s, bin_s, bins, frame_bins, frames):
    timebase = Timebase(duration_s)
    assert (timebase.bin_s, timebase.bins) == (bin_s, bins)
    assert (timebase.frame_bins, timebase.frames) == (frame_bins, frames)


def test_a_time_belongs_to_the_bin_that_begins_with_it():
    timebase = Timebase(3)
    assert [timebase.bin_of(t) for t in (0.0, 0.999, 1.0, 2.5, 3.0)] == [0, 0, 1, 2, 2]


def test_an_observation_belongs_to_the_bin_that_ends_with_it():
    timebase = Timebase(0.7, 0.1)
    ends = [timebase.bin_end(n) for n in range(timebase.bins)]
    assert [timebase.bin_before(t) for t in ends] == list(range(7))
    summed = 0.0
    for n in range(7):  # 0.1 added up is not 0.1 multiplied
        summed += 0.1
        assert timebase.bin_before(summed) == n
        assert timebase.has_ended(n, summed)
        assert n == 6 or not timebase.has_ended(n + 1, summed)


def test_the_last_bin_and_frame_may_be_shorter():
    timebase = Timebase(1001.5)
    assert [timebase.bin_end(n) for n in (1000, 1001)] == [1001.0, 1001.5]
    assert timebase.frame_bin_range(500) == range(1000, 1002)
    assert timebase.frame_bin_range(0) == range(2)
    assert [timebase.ends_frame(n) for n in (0, 1, 1000, 1001)] == [False, True, False, True]


@pytest.mark.parametrize("duration_s", [0, -1, float("inf"), float("nan"), 1e9])
def test_impossible_durations_are_refused(duration_s):
    with pytest.raises(ValueError, match="duration_s"):
        Timebase(duration_s)


def test_too_fine_a_bin_is_refused():
    with pytest.raises(ValueError, match="at most 5000 allowed"):
        Timebase(600, 0.1)
