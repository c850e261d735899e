"""Pauses, windows and limits of arrivals that change during a run."""

import pytest
from hypothesis import given, settings

from simcore.engine.arrivals import OpenLoop, Window
from simcore.errors import RetuneError
from tests.engine.changing import UNTIL, after, even, kinds, sent, times, to


@settings(deadline=None, max_examples=40)
@given(kind=kinds, begin=times, end=times)
def test_a_pause_leaves_out_what_would_have_come_in_it(kind, begin, end):
    end = max(begin, end)
    changes = (begin, OpenLoop.pause), (end, OpenLoop.resume)
    assert sent(kind(), *changes) == [t for t in sent(kind()) if not begin <= t < end]


def test_who_is_not_resumed_sends_nothing_more():
    assert sent(even(1.0), (3.5, OpenLoop.pause)) == [0.0, 1.0, 2.0, 3.0]


def test_a_rate_that_changes_in_a_pause_is_that_after_it():
    changes = (3.5, OpenLoop.pause), (5.0, to(even(2.0))), (9.75, OpenLoop.resume)
    assert after(sent(even(1.0), *changes, until=11.0), 3.5) == [10.0, 10.5]


# Windows and limits.


def limited(rate, **window):
    return even(rate, window=Window(UNTIL, **window))


def test_a_limit_counts_what_came_before():
    change = (4.5, to(limited(2.0, limit=8)))
    assert sent(limited(1.0, limit=20), change) == [0, 1, 2, 3, 4, 4.75, 5.25, 5.75]


def test_a_limit_that_is_reached_can_be_raised_and_nothing_is_made_up_for():
    change = (20.0, to(limited(1.0, limit=5)))
    assert sent(limited(1.0, limit=2), change) == [0, 1, 20, 21, 22]


def test_a_limit_below_what_came_is_the_end():
    assert sent(limited(1.0, limit=20), (4.5, to(limited(1.0, limit=3)))) == [0, 1, 2, 3, 4]


def test_what_a_pause_left_out_counts_for_a_limit():
    changes = (2.5, OpenLoop.pause), (10.5, OpenLoop.resume)
    assert sent(limited(1.0, limit=13), *changes) == [0, 1, 2, 11, 12]


@pytest.mark.parametrize(("stop", "last"), [(6.5, 6.0), (30.5, 30.0), (4.0, 5.0)])
def test_an_end_can_move(stop, last):
    assert sent(limited(1.0, stop_s=10.0), (5.5, to(limited(1.0, stop_s=stop))))[-1] == last


def test_who_has_stopped_can_begin_again():
    changed = sent(limited(1.0, stop_s=3.0), (20.5, to(limited(1.0, stop_s=23.0))))
    assert changed == [0, 1, 2, 21, 22]


def test_a_start_can_move_while_it_lies_ahead():
    assert sent(limited(1.0, start_s=20.0), (5.0, to(limited(1.0, start_s=57.0)))) == [57, 58, 59]
    with pytest.raises(RetuneError, match="shop: start_s"):
        sent(limited(1.0, start_s=2.0), (5.0, to(limited(1.0, start_s=9.0))))


def test_a_run_does_not_become_longer():
    with pytest.raises(RetuneError, match="until_s"):
        sent(even(1.0), (5.0, to(even(1.0, window=Window(90.0)))))
