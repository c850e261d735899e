"""Event source mappings of queues that are updated during a run."""

from dataclasses import replace

import pytest

from simcore.awslambda.event_source_mapping.facts import BatchInvoked, PollersObserved
from simcore.awslambda.event_source_mapping.provisioned import ProvisionedSettings
from simcore.errors import RetuneError
from simcore.facts import LIMITS, EventsFilteredOut, LimitReached
from simcore.roles.filtering import share_that_matches
from simcore.services.sqs.facts import EmptyReceived
from tests.awslambda.fifo_stage import make_fifo, make_fifo_mapping, send
from tests.awslambda.mapping_retuning import capped, mapped, observed, retune
from tests.awslambda.stage import at, make_function, rows, send_at

# Batch size and window.


def test_later_batches_have_the_new_size(env):
    _, mapping = mapped(env, messages=7, batch_size=2)
    retune(mapping, 5.0, batch_size=4)
    at(mapping, 100.0)
    assert rows(mapping, BatchInvoked) == [(0.0, 2), (10.0, 4), (20.0, 1)]


def test_an_open_window_ends_when_it_would_have_and_later_ones_are_longer(env):
    queue, mapping = mapped(env, duration=1.0, batch_size=10, window=4.0)
    send_at(queue, 1.0, 2.0, 7.0)
    retune(mapping, 3.0, window_s=10.0)
    at(mapping, 30.0)
    assert rows(mapping, BatchInvoked) == [(5.0, 2), (16.0, 1)]


def test_without_a_window_messages_are_taken_at_once(env):
    queue, mapping = mapped(env, duration=1.0, batch_size=10, window=4.0)
    send_at(queue, 1.0, 9.5, 20.0)
    retune(mapping, 9.0, window_s=0.0)
    at(mapping, 30.0)
    assert rows(mapping, BatchInvoked) == [(5.0, 1), (10.0, 1), (20.0, 1)]


def test_a_window_that_holds_enough_for_the_new_size_is_closed_by_the_next_message(env):
    queue, mapping = mapped(env, duration=1.0, batch_size=10, window=20.0)
    send_at(queue, 1.0, 2.0, 3.0, 5.0)
    retune(mapping, 4.0, batch_size=3)
    at(mapping, 6.0)
    assert rows(mapping, BatchInvoked) == [(5.0, 3)]


# Maximum concurrency.


def test_with_a_lower_maximum_pollers_leave_when_they_are_done(env):
    _, mapping = mapped(env, messages=100, pollers=4)
    retune(mapping, 5.0, **capped(2))
    assert [observed(mapping, t) for t in (7.0, 11.0)] == [(4, 4, 0), (2, 2, 0)]
    at(mapping, 29.0)
    assert rows(mapping, BatchInvoked, "t") == [0.0] * 4 + [10.0] * 2 + [20.0] * 2


def test_the_pollers_that_stay_receive_as_ever(env):
    """Two of four leave at 10 s; of those that stay one finds nothing, waits, and is woken."""
    queue, mapping = mapped(env, messages=5, pollers=4)
    retune(mapping, 5.0, **capped(2))
    send_at(queue, 12.0, 12.0)
    at(mapping, 50.0)
    assert rows(mapping, BatchInvoked, "t") == [0.0] * 4 + [10.0, 12.0, 20.0]


def test_pollers_with_open_windows_leave_when_their_windows_are_over(env):
    """Two full batches at 0 s, windows from 1 s to 6 s: the first one gets the message of 4 s."""
    queue, mapping = mapped(env, messages=6, duration=1.0, pollers=2, batch_size=3, window=5.0)
    send_at(queue, 4.0)
    retune(mapping, 3.0, **capped(1))
    assert [observed(mapping, t)[0] for t in (5.0, 6.5)] == [2, 1]
    assert rows(mapping, BatchInvoked) == [(0.0, 3), (0.0, 3), (6.0, 1)]


