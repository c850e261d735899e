"""The token bucket against its definition."""

import pickle
from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore.engine.token_bucket import TokenBucket

capacities = st.integers(1, 50).map(float)
rates = st.floats(0.0, 100.0)
gaps = st.lists(st.floats(0.0, 2.0) | st.just(0.0), max_size=200)


def takes(bucket, gap_list):
    """The times of the takes that succeed."""
    now, taken = 0.0, []
    for gap in gap_list:
        now += gap
        if bucket.take(now):
            taken.append(now)
    return taken


def test_a_full_bucket_gives_its_capacity_at_once_and_then_the_refill():
    bucket = TokenBucket(capacity=3, refill_per_s=2)
    assert [bucket.take(0.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(0.4), bucket.take(0.5), bucket.take(0.6)] == [False, True, False]
    assert bucket.level(0.85) == pytest.approx(0.7)


def test_a_token_due_exactly_now_is_there_in_spite_of_rounding():
    bucket = TokenBucket(capacity=1, refill_per_s=10, level=0.0)
    assert all(bucket.take(i * 0.1) for i in range(1, 1000))


def test_demand_above_the_rate_gets_the_rate():
    bucket = TokenBucket(capacity=10, refill_per_s=5, level=0.0)
    assert sum(bucket.take(i / 100) for i in range(100_001)) == 5000


@given(capacities, rates, gaps)
def test_no_window_has_more_takes_than_capacity_plus_refill(capacity, rate, gap_list):
    taken = takes(TokenBucket(capacity, rate), gap_list)
    for i, start in enumerate(taken):
        for length in (0.0, 0.5, 1.0, 5.0):
            in_window = bisect_right(taken, start + length) - i
            assert in_window <= capacity + rate * length + 1e-6


@given(capacities, rates, gaps)
def test_level_stays_within_bounds_and_looking_changes_nothing(capacity, rate, gap_list):
    looked_at, left_alone = TokenBucket(capacity, rate), TokenBucket(capacity, rate)
    now = 0.0
    for gap in gap_list:
        now += gap
        assert -1e-6 <= looked_at.level(now - gap / 2) <= capacity
        assert looked_at.take(now) == left_alone.take(now)


@given(capacities, st.floats(0.1, 100.0), gaps)
def test_next_at_is_when_the_next_take_succeeds(capacity, rate, gap_list):
    bucket = TokenBucket(capacity, rate)
    takes(bucket, gap_list)
    now = sum(gap_list)
    at = bucket.next_at(now)
    if at > now + 1e-6:
        assert not pickle.loads(pickle.dumps(bucket)).take(now + (at - now) * 0.99)
    assert bucket.take(at)


def test_without_refill_or_room_the_next_token_never_comes():
    assert TokenBucket(1, 0, level=0.0).next_at(3.0) == float("inf")
    assert TokenBucket(0.5, 1).next_at(3.0) == float("inf")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 1), "capacity is 0"),
        ((1, -1), "refill_per_s is -1"),
        ((1, 1, 2), "level is 2; it must be between 0 and the capacity"),
        ((float("nan"), 1), "capacity is nan"),
    ],
)
def test_says_what_is_wrong(arguments, message):
    with pytest.raises(ValueError, match=message):
        TokenBucket(*arguments)


@given(capacities, st.floats(0.5, 100.0), gaps)
def test_promised_tokens_come_in_order_and_as_fast_as_the_refill(capacity, rate, gap_list):
    bucket, now, due = TokenBucket(capacity, rate), 0.0, []
    for gap in gap_list:
        now += gap
        due.append(bucket.promise(now))
        assert due[-1] >= now
    assert due == sorted(due)
    for n, t in enumerate(due):
        within = bisect_right(due, t + 1.0) - n
        assert within <= capacity + rate + 1 + 1e-6


def test_a_promise_waits_for_what_was_promised_before_and_a_take_finds_nothing():
    bucket = TokenBucket(capacity=2, refill_per_s=4)
    assert [bucket.promise(0.0) for _ in range(4)] == [0.0, 0.0, 0.25, 0.5]
    assert (bucket.level(0.0), bucket.take(0.5), bucket.take(0.75)) == (-2.0, False, True)
    assert TokenBucket(capacity=1, refill_per_s=0, level=0.0).promise(3.0) == float("inf")
