"""A mapping with a filter: what does not match is deleted and invokes nothing."""

import pytest

from simcore.awslambda.event_source_mapping.facts import BatchInvoked, BatchSucceeded
from simcore.engine.environment import Environment
from simcore.facts import STORY_STEPS, EventsFilteredOut, StoryStep
from simcore.roles.filtering import share_that_matches
from simcore.services.sqs.facts import MessageDeleted, MessagesReceived
from tests.awslambda.stage import make_function, make_mapping, make_queue, rows, send_at


def make(share, *, queue=None, function=None, batch_size=10, **mapping):
    env = Environment()
    orders = make_queue(env, **(queue or {}))
    return make_mapping(
        orders,
        make_function(env, **(function or {})),
        batch_size=batch_size,
        filter=share_that_matches(share),
        filtered_poll_s=0.02,
        **mapping,
    )


def run(mapping, until, *sent):
    mapping.queue.start()
    send_at(mapping.queue, *sent)
    mapping.env.run(until=until)
    mapping.observe(until)
    return mapping


def total(mapping, fact, field="n"):
    return sum(rows(mapping, fact, field))


def test_what_matches_is_invoked_and_the_rest_is_deleted_at_once():
    mapping = run(make(0.3, queue={"initial_messages": 1_000}), 60.0)
    matching = [n for n in range(1_000) if mapping.queue.content_of(n) < 0.3]
    assert total(mapping, BatchInvoked) == len(matching)
    assert total(mapping, EventsFilteredOut) == 1_000 - len(matching)
    assert total(mapping, BatchSucceeded, "n_deleted") == len(matching)
    assert len(rows(mapping.queue, MessageDeleted)) == 1_000
    assert total(mapping.queue, MessagesReceived) == 1_000


def test_a_filter_that_lets_all_through_changes_nothing():
    with_filter = run(make(1.0, queue={"initial_messages": 95}), 30.0, 3.0, 7.5)
    without = make_mapping(
        make_queue(Environment(), initial_messages=95), with_filter.function, batch_size=10
    )
    env = without.env
    plain = make_mapping(make_queue(env, initial_messages=95), make_function(env), batch_size=10)
    run(plain, 30.0, 3.0, 7.5)
    for fact in (BatchInvoked, BatchSucceeded):
        assert rows(with_filter, fact) == rows(plain, fact)
    assert rows(with_filter, EventsFilteredOut) == []


def test_what_is_filtered_out_invokes_nothing_and_takes_its_time():
    """1,000 messages, of which none matches: five pollers, ten messages every 20 ms each."""
    mapping = run(make(0.0, queue={"initial_messages": 1_000}), 10.0)
    assert rows(mapping, BatchInvoked) == []
    times = rows(mapping, EventsFilteredOut, "t")
    assert len(times) == 100
    assert times[-1] == pytest.approx(0.02 * (100 / 5 - 1))


def test_pollers_wait_again_when_only_the_filter_had_work():
    mapping = run(make(0.0), 10.0, 1.0, 2.0)
    assert total(mapping, EventsFilteredOut) == 2
    assert mapping.waiting.count == 5


def test_a_message_that_failed_matches_again():
    mapping = run(make(0.5, function={"error_rate": 1.0}, queue={"initial_messages": 40}), 100.0)
    filtered = rows(mapping, EventsFilteredOut, "t")
    assert max(filtered) < 1.0, "nothing is filtered out at the second receive"
    assert total(mapping, BatchInvoked) > 2 * (40 - total(mapping, EventsFilteredOut))


def test_windows_are_filled_with_what_matches():
    """Each new message is filtered before it is added to the batch (invocation-eventfiltering)."""
    mapping = make(0.5, batch_size=20, window=30.0, queue={"visibility_timeout": 300.0})
    run(mapping, 200.0, *[7.0 + n for n in range(60)])
    matching = [7.0 + n for n in range(60) if mapping.queue.content_of(n) < 0.5]
    t, n = rows(mapping, BatchInvoked)[0]
    # The window opens with the first message, whether it matches or not: a poller receives.
    assert n == len([sent for sent in matching if sent <= t]) <= 20
    assert total(mapping, BatchInvoked) == len(matching)


def test_a_window_that_only_the_filter_fed_is_filled_later():
    mapping = make(0.0, batch_size=20, window=30.0, queue={"initial_messages": 400})
    run(mapping, 5.0)
    assert total(mapping, EventsFilteredOut) == 400
    assert rows(mapping, EventsFilteredOut, "t")[-1] > 0.1


def test_the_story_says_so():
    mapping = run(make(0.0), 10.0, 1.0)
    steps = [STORY_STEPS[step] for step in rows(mapping.queue, StoryStep, "step")]
    assert steps == ["sent", "received", "filtered-out"]
