"""Message groups as lanes: what a mapping states of the groups of its queue."""

import pytest

from simcore.engine.environment import Environment
from simcore.facts import STORY_STEPS, GroupObserved, GroupsPolled, StoryStep
from simcore.facts.lanes import MOST_LANES
from tests.awslambda.fifo_stage import make_fifo, make_fifo_mapping, send
from tests.awslambda.stage import make_account, make_function


@pytest.fixture
def env():
    return Environment()


def observe(env, mapping, t):
    """All groups together, and the rows of those that are stated one by one, without the time."""
    env.run(until=t)
    for ledger in (GroupsPolled, GroupObserved):
        mapping.ledgers[ledger].take()
    mapping.observe(env.now)
    (everything,) = mapping.ledgers[GroupsPolled].take()
    return everything[1:], [row[1:] for row in mapping.ledgers[GroupObserved].take()]


def test_groups_with_their_batches_and_what_waits(env):
    """Two at a time and one message a batch: groups 5 and 6 are worked on, 7 waits."""
    queue = make_fifo(env)
    mapping = make_fifo_mapping(queue, make_function(env, duration=10.0), batch_size=1, most=2)
    send(queue, (5, 3), (6, 1))
    env.run(until=1.0)
    send(queue, (7, 4), at=1.0)
    everything, groups = observe(env, mapping, 4.0)
    assert everything == (3, 2, 0, 0, 6)
    assert groups == [(5, 1, 0, 0, 2, 0.0), (7, 0, 0, 0, 4, 1.0), (6, 1, 0, 0, 0, -1.0)]


def test_a_group_whose_batch_failed_stalls_until_its_messages_are_visible(env):
    """A visibility timeout of 30 s: from the failure at 1 s on, the group is nobody's."""
    queue = make_fifo(env, visibility_timeout=30.0)
    mapping = make_fifo_mapping(queue, make_function(env, error_rate=1.0), batch_size=1)
    send(queue, (5, 3))
    assert observe(env, mapping, 0.5) == ((1, 1, 0, 0, 2), [(5, 1, 0, 0, 2, 0.0)])
    stalled = (1, 0, 1, 0, 3), [(5, 0, 1, 0, 3, 0.0)]
    assert observe(env, mapping, 2.0) == observe(env, mapping, 29.0) == stalled
    assert observe(env, mapping, 30.5) == ((1, 1, 0, 0, 2), [(5, 1, 0, 0, 2, 0.0)])


def test_a_throttled_batch_is_held(env):
    """The account allows one invocation at a time: the other group's batch is kept."""
    account = make_account(concurrency=1, burst=1)
    queue = make_fifo(env, visibility_timeout=900.0)
    function = make_function(env, account=account, duration=20.0, timeout=30.0)
    mapping = make_fifo_mapping(queue, function, batch_size=1, mixes_groups=False)
    send(queue, (5, 1), (6, 2))
    everything, groups = observe(env, mapping, 10.0)
    assert everything == (2, 1, 0, 1, 2)
    assert groups == [(6, 0, 0, 1, 2, 0.0), (5, 1, 0, 0, 0, -1.0)]


def test_of_many_groups_a_bounded_number_is_stated_and_the_sum_is_of_all(env):
    queue = make_fifo(env, visibility_timeout=100.0)
    function = make_function(env, duration=50.0)
    mapping = make_fifo_mapping(queue, function, batch_size=1, most=10, mixes_groups=False)
    send(queue, *[(group, 2) for group in range(100)])
    everything, groups = observe(env, mapping, 5.0)
    assert everything == (100, 10, 0, 0, 190)
    assert len(groups) == MOST_LANES
    assert all(row[5] == 0.0 for row in groups)


def test_a_poison_message_is_followed_whatever_its_number_is(env):
    """One message in a thousand is followed; the second one fails twice and is dead."""
    dead = make_fifo(env, id="dead")
    queue = make_fifo(
        env, dead_letter_queue=dead, max_receive_count=2, story_stride=1000, visibility_timeout=30.0
    )
    make_fifo_mapping(queue, make_function(env, may_be_poisoned=True), batch_size=1)
    send(queue, (5, 1))
    queue.put(0.0, 5, True)
    send(queue, (5, 3))
    env.run(until=100.0)
    rows = [(row[1], STORY_STEPS[row[2]]) for row in queue.ledgers[StoryStep].take()]
    assert [step for story, step in rows if story == 1] == [
        *("sent", "received", "handler", "error", "returned"),
        *("received", "handler", "error", "returned", "dead-lettered"),
    ]
    assert {story for story, _ in rows} == {0, 1}
