"""How many pollers a mapping has."""

import pytest

from simcore.awslambda.event_source_mapping.facts import BatchInvoked, MappingObserved
from simcore.engine.environment import Environment
from simcore.facts import LIMITS, LimitReached
from tests.awslambda.stage import make_function, make_mapping, make_queue, rows, send_at


def backlog(messages=10_000, *, duration=10_000.0, **more):
    """A mapping with more messages than it can process, of which none ever ends."""
    env = Environment()
    queue = make_queue(env, initial_messages=messages, visibility_timeout=1e6)
    mapping = make_mapping(queue, make_function(env, duration=duration), **more)
    queue.start()
    return mapping


def pollers(mapping, *times):
    for t in times:
        if t > mapping.env.now:
            mapping.env.run(until=t)
        mapping.observe(t)
    return rows(mapping, MappingObserved, "pollers")[-len(times) :]


def test_there_are_five_as_soon_as_messages_appear():
    mapping = backlog()
    assert rows(mapping, BatchInvoked) == [(0.0, 1)] * 5
    assert pollers(mapping, 0.5) == [5]


def test_before_any_message_those_of_the_floor_wait():
    assert pollers(backlog(0, floor=2), 10.0) == [2]


@pytest.mark.parametrize(("per_min", "table"), [(60, (65, 125, 185)), (300, (305, 605, 905))])
def test_a_backlog_adds_pollers_every_minute(per_min, table):
    mapping = backlog(ramp_per_min=per_min)
    assert tuple(pollers(mapping, 60.5, 120.5, 180.5)) == table


def test_the_growth_is_spread_over_the_minute():
    mapping = backlog(ramp_per_min=60)
    assert pollers(mapping, 0.5, 1.5, 2.5, 30.5) == [5, 6, 7, 35]


def test_a_rate_that_is_no_whole_number_a_second_loses_nothing():
    mapping = backlog(ramp_per_min=50)
    assert pollers(mapping, 60.5, 120.5) == [55, 105]


def test_there_is_a_cap():
    mapping = backlog(most=7)
    assert pollers(mapping, 1.5, 2.5, 100.5) == [6, 7, 7]
    assert rows(mapping, LimitReached) == [(2.0, LIMITS.index("pollers"))]


def test_maximum_concurrency_is_a_cap_from_the_start():
    mapping = backlog(initial=2, most=2, floor=2, maximum_concurrency=True)
    assert pollers(mapping, 0.5, 100.5) == [2, 2]
    assert rows(mapping, LimitReached, "limit") == [LIMITS.index("maximum concurrency")]


def test_as_long_as_a_poller_waits_there_is_no_growth():
    mapping = backlog(4)
    assert pollers(mapping, 60.5) == [5]


@pytest.mark.parametrize("floor", [5, 2])
def test_without_a_backlog_the_fleet_shrinks_to_its_floor(floor):
    mapping = backlog(40, initial=40, duration=10.2, floor=floor, scale_in_per_min=120)
    assert pollers(mapping, 10.5, 11.5, 20.5, 100.5) == [40, 38, 20, floor]


def test_a_fleet_at_its_floor_rests():
    mapping = backlog(20, duration=0.5)
    mapping.env.run(until=500.0)
    assert mapping.env.peek() == float("inf")


def test_after_a_rest_there_are_five_again():
    mapping = backlog(20, duration=0.5, floor=2)
    assert pollers(mapping, 500.0) == [2]
    send_at(mapping.queue, 501.0)
    assert pollers(mapping, 501.5) == [5]
