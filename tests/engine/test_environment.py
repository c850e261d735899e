"""What the environment adds to SimPy's: call entries and followed timelines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.engine.environment import Environment

INF = float("inf")


class Listed:
    """An arrival source with given blocks."""

    def __init__(self, *blocks):
        self.blocks = list(blocks)

    def next_block(self):
        return self.blocks.pop(0) if self.blocks else None


class Log(list):
    """Callables that write down when they were called."""

    def at(self, env, what):
        self.append((env.now, what))


# --- call entries ------------------------------------------------------------------------------


def test_call_entries_run_in_order_of_time_then_of_scheduling():
    env, log = Environment(), []
    for t, name in ((2.0, "c"), (1.0, "a"), (2.0, "d"), (1.0, "b")):
        env.call_at(t, log.append, name)
    env.run()
    assert log == ["a", "b", "c", "d"]
    assert env.now == 2.0


def test_call_entries_and_events_share_one_order():
    env, log = Environment(), []
    env.call_at(1.0, log.append, "call 1")
    env.timeout(1.0).callbacks.append(lambda _: log.append("event 2"))
    env.call_at(1.0, log.append, "call 3")
    env.timeout(1.0).callbacks.append(lambda _: log.append("event 4"))
    env.run()
    assert log == ["call 1", "event 2", "call 3", "event 4"]


def test_a_call_entry_may_schedule_another_for_now():
    env, log = Environment(), []

    def first(_):
        env.call_at(env.now, log.append, "scheduled at its own time")

    env.call_at(1.0, first)
    env.call_at(1.0, log.append, "scheduled before")
    env.run()
    assert log == ["scheduled before", "scheduled at its own time"]


def test_arguments_are_never_compared():
    env = Environment()
    for _ in range(100):
        env.call_at(1.0, repr, None)
        env.call_at(1.0, len, {})
    env.run()
    assert env.now == 1.0


def test_a_call_entry_that_raises_leaves_the_rest_runnable():
    env, log = Environment(), []

    def fails(_):
        raise LookupError("lost")

    env.call_at(1.0, fails)
    env.call_at(2.0, log.append, "still here")
    with pytest.raises(LookupError):
        env.run(until=10.0)
    env.run(until=10.5)
    assert log == ["still here"]


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=30))
def test_any_mixture_keeps_the_total_order(entries):
    env, log = Environment(), []
    for i, (t, as_event) in enumerate(entries):
        if as_event:
            env.timeout(t).callbacks.append(lambda _, i=i: log.append(i))
        else:
            env.call_at(t, log.append, i)
    env.run()
    assert log == sorted(range(len(entries)), key=lambda i: (entries[i][0], i))


# --- followed timelines ------------------------------------------------------------------------


def test_arrivals_come_at_their_times_after_what_was_scheduled_for_the_same_time():
    env, log = Environment(), Log()
    env.call_at(2.0, lambda _: log.at(env, "call"))
    env.follow(Listed([1.0, 2.0], [2.0, 3.0]), lambda t: log.at(env, t))
    env.run()
    assert log == [(1.0, 1.0), (2.0, "call"), (2.0, 2.0), (2.0, 2.0), (3.0, 3.0)]


def test_several_sources_are_merged_first_followed_first():
    env, log = Environment(), []
    env.follow(Listed([1.0, 3.0, 5.0], [7.0]), lambda t: log.append(("a", t)))
    env.follow(Listed([2.0, 3.0], [3.5], [9.0]), lambda t: log.append(("b", t)))
    env.follow(Listed(), lambda t: log.append(("never", t)))
    env.run()
    assert log == [("a", 1.0), ("b", 2.0), ("a", 3.0), ("b", 3.0), ("b", 3.5), ("a", 5.0),
                   ("a", 7.0), ("b", 9.0)]  # fmt: skip


def test_an_arrival_at_the_end_of_a_run_is_left_for_the_next():
    env, log = Environment(), []
    env.follow(Listed([1.0, 2.0, 3.0]), log.append)
    env.run(until=2.0)
    assert (env.now, log) == (2.0, [1.0])
    env.run(until=3.5)
    assert (env.now, log) == (3.5, [1.0, 2.0, 3.0])


def test_peek_and_step_see_arrivals():
    env, log = Environment(), []
    env.follow(Listed([1.0]), log.append)
    env.call_at(2.0, log.append, "call")
    assert env.peek() == 1.0
    env.step()
    assert (env.now, log, env.peek()) == (1.0, [1.0], 2.0)
    env.step()
    assert (env.now, log, env.peek()) == (2.0, [1.0, "call"], INF)


def test_following_too_late_is_refused():
    env = Environment()
    env.run(until=1.0)
    with pytest.raises(RuntimeError, match="after the environment has begun"):
        env.follow(Listed([2.0]), print)


def test_an_arrival_may_raise_and_is_not_repeated():
    env, log = Environment(), []

    def arrive(t):
        log.append(t)
        if t == 2.0:
            raise LookupError("lost")

    env.follow(Listed([1.0, 2.0, 3.0]), arrive)
    with pytest.raises(LookupError):
        env.run(until=10.0)
    env.run(until=11.0)
    assert log == [1.0, 2.0, 3.0]


def taking_all(env, log):
    """A follower that takes all that are known."""

    def arrive(t):
        log.append(env.take_arrivals(t).tolist())
        assert env.now == t

    return arrive


def test_a_follower_may_take_what_is_known_but_for_the_last_of_a_block():
    env, log = Environment(), []
    env.follow(Listed([1.0, 2.0, 3.0, 3.0, 4.0], [5.0, 6.0]), taking_all(env, log))
    env.call_at(3.0, log.append, "call")
    env.run(until=5.5)
    assert log == [[1.0, 2.0, 3.0, 3.0], "call", [4.0], [5.0]]
    env.run(until=7.0)
    assert log[-1] == [6.0]


def test_with_several_sources_it_is_the_one_that_came():
    env, log = Environment(), []
    env.follow(Listed([1.0, 2.0]), taking_all(env, log))
    env.follow(Listed([1.5]), log.append)
    env.run()
    assert log == [[1.0], 1.5, [2.0]]


# --- what a run costs where nothing happens ------------------------------------------------------


class Moment(float):
    """A time that counts how often it is compared."""

    compared = 0

    def __lt__(self, other):
        Moment.compared += 1
        return float(self) < other

    def __gt__(self, other):
        Moment.compared += 1
        return float(self) > other

    def __eq__(self, other):
        Moment.compared += 1
        return float(self) == other

    __hash__ = float.__hash__


def test_a_run_in_which_nothing_happens_does_not_look_at_all_that_is_to_come():
    env, log = Environment(), Log()
    for i in range(10_000):
        env.call_at(Moment(1000 + i), log.append, i)
    Moment.compared = 0
    for until in range(1, 101):
        env.run(until=until)
    assert Moment.compared < 100 * 100  # the heap's depth, not its length
    env.run(until=1002.5)
    assert log == [0, 1, 2]
