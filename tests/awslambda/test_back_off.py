"""After function errors a mapping has fewer pollers, unless it reports batch item failures."""

from dataclasses import replace

import pytest

from simcore.awslambda.event_source_mapping.facts import BatchFailed, MappingObserved
from simcore.engine.environment import Environment
from tests.awslambda.stage import make_function, make_mapping, make_queue, rows, send_at

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


def test_more_than_one_poller_an_error_leaves_when_its_batch_is_done():
    """Of twenty that work for a second the sixth fails: it leaves, and the next two when they are
    done with batches that succeed. 0.2 are left over, for the fifth error."""
    env = Environment()
    queue = make_queue(env, initial_messages=1_000, visibility_timeout=1e6)
    function = make_function(env, duration=tuple(1.0 + i / 100 for i in range(20)))
    mapping = make_mapping(queue, function, initial=20, floor=2, lost_an_error=3.2, ramp_per_min=1)
    queue.start()
    failing = replace(function.settings, error_rate=1.0)
    env.call_at(1.045, function.retune, failing)
    env.call_at(1.055, function.retune, function.settings)
    env.run(until=1.5)
    assert mapping.fleet.size == 20  # outcomes are drawn when invocations begin
    env.run(until=2.195)
    assert len(rows(mapping, BatchFailed)) == 1
    assert mapping.fleet.size == 17


def test_waiting_pollers_leave_first():
    """Eight come for one message; it fails, and is gone with two of the seven that wait."""
    env = Environment()
    queue = make_queue(env, visibility_timeout=1e6)
    function = make_function(env, duration=1.0, error_rate=1.0)
    never = {"scale_in_per_min": 1e-9}
    mapping = make_mapping(queue, function, initial=8, lost_an_error=3.0, floor=2, **never)
    send_at(queue, 0.25)
    env.run(until=1.2)
    assert (mapping.fleet.size, mapping.waiting.count) == (8, 7)
    env.run(until=2.0)
    assert (mapping.fleet.size, mapping.waiting.count, mapping.fleet.leaving) == (5, 5, 0)


def test_when_the_errors_end_the_ramp_brings_the_pollers_back():
    """Errors until 100 s keep it at the floor; 300 a minute are 300 more a minute later."""
    env = Environment()
    queue = make_queue(env, initial_messages=1_000_000, visibility_timeout=1e6)
    failing = make_function(env, duration=1.0, error_rate=0.5)
    mapping = make_mapping(queue, failing, ramp_per_min=300, lost_an_error=3.2, floor=2)
    queue.start()
    env.run(until=100.0)
    assert mapping.fleet.size < 15
    failing.retune(replace(failing.settings, error_rate=0.0))
    env.run(until=170.0)
    assert 300 <= mapping.fleet.size <= 365
