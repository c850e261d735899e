"""The mapping of a FIFO queue: who is invoked with what, and what a failure holds up."""

import pickle

import pytest

from simcore.awslambda.event_source_mapping.facts import (
    BatchAbandoned,
    BatchFailed,
    BatchInvoked,
    BatchSucceeded,
    BatchThrottled,
    MappingObserved,
)
from simcore.engine.environment import Environment
from simcore.facts import LIMITS, EventsFilteredOut, LimitReached
from simcore.roles.filtering import share_that_matches
from simcore.services.sqs.facts import MessageDeleted
from tests.awslambda.fifo_stage import Witness, make_fifo, make_fifo_mapping, send
from tests.awslambda.stage import make_account, make_function, rows


def limits(mapping):
    return [LIMITS[limit] for limit in rows(mapping, LimitReached, "limit")]


def busy_at(witness, t):
    return sum(start <= t < end for start, end, _, _ in witness.batches)


def test_a_group_has_one_batch_at_a_time(env):
    """25 messages of one group and batches of ten: three batches of 1 s, one after the other."""
    queue, witness = make_fifo(env), Witness(make_function(env))
    mapping = make_fifo_mapping(queue, witness)
    send(queue, (1, 1))
    send(queue, (1, 24))
    env.run(until=10.0)
    assert [(start, len(seen)) for start, _, seen, _ in witness.batches] == [
        (0.0, 1),
        (1.0, 10),
        (2.0, 10),
        (3.0, 4),
    ]
    assert limits(mapping) == ["message groups"]


def test_as_many_batches_as_active_groups(env):
    queue, witness = make_fifo(env), Witness(make_function(env))
    make_fifo_mapping(queue, witness, mixes_groups=False)
    send(queue, *((group, 3) for group in range(7)))
    assert busy_at(witness, 0.5) == 7


def test_at_most_maximum_concurrency(env):
    queue, witness = make_fifo(env), Witness(make_function(env))
    mapping = make_fifo_mapping(queue, witness, mixes_groups=False, most=4)
    send(queue, *((group, 1) for group in range(7)))
    env.run(until=10.0)
    assert [busy_at(witness, t) for t in (0.5, 1.5, 2.5)] == [4, 3, 0]
    assert limits(mapping) == ["maximum concurrency"]


def test_batches_of_2026_mix_groups_in_order(env):
    """A batch of ten takes what there is of a group, then of the next; 2022 it is one group's."""
    composed = {}
    for mixes in (True, False):
        env = Environment()
        queue, witness = make_fifo(env), Witness(make_function(env))
        mapping = make_fifo_mapping(queue, witness, mixes_groups=mixes, most=1)
        send(queue, (9, 1), (1, 3), (2, 3))
        env.run(until=20.0)
        composed[mixes] = [[group for group, _ in seen] for _, _, seen, _ in witness.batches]
        assert mapping.queue.visible() == 0
    assert composed[True] == [[9], [1, 1, 1, 2, 2, 2]]
    assert composed[False] == [[9], [1, 1, 1], [2, 2, 2]]


def test_a_failed_batch_blocks_its_group_until_its_visibility_ends(env):
    """Fact 6.5: the other groups go on."""
    queue = make_fifo(env, visibility_timeout=30.0)
    function = make_function(env, may_be_poisoned=True)
    witness = Witness(function)
    mapping = make_fifo_mapping(queue, witness, batch_size=1)
    queue.put(0.0, 1, True)
    send(queue, (1, 1), (2, 3))
    env.run(until=29.0)
    assert [seen for _, _, seen, _ in witness.batches] == [
        [(1, 0)],
        [(2, 2)],
        [(2, 3)],
        [(2, 4)],
    ]
    assert rows(mapping, BatchFailed) == [(1.0, 1)]
    env.run(until=95.0)
    assert [(start, seen) for start, _, seen, _ in witness.batches[4:]] == [
        (30.0, [(1, 0)]),
        (60.0, [(1, 0)]),
        (90.0, [(1, 0)]),
    ]


def test_a_partial_batch_stops_at_the_first_failure(env):
    """Fact 6.6: the failed message and those after it count as failed, whatever their group."""
    queue = make_fifo(env, visibility_timeout=30.0)
    function = make_function(env, may_be_poisoned=True, reports_item_failures=True)
    witness = Witness(function)
    mapping = make_fifo_mapping(queue, witness, reports_item_failures=True, most=1)
    send(queue, (9, 1))
    for group, poison in ((1, False), (1, False), (1, True), (1, False), (2, False)):
        queue.put(0.0, group, poison)
    env.run(until=29.0)
    assert rows(mapping, BatchSucceeded) == [(1.0, 1, 0), (2.0, 2, 3)]
    assert queue.visible() == 0
    env.run(until=31.5)
    assert witness.batches[-1][2] == [(1, 3), (1, 4), (2, 5)]