def test_pollers_that_are_too_many_open_no_window(env):
    """Two full batches and a window of one message at 0 s; two of the three leave at 1 s."""
    _, mapping = mapped(env, messages=7, duration=1.0, pollers=3, batch_size=3, window=5.0)
    retune(mapping, 0.5, **capped(1))
    assert [observed(mapping, t)[0] for t in (0.8, 1.5)] == [3, 1]
    at(mapping, 10.0)
    assert rows(mapping, BatchInvoked) == [(0.0, 3), (0.0, 3), (5.0, 1)]


def test_a_higher_maximum_is_used_at_once_up_to_the_initial_pollers(env):
    _, mapping = mapped(env, messages=100, pollers=2)
    retune(mapping, 5.0, **capped(5))
    assert observed(mapping, 6.0) == (5, 5, 0)
    assert rows(mapping, BatchInvoked, "t") == [0.0] * 2 + [5.0] * 3


def test_beyond_them_the_fleet_grows_as_it_does(env):
    """One poller a second with 60 a minute: at 12 s there are 2 and those of seven ticks."""
    _, mapping = mapped(env, messages=100, pollers=2, duration=1000.0)
    retune(mapping, 5.5, most=50)
    assert observed(mapping, 12.5)[0] == 2 + 7


def test_the_new_maximum_is_stated_when_it_is_reached(env):
    _, mapping = mapped(env, messages=100, pollers=2, duration=1000.0, maximum_concurrency=True)
    retune(mapping, 5.5, most=4)
    at(mapping, 20.0)
    limit = LIMITS.index("maximum concurrency")
    assert rows(mapping, LimitReached) == [(1.0, limit), (7.0, limit)]


def test_waiting_pollers_leave_at_once(env):
    queue, mapping = mapped(env, pollers=5)
    retune(mapping, 30.0, **capped(2))
    assert observed(mapping, 31.0) == (2, 0, 0)
    at(mapping, 45.0).observe(45.0)
    # At 30 s a long poll of each has ended: three are told by those who leave, two at 31 s.
    assert rows(queue, EmptyReceived) == [(30.0, 1)] * 3 + [(31.0, 2), (45.0, 2)]


def test_a_fleet_at_rest_shrinks_to_a_lower_floor(env):
    _, mapping = mapped(env, pollers=5)
    retune(mapping, 10.5, floor=2)
    assert [observed(mapping, t)[0] for t in (11.0, 12.0, 14.0, 20.0)] == [5, 4, 2, 2]


def test_event_pollers_of_provisioned_mode(env):
    """Each has ten invocations at once; two are the least, and then three."""
    settings = ProvisionedSettings(10, 10.0, 1e6, 100.0)
    _, mapping = mapped(env, pollers=20, provisioned=settings)
    mapping.observe(0.0)
    retune(mapping, 5.0, initial=30, floor=30, most=50)
    mapping.observe(5.0)
    assert rows(mapping, PollersObserved) == [(0.0, 2), (5.0, 3)]
    assert mapping.waiting.count == 30


# Long polls, filters and what is no attribute.


@pytest.mark.parametrize(
    ("before", "after", "ended"), [(20.0, 5.0, [0, 0, 1, 3]), (5.0, 20.0, [2, 2, 3, 3])]
)
def test_a_long_poll_that_runs_ends_as_planned(env, before, after, ended):
    """From 20 s to 5 s: it ends at 20, 25 and 30. From 5 s to 20 s: at 5, 10, 15 and 35."""
    queue, mapping = mapped(env, long_poll=before)
    retune(mapping, 12.0, long_poll_s=after)
    calls = []
    for t in (12.0, 14.9, 20.1, 30.1):
        at(mapping, t).observe(t)
        calls.append(sum(rows(queue, EmptyReceived, "calls")))
    assert calls == ended
    at(mapping, 35.1).observe(35.1)
    assert sum(rows(queue, EmptyReceived, "calls")) == 4


def test_a_poller_that_is_woken_in_a_long_poll_of_before_has_ended_none(env):
    queue, mapping = mapped(env)
    retune(mapping, 12.0, long_poll_s=2.0)
    send_at(queue, 13.0)
    at(mapping, 14.0)
    assert rows(queue, EmptyReceived) == []


