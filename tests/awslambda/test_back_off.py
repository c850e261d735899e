"""After function errors a mapping has fewer pollers, unless it reports batch item failures."""

import pytest

from simcore.awslambda.event_source_mapping.facts import BatchFailed, MappingObserved
from simcore.engine.environment import Environment
from tests.awslambda.stage import make_function, make_mapping, make_queue, rows

DURATION = 1.0


def pollers_by_second(until, *, error_rate, lost=1.0, **more):
    env = Environment()
    queue = make_queue(env, initial_messages=100_000, visibility_timeout=1e6)
    function = make_function(env, duration=DURATION, error_rate=error_rate)
    mapping = make_mapping(
        queue, function, ramp_per_min=300, lost_an_error=lost, batch_size=1, **more
    )
    queue.start()
    for second in range(1, until + 1):
        env.run(until=second)
        mapping.observe(second)
    return mapping, rows(mapping, MappingObserved, "pollers")


def test_without_errors_it_ramps_up():
    _, pollers = pollers_by_second(60, error_rate=0.0)
    assert pollers[-1] == 5 + 59 * 5


def test_each_failed_batch_costs_a_poller_down_to_the_first_five():
    """Five more a second, and every batch of a second fails: never more than ten."""
    _, pollers = pollers_by_second(60, error_rate=1.0)
    assert min(pollers) == 5
    assert max(pollers) <= 10


def test_growth_and_errors_balance():
    """300 a minute are 5 a second; at 10 % errors and 1 s each, n pollers lose n / 10 a second:
    50 pollers. 300 s of it, after 100 s: the mean is within 10 % of that."""
    _, pollers = pollers_by_second(400, error_rate=0.1)
    settled = pollers[100:]
    assert sum(settled) / len(settled) == pytest.approx(50, rel=0.1)


def test_half_a_poller_an_error_doubles_that():
    _, pollers = pollers_by_second(600, error_rate=0.1, lost=0.5)
    settled = pollers[200:]
    assert sum(settled) / len(settled) == pytest.approx(100, rel=0.1)


def test_the_profile_without_it_does_not_back_off():
    mapping, pollers = pollers_by_second(60, error_rate=1.0, lost=0.0)
    assert pollers[-1] == 5 + 59 * 5
    assert len(rows(mapping, BatchFailed)) > 1_000
