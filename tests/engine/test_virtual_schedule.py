"""The virtual schedule against the token bucket, of which it is another form."""

import pickle
from array import array

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simcore.engine.token_bucket import TokenBucket
from simcore.engine.virtual_schedule import VirtualSchedule, last_pause

# Times and rates of which every sum is exact, so that both see the very same moments.
gaps = st.lists(st.integers(0, 128).map(lambda n: n / 64), max_size=200)
exact = st.sampled_from([0.25, 0.5, 1.0, 2.0, 8.0, 64.0])
rates = st.floats(0.01, 1e6)


@given(exact, gaps)
def test_it_allows_what_a_bucket_with_a_seconds_worth_allows(per_s, gap_list):
    bucket, schedule, now = TokenBucket(max(per_s, 1.0), per_s), VirtualSchedule(per_s), 0.0
    for gap in gap_list:
        now += gap
        assert schedule.take(now) == bucket.take(now)


@given(rates, st.lists(st.floats(0.0, 2.0), max_size=200))
@example(2.0, [0.0, 0.0])  # due now, by an ulp
def test_the_next_take_is_when_it_says_and_not_before(per_s, gap_list):
    schedule, now = VirtualSchedule(per_s), 0.0
    for gap in gap_list:
        now += gap
        at = schedule.next_at(now)
        assert (at <= now) == pickle.loads(pickle.dumps(schedule)).take(now)
        assert pickle.loads(pickle.dumps(schedule)).take(at)
        schedule.take(now)


@given(
    st.sampled_from([3.0, 25.0, 1000.0, 1e6]),
    st.lists(st.tuples(st.floats(0.0, 2.0), st.integers(0, 90)), max_size=8),
    st.floats(0.0, 5e6),
    st.randoms(use_true_random=False),
)
def test_all_of_many_are_those_one_by_one(per_s, stretches, now, random):
    """To the last bit, also months into a run, whether they come at once, in step or spread out."""
    schedule, alone = VirtualSchedule(per_s), VirtualSchedule(per_s)
    for gap, n in stretches:
        now += gap
        step = random.choice([0.0, 1.0 / per_s, 0.5 / per_s, random.random() / per_s * 3])
        times = array("d", sorted(now + step * k for k in range(n)))
        now = max(now, *times, 0.0)
        refused = [place for place, t in enumerate(times) if not alone.take(t)]
        assert schedule.take_all(times) == refused
        assert schedule.used_until == alone.used_until


def test_what_is_over_before_a_pause_is_left_out():
    """A take uses the quota for 0.1 s: three in a row are over before the fourth."""
    times = array("d", [1.0, 1.0, 1.0, 1.3001, 1.35])
    assert last_pause(times, 0.0, 0.1) == 0, "as good as no pause"
    times[3] = 1.301
    assert last_pause(times, 0.0, 0.1) == 3
    assert last_pause(times, 1.1, 0.1) == 0, "what was used before is over later"


def test_a_seconds_worth_at_once_and_then_one_at_a_time():
    schedule = VirtualSchedule(300.0)
    assert sum(schedule.take(5.0) for _ in range(400)) == 300
    assert [schedule.take(5.0 + n / 300) for n in range(1, 1_000)] == [True] * 999


@pytest.mark.parametrize("per_s", [0.0, -1.0, float("inf"), float("nan")])
def test_the_rate_is_a_number_above_zero(per_s):
    with pytest.raises(ValueError, match="must be a number above 0"):
        VirtualSchedule(per_s)
