"""Keys: the shares they promise, endless, and continued exactly after pickling."""

import pickle

import numpy as np
import pytest

from simcore.engine.keys import (
    Poison,
    RecordedKeys,
    UniformKeys,
    ZipfKeys,
    drawn_keys,
)

N = 200_000


def shares(keys, n=N):
    counts = np.bincount([keys.next() for _ in range(n)])
    return counts / n


def test_uniform_keys_have_equal_shares():
    """Within five standard deviations: sqrt(0.1 * 0.9 / 200,000) = 0.00067."""
    assert shares(drawn_keys(1, "shop", UniformKeys(10))) == pytest.approx(0.1, abs=5 * 0.00067)


def test_zipf_keys_have_the_shares_of_zipfs_law():
    """Four keys, exponent 1: 1 + 1/2 + 1/3 + 1/4 = 25/12, so 12/25, 6/25, 4/25, 3/25."""
    expected = [0.48, 0.24, 0.16, 0.12]
    law = ZipfKeys(4, 1.0)
    assert [law.share(key) for key in range(4)] == pytest.approx(expected)
    assert shares(drawn_keys(1, "shop", law)) == pytest.approx(expected, abs=0.006)


def test_an_exponent_of_nothing_is_uniform():
    assert [ZipfKeys(5, 0.0).share(key) for key in range(5)] == pytest.approx([0.2] * 5)


def test_keys_are_whole_numbers_and_those_of_the_client_alone():
    one, same, other = (drawn_keys(1, name, UniformKeys(1_000)) for name in ("a", "a", "b"))
    first = [one.next() for _ in range(50)]
    assert {type(key) for key in first} == {int}
    assert first == [same.next() for _ in range(50)]
    assert first != [other.next() for _ in range(50)]


@pytest.mark.parametrize("law", [UniformKeys(7), ZipfKeys(7, 1.2)])
def test_pickled_keys_go_on_where_they_were(law):
    keys = drawn_keys(3, "shop", law)
    for _ in range(1_000):
        keys.next()
    copy = pickle.loads(pickle.dumps(keys))
    assert [keys.next() for _ in range(20_000)] == [copy.next() for _ in range(20_000)]


def test_a_snapshot_does_not_hold_the_table_of_a_million_shares():
    assert len(pickle.dumps(drawn_keys(3, "shop", ZipfKeys(1_000_000, 1.0)))) < 2_000


def test_recorded_keys_come_in_order_and_begin_again():
    keys = RecordedKeys([3, 1, 2])
    assert [keys.next() for _ in range(5)] == [3, 1, 2, 3, 1]
    assert pickle.loads(pickle.dumps(keys)).next() == 2


def test_poison_by_number_by_key_and_by_rate():
    planted = Poison(1, "shop", keys=[7], messages=[2])
    assert [planted.strikes(n, key) for n, key in ((1, 0), (2, 0), (3, 7), (4, 1))] == [
        False,
        True,
        True,
        False,
    ]
    often = Poison(1, "shop", rate=0.25)
    struck = sum(often.strikes(n, 0) for n in range(1, N + 1))
    assert struck / N == pytest.approx(0.25, abs=0.005)  # five times sqrt(0.25 * 0.75 / N)


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_there_are_one_to_a_million_keys(count):
    with pytest.raises(ValueError, match="count"):
        UniformKeys(count)
