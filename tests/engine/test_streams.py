"""Streams: independent of one another, endless, and continued exactly after pickling."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.engine.distributions import Constant, Exponential, Lognormal, Uniform
from simcore.engine.keys import UniformKeys, ZipfKeys
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


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 40)), max_size=12))
def test_many_at_once_are_those_one_by_one(steps):
    """Whatever is asked for in turn, across ends of blocks and over snapshots."""
    source, alone = stream(block=16), stream(block=16)
    for at_once, restored, n in steps:
        taken = list(source.take(n)) if at_once else numbers(source, n)
        assert taken == numbers(alone, n)
        source = pickle.loads(pickle.dumps(source)) if restored else source


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


# Another distribution for the rest of the run.

OTHERS = {
    "uniform": uniform,
    "constant": Constant(3.0).draw,
    "exponential": Exponential(2.0).draw,
    "lognormal": Lognormal(0.2, 1.0).draw,
    "between": Uniform(1.0, 5.0).draw,
    "keys": UniformKeys(9).draw,
    "hot keys": ZipfKeys(9, 1.0).draw,
}
draws = st.sampled_from(sorted(OTHERS)).map(OTHERS.__getitem__)


@settings(deadline=None, max_examples=80)
@given(before=draws, after=draws, used=st.integers(0, 70), block=st.integers(1, 32))
def test_a_remapped_stream_makes_other_numbers_of_the_same_luck(before, after, used, block):
    """As if it had always been the other distribution's, but for what was handed out before."""
    remapped = stream(draw=before, block=block)
    first = numbers(remapped, used)
    remapped.remap(after)
    always = numbers(stream(draw=after, block=block), used + 100)
    assert first == numbers(stream(draw=before, block=block), used)
    assert numbers(remapped, 100) == always[used:]


@settings(deadline=None, max_examples=40)
@given(draw=draws, after=draws, used=st.integers(0, 70), pause=st.integers(0, 40))
def test_remapping_works_before_and_after_pickling(draw, after, used, pause):
    original = stream(draw=draw)
    numbers(original, used)
    copy = pickle.loads(pickle.dumps(original))
    copy.remap(after)
    original.remap(after)
    assert numbers(copy, pause) == numbers(original, pause)
    again = pickle.loads(pickle.dumps(copy))
    assert numbers(again, 100) == numbers(original, 100)


@given(draw=draws, used=st.integers(0, 70))
def test_remapped_to_what_it_is_a_stream_goes_on_to_the_same_bits(draw, used):
    remapped, reference = stream(draw=draw), stream(draw=draw)
    numbers(remapped, used)
    remapped.remap(draw)
    assert numbers(remapped, 100) == numbers(reference, used + 100)[used:]


@pytest.mark.parametrize("used", [0, 1, 16, 17])
def test_a_cached_next_is_remapped_too(used):
    cached = stream(draw=uniform)
    take = cached.next
    for _ in range(used):
        take()
    cached.remap(Exponential(2.0).draw)
    always = numbers(stream(draw=Exponential(2.0).draw), used + 40)
    assert [take() for _ in range(40)] == always[used:]


def test_remapping_back_leaves_no_trace():
    turned, reference = stream(), stream()
    numbers(turned, 5)
    turned.remap(Exponential(2.0).draw)
    numbers(turned, 30)
    turned.remap(uniform)
    assert numbers(turned, 40) == numbers(reference, 75)[35:]
