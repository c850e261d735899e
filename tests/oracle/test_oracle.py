"""The engine's model and a textbook SimPy model of the same say the same, event for event."""

import random

import pytest

import simcore
from tests.oracle.configurations import with_a_client, with_a_queue, with_both
from tests.oracle.engine import simulate
from tests.oracle.model import Oracle
from tests.shares import share_of


def check_equal(document):
    scenario = simcore.load_scenario(document)
    engine, oracle = simulate(scenario), Oracle(scenario).run()
    assert engine.per_second() == oracle.per_second()
    assert engine.peaks == oracle.peaks
    assert engine.levels == oracle.levels
    check_times(engine.times(), oracle.times())
    check_times(engine.answers, oracle.answers)
    check_times(engine.fates, oracle.fates)
    return oracle


def check_times(engine, oracle):
    """The same to a nanosecond (SimPy cannot be told to wait until t, only for t - now)."""
    assert engine.keys() == oracle.keys()
    for key, rows in engine.items():
        assert len(rows) == len(oracle[key])
        for ours, theirs in zip(sorted(rows), sorted(oracle[key]), strict=True):
            assert ours == pytest.approx(theirs, abs=1e-9), key


@pytest.mark.parametrize("seed", share_of(range(40)))
def test_a_synchronous_client(seed):
    check_equal(with_a_client(random.Random(f"client {seed}")))


@pytest.mark.parametrize("seed", share_of(range(60)))
def test_a_queue(seed):
    check_equal(with_a_queue(random.Random(f"queue {seed}")))


@pytest.mark.parametrize("seed", share_of(range(20)))
def test_a_queue_and_a_client_share_a_function_and_the_account(seed):
    check_equal(with_both(random.Random(f"both {seed}")))
