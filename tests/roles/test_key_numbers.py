"""Numbers of keys, one by one and many at once; what is in order stays so."""

import pickle
from array import array

import numpy as np
import pytest

from simcore.roles.key_numbers import KeyNumbers, in_order, reordered


class Halves(KeyNumbers):
    """Half of the key; notes what it is asked."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def find(self, key):
        self.asked.append(key)
        return key // 2


@pytest.mark.parametrize("poisoned", [False, True])
def test_many_keys_have_the_numbers_that_each_has_alone(poisoned):
    """Also keys far beyond those that were known, which make the table longer."""
    rng = np.random.default_rng(1)
    numbers = Halves()
    for most in (1, 40, 41, 10_000, 7, 90_000):
        keys = rng.integers(0, most, 500).tolist()
        given = [~key if poisoned and n % 3 else key for n, key in enumerate(keys)]
        assert numbers.of(array("q", given)).tolist() == [key // 2 for key in keys]
        assert [numbers[key] for key in given] == [key // 2 for key in keys]


def test_each_key_is_asked_for_once_until_it_is_forgotten():
    numbers = Halves()
    keys = array("q", [5, 5, ~5, 9])
    for _ in range(2):
        assert numbers.of(keys).tolist() == [2, 2, 2, 4]
        assert numbers[9] == 4
    assert sorted(numbers.asked) == [5, 9]
    numbers.forget()
    assert numbers[5] == 2
    assert sorted(numbers.asked) == [5, 5, 9]


def test_what_is_known_is_no_part_of_a_snapshot():
    numbers = Halves()
    before = len(pickle.dumps(numbers))
    numbers.of(array("q", [100_000]))
    numbers.asked.clear()
    assert len(pickle.dumps(numbers)) == before
    assert pickle.loads(pickle.dumps(numbers))[8] == 4


@pytest.mark.parametrize("most", [3, 2**16, 2**17])
def test_equal_numbers_keep_their_order(most):
    numbers = np.random.default_rng(2).integers(0, most, 3000).astype(np.int32)
    numbers[::50] = most - 1
    order = in_order(numbers, most)
    assert order.tolist() == sorted(range(3000), key=numbers.__getitem__)
    column = array("d", range(3000))
    assert list(reordered(column, order)) == order.tolist()
