"""FilterCriteria: the same message is always judged alike, and shares are what they say."""

import pickle

import pytest
from scipy import stats

from simcore.engine.contents import Contents
from simcore.roles.filtering import (
    classes_that_match,
    share_that_matches,
)

N = 20_000
CONFIDENCE = 0.99


def contents(seed=1, source="orders", n=N):
    of = Contents(seed, source).of
    return [of(number) for number in range(n)]


@pytest.mark.parametrize("share", [0.0, 0.03, 0.3, 0.5, 1.0])
def test_so_many_match(share):
    n = len(share_that_matches(share).places(contents()))
    low, high = stats.binom.interval(CONFIDENCE, N, share)
    assert low <= n <= high


def test_contents_are_uniform_and_not_correlated():
    values = contents()
    assert stats.kstest(values, "uniform").pvalue > 0.01
    together, _ = stats.pearsonr(values[:-1], values[1:])
    assert abs(together) < 2.58 / N**0.5  # 99 % of the values of unrelated ones


def test_the_same_message_has_the_same_content():
    one = Contents(7, "orders")
    again = pickle.loads(pickle.dumps(one))
    assert [one.of(n) for n in (5, 5, 0, 10**9)] == [again.of(n) for n in (5, 5, 0, 10**9)]
    assert all(0.0 <= one.of(n) < 1.0 for n in (0, 1, 2**63, 10**9))


def test_seed_and_source_decide():
    assert contents(1, n=5) != contents(2, n=5)
    assert contents(1, "orders", n=5) != contents(1, "refunds", n=5)


def test_classes_are_disjoint_and_are_all():
    classes = {"paid": 0.7, "refund": 0.2, "test": 0.1}
    places = [set(classes_that_match(classes, [name]).places(contents())) for name in classes]
    assert sum(map(len, places)) == N
    assert set.union(*places) == set(range(N))
    two = classes_that_match(classes, ["test", "paid"]).places(contents())
    assert set(two) == places[0] | places[2]


def test_a_wider_filter_lets_through_what_a_narrower_one_does():
    narrow, wide = (set(share_that_matches(s).places(contents())) for s in (0.2, 0.6))
    assert narrow < wide
