"""Every duration has a bucket: too short ones the first, too long ones the last."""

import numpy as np
import pytest

from simcore.recording.histogram import BUCKETS, HIGHEST_S, LOWEST_S, bucket_of, buckets_of

YEAR_S = 366 * 86_400.0


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [(0.0, 0), (1e-9, 0), (LOWEST_S, 0), (HIGHEST_S, BUCKETS - 1), (YEAR_S, BUCKETS - 1)],
)
def test_beyond_the_ends_of_the_scale(seconds, bucket):
    assert bucket_of(seconds) == bucket
    assert buckets_of(np.array([seconds]), seconds, seconds).tolist() == [bucket]


@pytest.mark.parametrize("seconds", [np.nextafter(HIGHEST_S, 0.0), HIGHEST_S / 2, 1.0, 0.25])
def test_one_by_one_and_many_at_once_are_the_same(seconds):
    many = buckets_of(np.array([seconds, 1.0]), 1.0, seconds)
    assert many.tolist() == [bucket_of(seconds), bucket_of(1.0)]
