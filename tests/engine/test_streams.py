"""Streams: independent of one another, endless, and continued exactly after pickling."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.engine.distributions import Exponential, Lognormal
from simcore.engine.streams import Stream, generator, uniform

DRAWS = [uniform, Exponential(2.0).draw, Lognormal(0.2, 1.0).draw]


def stream(seed=1, path="client.arrivals", draw=uniform, block=16):
    return Stream(generator(seed, path), draw, block)


def numbers(source, n):
    return [source.next() for _ in range(n)]


def test_a_stream_hands_out_the_numbers_of_its_draw_as_python_floats():
    drawn = numbers(stream(block=16), 40)
    rng = generator(1, "client.arrivals")
    assert drawn == [x for _ in range(3) for x in rng.random(16).tolist()][:40]
    assert {type(x) for x in drawn} == {float}


def test_the_name_and_the_seed_make_the_stream_and_nothing_else():
    alone = numbers(stream(path="worker.duration"), 20)
    others = [stream(path=f"another {i}") for i in range(5)]
    assert numbers(stream(path="worker.duration"), 20) == alone
    assert all(numbers(other, 20) != alone for other in others)
    assert numbers(stream(seed=2, path="worker.duration"), 20) != alone


def test_path_and_seed_do_not_run_into_each_other():
    assert numbers(stream(seed=1, path="1x"), 5) != numbers(stream(seed=11, path="x"), 5)


def test_streams_of_neighbouring_names_are_not_correlated():
    a, b = (generator(1, path).random(20_000) for path in ("worker.duration", "worker.duratioo"))
    assert abs(np.corrcoef(a, b)[0, 1]) < 4.0 / 20_000**0.5


@pytest.mark.parametrize("draw", DRAWS, ids=["uniform", "exponential", "lognormal"])
@settings(deadline=None, max_examples=40)
@given(used=st.integers(0, 70), block=st.integers(1, 32))
def test_continues_after_pickling_at_any_index(draw, used, block):
    original = stream(draw=draw, block=block)
    numbers(original, used)
    copy = pickle.loads(pickle.dumps(original))
    again = pickle.loads(pickle.dumps(copy))
    rest = numbers(original, 100)
    assert numbers(copy, 100) == rest
    assert numbers(again, 100) == rest


@given(used=st.integers(0, 70))
def test_pickling_does_not_disturb_the_original(used):
    original, reference = stream(), stream()
    numbers(original, used)
    pickle.dumps(original)
    assert numbers(original, 50) == numbers(reference, used + 50)[used:]


def test_a_pickled_stream_is_small_whatever_its_block():
    big = stream(block=8192)
    numbers(big, 100)
    assert len(pickle.dumps(big)) < 2000


def test_a_cached_next_is_valid_until_unpickling_only():
    original = stream()
    take = original.next
    first = [take() for _ in range(40)]
    assert first == numbers(stream(), 40)
