"""Provisioned mode: a minimum of event pollers, and what each of them can do."""

import pickle

import pytest

from simcore.awslambda.event_source_mapping.facts import (
    BatchInvoked,
    MappingObserved,
    PollersObserved,
)
from simcore.awslambda.event_source_mapping.provisioned import ProvisionedSettings
from simcore.engine.environment import Environment
from simcore.services.sqs.facts import EmptyReceived, MessagesReceived
from tests.awslambda.stage import make_account, make_function, make_mapping, make_queue, rows

MB = 1_048_576


def make(minimum=2, maximum=200, *, backlog=100_000, duration=1.0, size=1_024, **more):
    env = Environment()
    function = make_function(
        env, duration=duration, account=make_account(concurrency=10**6, burst=10**6)
    )
    return make_mapping(
        make_queue(env, initial_messages=backlog, visibility_timeout=1e6),
        function,
        initial=10 * minimum,
        most=10 * maximum,
        floor=10 * minimum,
        ramp_per_min=1_000,
        scale_in_per_min=1_000,
        batch_size=more.pop("batch_size", 10),
        provisioned=ProvisionedSettings(
            invokes=10, polls_per_s=10.0, bytes_per_s=MB, message_bytes=size
        ),
        **more,
    )


def run(mapping, until):
    mapping.queue.start()
    mapping.env.run(until=until)
    mapping.observe(until)
    return mapping


def received(mapping, until=float("inf")):
    return sum(n for t, n, _ in rows(mapping.queue, MessagesReceived) if t < until)


@pytest.mark.parametrize(("pollers", "concurrency"), [(2, 20), (7, 70)])
def test_ten_concurrent_invocations_a_poller(pollers, concurrency):
    mapping = run(make(pollers, pollers, duration=1000.0), 30.0)
    assert rows(mapping, MappingObserved, "pollers", "invoking") == [(concurrency, concurrency)]
    assert rows(mapping, PollersObserved, "provisioned") == [pollers]


def test_the_minimum_is_there_before_the_first_message():
    mapping = run(make(3, 9, backlog=0), 50.0)
    assert rows(mapping, PollersObserved, "provisioned") == [3]
    assert sum(rows(mapping.queue, EmptyReceived, "calls")) == 3 * 2, "a long poll of 20 s each"


def test_it_grows_by_a_thousand_concurrent_invocations_a_minute():
    mapping = run(make(2, 2_000, duration=10_000.0), 60.5)
    [(size, invoking)] = rows(mapping, MappingObserved, "pollers", "invoking")
    assert size == 20 + 1_000
    assert rows(mapping, PollersObserved, "provisioned") == [102]
    assert invoking > 1_000


def test_it_grows_to_the_maximum_and_shrinks_to_the_minimum():
    mapping = run(make(2, 30, duration=10.0, backlog=10_000), 30.5)
    assert rows(mapping, PollersObserved, "provisioned") == [30]
    mapping.env.run(until=600.0)
    mapping.observe(600.0)
    assert rows(mapping, PollersObserved, "provisioned") == [30, 2]


def test_ten_polls_a_second_of_ten_messages_each():
    """Invocations of 1 ms: the polls are the limit. Two pollers: 200 messages a second."""
    mapping = run(make(2, 2, duration=0.001), 10.0)
    assert received(mapping, 10.0) == pytest.approx(2 * 10 * 10 * 10, abs=30)


def test_one_megabyte_a_second():
    """Messages of 256 KB: four a second for each poller."""
    mapping = run(make(2, 2, duration=0.001, size=256 * 1024), 50.0)
    assert received(mapping, 50.0) * 256 * 1024 / 50 / 2 == pytest.approx(MB, rel=0.05)


def test_ten_invocations_at_a_time():
    """Invocations of 2 s with 10 messages: 10 x 10 / 2 = 50 messages a second a poller, which
    five polls a second bring."""
    mapping = run(make(2, 2, duration=2.0), 40.0)
    assert received(mapping, 40.0) == pytest.approx(2 * 50 * 40, rel=0.05)


def test_batches_with_a_window_are_gathered_at_the_same_pace():
    mapping = run(make(2, 2, duration=0.001, batch_size=100, window=5.0), 20.0)
    assert received(mapping, 20.0) == pytest.approx(2 * 10 * 10 * 20, abs=60)
    assert max(rows(mapping, BatchInvoked, "n")) == 100


def test_it_goes_on_after_a_snapshot():
    """With polls held back at the moment of the snapshot."""

    def rest(mapping):
        mapping.env.run(until=20.0)
        mapping.observe(20.0)
        return rows(mapping, BatchInvoked), rows(mapping, PollersObserved)

    mapping = run(make(2, 40, duration=0.001), 10.05)
    assert mapping.pollers.held_back
    copy = pickle.loads(pickle.dumps(mapping))
    for part in (copy.function, copy.queue, copy, copy.env):
        part.bind()
    assert rest(copy) == rest(mapping)
