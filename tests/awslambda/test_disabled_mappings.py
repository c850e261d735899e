"""Event source mappings of queues that are disabled and enabled during a run."""

import pickle

from simcore.awslambda.event_source_mapping.facts import (
    BatchAbandoned,
    BatchInvoked,
    BatchThrottled,
)
from simcore.services.sqs.facts import EmptyReceived, MessageDeleted
from tests.awslambda.mapping_retuning import capped, mapped, observed, retune
from tests.awslambda.stage import at, rows, send_at


def test_a_disabled_mapping_finishes_its_batch_and_polls_no_more(env):
    queue, mapping = mapped(env, messages=3)
    retune(mapping, 5.0, enabled=False)
    send_at(queue, 20.0)
    assert [observed(mapping, t) for t in (6.0, 30.0)] == [(1, 1, 0), (0, 0, 0)]
    assert queue.visible() == 3
    assert rows(queue, MessageDeleted, "t") == [10.0]
    retune(mapping, 40.0, enabled=True)
    at(mapping, 75.0)
    assert rows(mapping, BatchInvoked, "t") == [0.0, 40.0, 50.0, 60.0]


def test_a_disabled_mapping_makes_no_long_polls_and_no_ticks(env):
    queue, mapping = mapped(env, pollers=3)
    retune(mapping, 30.0, enabled=False)
    mapping.observe(30.0)
    told = sum(rows(queue, EmptyReceived, "calls"))
    send_at(queue, 50.0)
    at(mapping, 55.0)
    before = env.scheduled()
    at(mapping, 200.0).observe(200.0)
    assert env.scheduled() - before < 5
    assert sum(rows(queue, EmptyReceived, "calls")) == told == 3


def test_enabled_again_it_begins_as_a_new_one(env):
    _, mapping = mapped(env, messages=100, duration=1000.0, initial=5, floor=2, most=1000)
    assert observed(mapping, 10.5)[0] == 5 + 10
    retune(mapping, 10.5, enabled=False)
    at(mapping, 2000.0)
    retune(mapping, 2000.0, enabled=True)
    assert [observed(mapping, t)[0] for t in (2000.5, 2003.5)] == [5, 8]


def test_enabled_before_its_batches_are_done_it_goes_on_with_their_pollers(env):
    _, mapping = mapped(env, messages=100, pollers=2)
    retune(mapping, 3.0, enabled=False)
    retune(mapping, 6.0, enabled=True)
    assert observed(mapping, 11.0) == (2, 2, 0)
    assert rows(mapping, BatchInvoked, "t") == [0.0, 0.0, 10.0, 10.0]


def test_disabling_closes_the_windows(env):
    queue, mapping = mapped(env, duration=1.0, pollers=3, batch_size=10, window=10.0)
    send_at(queue, 1.0, 20.0)
    retune(mapping, 4.0, enabled=False)
    assert observed(mapping, 30.0) == (0, 0, 0)
    assert rows(mapping, BatchInvoked) == [(4.0, 1)]


def test_a_disabled_mapping_still_tries_the_batches_that_it_holds(env):
    """Refused at 0 s, and then until its visibility timeout leaves no time for the function."""
    _, mapping = mapped(
        env,
        messages=1,
        hidden=60.0,
        function={"reserved": 0, "timeout": 10.0},
        backoff=1.0,
        backoff_max=1.0,
    )
    retune(mapping, 0.1, enabled=False)
    assert observed(mapping, 40.0) == (1, 0, 1)
    assert observed(mapping, 100.0) == (0, 0, 0)
    assert len(rows(mapping, BatchThrottled)) > 50
    (given_up,) = rows(mapping, BatchAbandoned, "t")
    assert given_up > 48.0


def test_an_update_of_a_disabled_mapping_holds_when_it_is_enabled(env):
    _, mapping = mapped(env, messages=9, duration=1.0)
    retune(mapping, 0.5, enabled=False)
    retune(mapping, 5.0, batch_size=3, **capped(2))
    assert observed(mapping, 6.0) == (0, 0, 0)
    retune(mapping, 7.0, enabled=True)
    at(mapping, 7.5)
    assert rows(mapping, BatchInvoked) == [(0.0, 1), (7.0, 3), (7.0, 3)]


def test_a_disabled_mapping_stays_disabled_in_a_snapshot(env):
    queue, mapping = mapped(env, messages=9, pollers=3)
    retune(mapping, 5.0, enabled=False)
    env, queue, mapping = pickle.loads(pickle.dumps((env, queue, mapping)))
    for part in (mapping.function, queue, mapping, env):
        part.bind()
    assert observed(mapping, 30.0) == (0, 0, 0)
    retune(mapping, 40.0, enabled=True)
    assert observed(mapping, 41.0) == (3, 3, 0)
