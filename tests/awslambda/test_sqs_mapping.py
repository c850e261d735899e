"""Pollers: batches, deletes, and what happens to a batch that is throttled."""

from itertools import pairwise

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
from simcore.services.sqs.facts import (
    EmptyReceived,
    MessageDeleted,
    MessagesReceived,
    MessagesReturned,
)
from tests.awslambda.stage import make_function, make_mapping, make_queue, rows, send_at


def make(*, function=None, queue=None, **mapping):
    env = Environment()
    orders = make_queue(env, **(queue or {}))
    return make_mapping(orders, make_function(env, **(function or {})), **mapping)


def run(mapping, until, *sent):
    send_at(mapping.queue, *sent)
    mapping.queue.start()
    mapping.env.run(until=until)
    mapping.observe(until)
    return mapping


# A batch's life.


def test_a_message_is_received_invoked_and_deleted():
    mapping = run(make(function={"duration": 2.0, "init": 0.5}), 10.0, 1.0)
    assert rows(mapping, BatchInvoked) == [(1.0, 1)]
    assert rows(mapping, BatchSucceeded) == [(3.5, 1, 0)]
    assert rows(mapping.queue, MessageDeleted) == [(3.5, 1.0, 1)]


def test_a_batch_is_what_is_there_up_to_the_batch_size():
    mapping = make(batch_size=10, queue={"initial_messages": 23})
    assert rows(run(mapping, 0.5), BatchInvoked, "n") == [10, 10, 3]


def test_an_error_deletes_nothing_and_the_messages_come_back():
    mapping = make(function={"error_rate": 1.0}, queue={"visibility_timeout": 30.0})
    run(mapping, 40.0, 1.0)
    assert rows(mapping, BatchFailed) == [(2.0, 1), (32.0, 1)]
    assert rows(mapping.queue, MessagesReturned) == [(31.0, 1)]
    assert rows(mapping.queue, MessagesReceived, "t") == [1.0, 31.0]


def test_a_timeout_is_an_error():
    mapping = make(function={"duration": 9.0, "timeout": 3.0})
    assert rows(run(mapping, 10.0, 1.0), BatchFailed) == [(4.0, 1)]


def test_a_partial_batch_response_deletes_the_others():
    function = {"item_error_rate": 0.5, "reports_item_failures": True}
    mapping = make(function=function, batch_size=10, queue={"initial_messages": 10})
    [(t, deleted, failed)] = rows(run(mapping, 20.0), BatchSucceeded)
    assert (t, deleted + failed, 0 < failed < 10) == (1.0, 10, True)
    assert len(rows(mapping.queue, MessageDeleted)) == deleted
    mapping.env.run(until=30.5)
    assert rows(mapping.queue, MessagesReturned) == [(30.0, failed)]


def test_an_invocation_that_outlives_the_visibility_timeout_has_its_messages_twice():
    function = {"duration": (25.0, 50.0), "init": 10.0}
    mapping = run(make(function=function, queue={"visibility_timeout": 30.0}), 36.0, 0.0)
    assert rows(mapping.queue, MessagesReturned) == [(30.0, 1)]
    assert rows(mapping, BatchInvoked, "t") == [0.0, 30.0]
    assert rows(mapping, BatchSucceeded) == [(35.0, 0, 0)]  # too late: received again since


def test_the_poller_goes_on_at_once():
    mapping = make(initial=1, most=1, floor=1, queue={"initial_messages": 3})
    assert rows(run(mapping, 10.0), BatchInvoked, "t") == [0.0, 1.0, 2.0]


def test_receive_invoke_and_delete_take_their_time():
    """Three invocations of 1 s, with a cycle of 80 ms beside each; deleted when each ends."""
    mapping = make(initial=1, most=1, floor=1, poll_cycle_s=0.08, queue={"initial_messages": 3})
    run(mapping, 10.0)
    assert rows(mapping, BatchInvoked, "t") == pytest.approx([0.0, 1.08, 2.16])
    assert rows(mapping.queue, MessageDeleted, "t") == pytest.approx([1.0, 2.08, 3.16])


def test_a_poller_in_its_cycle_takes_no_message():
    """It ends at 1 s; the message of 1.02 s waits until 1.08 s."""
    mapping = make(initial=1, most=1, floor=1, poll_cycle_s=0.08)
    assert rows(run(mapping, 10.0, 0.0, 1.02), BatchInvoked, "t") == pytest.approx([0.0, 1.08])


# Throttles.


def throttled(*, visibility_timeout=30.0, timeout=3.0, **more):
    """One message for a function that refuses everything, until its batch is abandoned."""
    function = {"reserved": 0, "timeout": timeout}
    mapping = make(function=function, queue={"visibility_timeout": visibility_timeout}, **more)
    mapping.queue.send(0.0)
    mapping.env.run(until=visibility_timeout - 0.001)
    return mapping


def test_a_throttled_batch_is_kept_and_tried_again_with_backoff():
    times = rows(throttled(visibility_timeout=100.0), BatchThrottled, "t")
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert len(waits) >= 5
    for i, wait in enumerate(waits):  # equal jitter: between half and all of 1, 2, 4, ... s
        assert 0.5 * 2**i <= wait <= 2**i


def test_the_backoff_has_a_cap():
    mapping = throttled(visibility_timeout=100.0, backoff_max=4.0)
    times = rows(mapping, BatchThrottled, "t")
    assert max(b - a for a, b in pairwise(times)) <= 4.0