def test_a_filter_can_become_another_one_or_none(env):
    queue, mapping = mapped(env, duration=0.1, filter=share_that_matches(1.0), filtered_poll_s=0.1)
    send_at(queue, 1.0, 2.0, 3.0, 4.0)
    retune(mapping, 1.5, filter=share_that_matches(0.0))
    retune(mapping, 3.5, filter=None)
    at(mapping, 10.0)
    assert rows(mapping, BatchInvoked, "t") == [1.0, 4.0]
    assert rows(mapping, EventsFilteredOut) == [(2.0, 1), (3.0, 1)]


REFUSED = {
    "receive_max": 5,
    "backoff_initial_s": 5.0,
    "backoff_max_s": 5.0,
    "mixes_groups": True,
    "filtered_poll_s": 5.0,
    "provisioned": ProvisionedSettings(10, 10.0, 1e6, 100.0),
    "filter": share_that_matches(0.5),
}


@pytest.mark.parametrize(("name", "value"), REFUSED.items(), ids=REFUSED)
def test_what_is_no_attribute_of_a_mapping_does_not_change(env, name, value):
    _, mapping = mapped(env)
    before = mapping.settings
    with pytest.raises(RetuneError, match=name):
        retune(mapping, 1.0, **{name: value})
    assert mapping.settings is before


def test_nor_does_how_fast_lambda_scales(env):
    _, mapping = mapped(env)
    fleet = replace(mapping.settings.fleet, ramp_per_min=6000.0)
    with pytest.raises(RetuneError, match="ramp_per_min"):
        mapping.retune(replace(mapping.settings, fleet=fleet))


# FIFO queues.


def fifo(env, groups, *, duration=10.0, **more):
    queue = make_fifo(env, visibility_timeout=900.0)
    mapping = make_fifo_mapping(queue, make_function(env, duration=duration), **more)
    send(queue, *groups)
    return queue, mapping


def test_later_batches_of_groups_have_the_new_size(env):
    _, mapping = fifo(env, [(1, 1)], batch_size=2)
    send(mapping.queue, (1, 7))
    retune(mapping, 5.0, batch_size=5)
    at(mapping, 50.0)
    assert rows(mapping, BatchInvoked) == [(0.0, 1), (10.0, 5), (20.0, 2)]


def test_fewer_batches_of_groups_at_once(env):
    _, mapping = fifo(env, [(group, 2) for group in range(4)], batch_size=1)
    retune(mapping, 5.0, most=1)
    assert [observed(mapping, t)[1] for t in (6.0, 11.0)] == [4, 1]


def test_more_batches_of_groups_at_once(env):
    _, mapping = fifo(env, [(group, 2) for group in range(4)], batch_size=1, most=1)
    retune(mapping, 5.0, most=3)
    assert observed(mapping, 5.5)[1] == 3
    assert rows(mapping, BatchInvoked, "t") == [0.0, 5.0, 5.0]


def test_a_disabled_mapping_of_groups(env):
    queue, mapping = fifo(env, [(1, 1), (2, 2), (3, 1)], batch_size=1, most=2)
    limits = len(rows(mapping, LimitReached))
    retune(mapping, 5.0, enabled=False)
    send(queue, (4, 1), at=6.0)
    assert observed(mapping, 30.0) == (0, 0, 0)
    assert (queue.visible(), len(rows(mapping, LimitReached))) == (3, limits)
    retune(mapping, 40.0, enabled=True)
    assert observed(mapping, 41.0)[1] == 2
    at(mapping, 100.0)
    assert rows(mapping, BatchInvoked, "t") == [0.0, 0.0, 40.0, 40.0, 50.0]


def test_a_mapping_of_groups_has_no_window(env):
    _, mapping = fifo(env, [])
    with pytest.raises(RetuneError, match="window_s"):
        retune(mapping, 1.0, window_s=5.0)


def test_a_filter_of_groups(env):
    queue, mapping = fifo(env, [(1, 1)], duration=0.1)
    at(mapping, 0.5)
    retune(mapping, 1.0, filter=share_that_matches(0.0))
    send(queue, (1, 3), at=1.0)
    assert queue.visible() == 0
    assert sum(n for _, n in rows(mapping, EventsFilteredOut)) == 3
