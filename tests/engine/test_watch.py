"""Who watches an environment is asked every so often, and may let it pause."""

import pytest

from simcore.engine import environment
from simcore.engine.environment import Environment


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    monkeypatch.setattr(environment, "IDS_AT_ONCE", 4)


class Ticking:
    """Ten entries at each of some instants, written down as they come."""

    def __init__(self):
        self.env, self.log, self.left = Environment(), [], 50
        self.env.call_at(1.0, self.tick)

    def tick(self, _):
        self.log.append(self.env.now)
        self.left -= 1
        if self.left:
            self.env.call_at(self.env.now + (self.left % 10 == 0), self.tick)


def test_it_is_asked_every_so_many_entries_however_little_time_passes():
    ticking, asked = Ticking(), []
    ticking.env.watch(lambda: asked.append(ticking.env.now))
    ticking.env.run()
    assert len(asked) == pytest.approx(50 / 4, abs=2)
    assert len(asked) > len(set(asked))


def test_what_it_raises_ends_the_run():
    ticking = Ticking()

    def look():
        if ticking.left < 20:
            raise TimeoutError

    ticking.env.watch(look)
    with pytest.raises(TimeoutError):
        ticking.env.run()
    assert 10 < ticking.left < 20


@pytest.mark.parametrize("until", [None, 100.0])
def test_pauses_change_nothing(until):
    whole, paused, runs = Ticking(), Ticking(), 1
    whole.env.run(until=until)
    paused.env.watch(paused.env.pause)
    paused.env.run(until=until)
    while paused.left:
        paused.env.run(until=until)
        runs += 1
    assert runs > 5
    paused.env.watch(list)
    if until is not None and paused.env.now < until:
        paused.env.run(until=until)
    assert (paused.log, paused.env.now) == (whole.log, whole.env.now)
    assert paused.env._entries == []


def test_a_pause_does_not_end_what_waits_for_an_event():
    env = Environment()
    done = env.event()
    env.call_at(1.0, lambda _: env.pause())
    env.call_at(2.0, lambda _: done.succeed("there"))
    assert env.run(until=done) is None
    assert env.now == 1.0
    assert env.run(until=done) == "there"


def test_outside_of_a_run_there_is_nothing_to_pause():
    env = Environment()
    env.pause()
    assert env.peek() == float("inf")


class Listed:
    def __init__(self, *blocks):
        self.blocks = list(blocks)

    def next_block(self):
        return self.blocks.pop(0) if self.blocks else None


def test_arrivals_that_schedule_nothing_are_watched_too():
    env, asked = Environment(), []
    env.follow(Listed([1.0, 2.0], [3.0], [4.0]), lambda t: None)
    env.watch(lambda: asked.append(env.now))
    env.run()
    assert len(asked) >= 3
