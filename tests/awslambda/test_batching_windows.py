"""Batching windows: when they open, when they are over, and what they gather."""

from simcore.awslambda.event_source_mapping.facts import BatchInvoked
from simcore.engine.environment import Environment
from simcore.services.sqs.facts import MessagesReceived, MessagesReturned
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


def window(**more):
    more.setdefault("batch_size", 100)
    return make(window=40.0, queue={"visibility_timeout": 300.0}, **more)


def test_a_window_opens_with_the_first_message():
    mapping = run(window(), 60.0, 7.0, 8.0, 20.0, 46.9)
    assert rows(mapping, BatchInvoked) == [(47.0, 4)]


def test_a_full_batch_does_not_wait_for_the_end_of_the_window():
    mapping = run(window(batch_size=3), 30.0, 7.0, 8.0, 20.0)
    assert rows(mapping, BatchInvoked) == [(20.0, 3)]


def test_the_next_window_opens_when_the_invocation_ends():
    mapping = run(window(initial=1, most=1, floor=1), 200.0, 7.0, 60.0)
    assert rows(mapping, BatchInvoked) == [(47.0, 1), (88.0, 1)]


def test_it_opens_when_the_invocation_ends_although_the_next_receive_is_later():
    """Opened at 48 s, the cycle is over at 48.5 s; the window at 88 s all the same."""
    mapping = run(window(initial=1, most=1, floor=1, poll_cycle_s=0.5), 200.0, 7.0, 60.0)
    assert rows(mapping, BatchInvoked) == [(47.0, 1), (88.0, 1)]


def low_traffic(*sent, **more):
    """A window of 5 s whose poller's long poll lasts up to 20 s."""
    mapping = make(
        window=5.0, batch_size=10, low_traffic_wait_s=20.0, poll_cycle_s=0.0, most=1, **more
    )
    return rows(run(mapping, 100.0, *sent), BatchInvoked)


def test_with_little_traffic_a_window_waits_for_its_long_poll():
    """AWS Lambda Developer Guide, with-sqs (14 November 2022): up to 20 s, also of a window below
    that. One message; two within the window; and one that comes later ends the long poll."""
    assert low_traffic(10.0) == [(30.0, 1)]
    assert low_traffic(10.0, 12.0) == [(30.0, 2)]
    assert low_traffic(10.0, 12.0, 21.0) == [(21.0, 3)]


def test_a_full_batch_waits_for_no_long_poll():
    assert low_traffic(10.0, *[12.0] * 9) == [(12.0, 10)]


def test_a_window_as_long_as_the_long_poll_ends_on_time():
    mapping = run(window(low_traffic_wait_s=20.0), 60.0, 7.0)
    assert rows(mapping, BatchInvoked) == [(47.0, 1)]


def test_visibility_may_end_while_the_long_poll_goes_on():
    mapping = make(window=5.0, batch_size=10, low_traffic_wait_s=20.0, most=1)
    mapping = run(mapping, 19.0, 0.0)
    assert rows(mapping.queue, MessagesReturned) == []
    short = make(window=5.0, batch_size=10, low_traffic_wait_s=20.0, most=1,
                 queue={"visibility_timeout": 10.0})  # fmt: skip
    assert rows(run(short, 19.0, 0.0).queue, MessagesReturned) == [(10.0, 1)]


def test_after_a_window_without_messages_the_next_message_opens_one():
    mapping = run(window(initial=1, most=1, floor=1), 300.0, 7.0, 100.0)
    assert rows(mapping, BatchInvoked) == [(47.0, 1), (140.0, 1)]


def test_a_large_batch_is_assembled_from_receives_of_ten():
    mapping = make(window=40.0, batch_size=25, queue={"initial_messages": 25})
    run(mapping, 1.0)
    assert rows(mapping, BatchInvoked) == [(0.0, 25)]
    assert rows(mapping.queue, MessagesReceived, "n") == [10, 10, 5]


def test_open_windows_are_filled_one_after_the_other():
    mapping = window(batch_size=10)
    run(mapping, 100.0, *[0.0] * 13, 1.0, 2.0)
    assert rows(mapping, BatchInvoked) == [(0.0, 10), (40.0, 5)]


def test_visibility_may_end_within_the_window():
    mapping = make(window=40.0, batch_size=10, queue={"visibility_timeout": 15.0})
    run(mapping, 39.0, 7.0)
    assert rows(mapping.queue, MessagesReturned) == [(22.0, 1), (37.0, 1)]
    assert rows(mapping.queue, MessagesReceived, "t") == [7.0, 22.0, 37.0]


def test_a_mapping_may_hide_its_messages_for_longer():
    mapping = make(window=40.0, batch_size=10, visibility_timeout_s=100.0)
    receipt_of = run(mapping, 8.0, 7.0)._open[0].receipts[0]
    assert receipt_of.deadline == 107.0