def test_it_is_abandoned_when_its_visibility_timeout_is_over():
    """AWS Lambda Developer Guide, services-sqs-errorhandling (12 Jul 2026): Lambda keeps retrying
    until the visibility timeout is exceeded. Waits of 1, 2, 4 and 8 s at the most fit into 30 s."""
    mapping = throttled(visibility_timeout=30.0, timeout=30.0)
    tries = rows(mapping, BatchThrottled, "t")
    assert rows(mapping, BatchAbandoned) == []
    mapping.env.run(until=30.001)
    assert rows(mapping, BatchAbandoned) == [(30.0, 1)]
    assert len(tries) >= 5
    assert tries[-1] < 30.0 < tries[-1] + 2 ** (len(tries) - 1)


def test_an_older_wording_abandons_it_when_too_little_of_its_visibility_timeout_is_left():
    """Less than the function's timeout would be left at the next try."""
    mapping = throttled(visibility_timeout=30.0, timeout=3.0, gives_up_early=True)
    [abandoned] = rows(mapping, BatchAbandoned, "t")
    tries = rows(mapping, BatchThrottled, "t")
    assert abandoned == tries[-1] <= 27.0
    assert abandoned + 2 ** (len(tries) - 1) > 27.0


def test_then_its_messages_come_back_when_their_visibility_timeout_ends():
    mapping = throttled(visibility_timeout=30.0)
    mapping.env.run(until=30.5)
    assert rows(mapping.queue, MessagesReturned) == [(30.0, 1)]
    assert rows(mapping.queue, MessagesReceived, "t") == [0.0, 30.0]


def test_in_the_older_wording_without_time_for_another_try_it_is_abandoned_at_once():
    mapping = throttled(visibility_timeout=3.0, timeout=3.0, gives_up_early=True)
    assert rows(mapping, BatchThrottled) == rows(mapping, BatchAbandoned) == [(0.0, 1)]


def test_a_kept_batch_is_invoked_once_there_is_room():
    function = {"reserved": 1, "duration": (5.0, 1.0)}
    mapping = make(function=function, queue={"visibility_timeout": 1000.0})
    run(mapping, 60.0, 0.0, 0.5)
    (first, second), held = rows(mapping, BatchInvoked, "t"), rows(mapping, BatchThrottled, "t")
    assert first == 0.0
    assert held[0] == 0.5 < held[-1] < 5.0 < second
    assert rows(mapping.queue, MessageDeleted, "receives") == [1, 1]


def observed(mapping, *times):
    for t in times:
        mapping.env.run(until=t)
        mapping.observe(t)
    return rows(mapping, MappingObserved, "pollers", "holding")


def full(messages, queue=None, **more):
    queue = {"visibility_timeout": 1000.0, "initial_messages": messages, **(queue or {})}
    function = {"reserved": 5, "duration": 500.0, "timeout": 600.0}
    mapping = make(function=function, queue=queue, **more)
    mapping.queue.start()
    return mapping


def test_the_fleet_does_not_grow_while_batches_are_held():
    assert observed(full(100), 0.5, 1.5, 60.5) == [(5, 0), (6, 1), (6, 1)]


def test_a_poller_that_abandons_its_batch_leaves_the_fleet():
    """1.2 a minute: the sixth comes at 50 s, and its 100 s of visibility are over at 150 s."""
    mapping = full(100, {"visibility_timeout": 100.0}, ramp_per_min=1.2)
    assert observed(mapping, 49.5, 50.5, 149.5, 150.5) == [(5, 0), (6, 1), (6, 1), (5, 0)]
    assert rows(mapping, BatchAbandoned) == [(150.0, 1)]


def test_in_the_older_wording_it_leaves_at_once_and_the_next_one_comes():
    mapping = full(100, {"visibility_timeout": 600.0}, gives_up_early=True)
    levels = observed(mapping, *[t + 0.5 for t in range(20)])
    assert rows(mapping, BatchAbandoned, "t") == [float(t) for t in range(1, 20)]
    assert set(levels) == {(5, 0)}


def test_the_first_pollers_stay_and_poll_again():
    """Visibility ends at 30 s; a second later they receive again."""
    function = {"reserved": 0, "timeout": 30.0}
    queue = {"visibility_timeout": 30.0, "initial_messages": 20}
    mapping = make(function=function, queue=queue, ramp_per_min=1)
    run(mapping, 31.5)
    assert rows(mapping, BatchAbandoned, "t") == [30.0] * 5
    assert rows(mapping.queue, MessagesReceived, "t") == [0.0] * 5 + [31.0] * 5
    assert mapping.fleet.size >= 5


# Long polls.


def test_waiting_pollers_make_empty_receives():
    """Five pollers, of which one works for a second; a long poll lasts 20 s."""
    mapping = run(make(), 100.0, 0.0)
    assert rows(mapping.queue, EmptyReceived) == [(100.0, 4 * 5 + 4)]


@pytest.mark.parametrize("looks", [(), (10.0, 30.0, 70.0)])
def test_empty_receives_are_as_many_however_often_one_looks(looks):
    mapping = make()
    for t in looks:
        mapping.env.call_at(t, mapping.observe, t)
    run(mapping, 100.0, 0.0, 55.0)
    assert sum(rows(mapping.queue, EmptyReceived, "calls")) == 4 * 5 + 2 + 2
