"""The garbage collector's thresholds are the process's again when no run computes any more."""

import gc

import pytest

import simcore
from simcore.scenario.collector import THRESHOLDS


@pytest.fixture
def before():
    """Thresholds that are nobody else's."""
    the_process_s = gc.get_threshold()
    gc.set_threshold(701, 11, 12)
    yield gc.get_threshold()
    gc.set_threshold(*the_process_s)


def test_thresholds_come_back_in_whatever_order_runs_end(before):
    scenario = simcore.load_scenario("reserved-five")
    first, second = simcore.Run(scenario).frames(), simcore.Run(scenario).frames()
    next(first)
    next(second)
    assert gc.get_threshold() == THRESHOLDS
    first.close()
    assert gc.get_threshold() == THRESHOLDS
    second.close()
    assert gc.get_threshold() == before