def test_a_refused_batch_is_kept_and_its_group_waits(env):
    """One environment, two groups: the second is refused, kept for 0.5 to 1 s, then runs."""
    queue = make_fifo(env, visibility_timeout=30.0)
    function = make_function(env, account=make_account(concurrency=1), timeout=5.0)
    witness = Witness(function)
    mapping = make_fifo_mapping(queue, witness, batch_size=1)
    send(queue, (1, 1), (2, 2))
    mapping.observe(0.0)
    assert rows(mapping, MappingObserved) == [(0.0, 5, 1, 1)]
    env.run(until=20.0)
    assert len(rows(mapping, BatchThrottled)) >= 1
    assert [seen for _, _, seen, _ in witness.batches] == [[(1, 0)], [(2, 1)], [(2, 2)]]
    assert len(rows(queue, MessageDeleted)) == 3


@pytest.mark.parametrize("early", [False, True])
def test_a_batch_is_given_up_when_its_visibility_is_spent(env, early):
    """At 6 s; in the older wording at once, since less than the function's 5 s would be left."""
    queue = make_fifo(env, visibility_timeout=6.0)
    function = make_function(env, account=make_account(concurrency=1), duration=100.0, timeout=5.0)
    mapping = make_fifo_mapping(queue, function, batch_size=1, gives_up_early=early)
    send(queue, (1, 1), (2, 1))
    env.run(until=4.9)
    assert len(rows(mapping, BatchAbandoned)) == early
    mapping.observe(4.9)
    assert rows(mapping, MappingObserved)[-1][3] == (not early)
    assert queue.visible() == 0  # hidden until 6 s after the receive


def test_a_fifo_batch_that_was_refused_is_tried_again_as_long_as_it_is_hidden(env):
    """A visibility timeout as long as the function's: the second group runs when the first ends."""
    queue = make_fifo(env, visibility_timeout=60.0)
    function = make_function(env, account=make_account(concurrency=1), duration=2.0, timeout=60.0)
    mapping = make_fifo_mapping(queue, function, batch_size=1)
    send(queue, (1, 1), (2, 1))
    env.run(until=10.0)
    assert rows(mapping, BatchAbandoned) == []
    assert len(rows(queue, MessageDeleted)) == 2


def test_a_receive_waits_for_the_throughput_quota(env):
    """Two receives a second, each invocation 0.1 s: two at once, then one each half second.

    Tokens: 2 at 0 s; 1 + 0.2 before the second at 0.1 s; 0.4 at 0.2 s, so 0.3 s more are needed.
    """
    queue = make_fifo(env, calls_per_s=2.0, initial_messages=4)
    witness = Witness(make_function(env, duration=0.1))
    make_fifo_mapping(queue, witness, batch_size=1)
    queue.start()
    env.run(until=5.0)
    assert [start for start, _, _, _ in witness.batches] == pytest.approx([0.0, 0.1, 0.5, 1.0])


def test_a_pickled_mapping_goes_on_where_it_was(env):
    queue, function = make_fifo(env), make_function(env)
    mapping = make_fifo_mapping(queue, function, batch_size=2)
    send(queue, (1, 7), (2, 3))
    env.run(until=1.5)
    copy = pickle.loads(pickle.dumps(mapping))
    for part in (copy, copy.queue, copy.function, copy.env):
        part.bind()
    for one in (mapping, copy):
        one.env.run(until=20.0)
    assert rows(copy, BatchInvoked) == rows(mapping, BatchInvoked)
    assert rows(copy.queue, MessageDeleted) == rows(queue, MessageDeleted)
    assert len(rows(queue, MessageDeleted)) == 10


def test_what_does_not_match_the_filter_is_deleted_and_the_order_is_kept(env):
    """A third of 3,000 messages of three groups reaches the function; the rest is deleted."""
    queue, witness = make_fifo(env), Witness(make_function(env, duration=0.1))
    mapping = make_fifo_mapping(queue, witness, filter=share_that_matches(1 / 3))
    send(queue, *((group, 1_000) for group in (1, 2, 3)))
    env.run(until=60.0)
    filtered_out = sum(rows(mapping, EventsFilteredOut, "n"))
    handled = [message for _, _, seen, _ in witness.batches for message in seen]
    assert filtered_out + len(handled) == 3_000 == len(rows(queue, MessageDeleted))
    assert filtered_out == pytest.approx(2_000, abs=130)  # five times sqrt(3,000 * 2/9)
    for group in (1, 2, 3):
        ids = [id for key, id in handled if key == group]
        assert ids == sorted(ids)
    assert queue.visible() == 0
