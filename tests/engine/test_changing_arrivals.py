"""Arrivals that change during a run: their laws, several clients, snapshots."""

import pickle
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.engine.arrivals import OpenLoop, Window
from simcore.engine.arrivals.profile import Piece, RateProfile
from simcore.engine.environment import Environment
from tests.engine.changing import (
    KINDS,
    UNTIL,
    Client,
    after,
    even,
    kinds,
    poisson,
    recorded,
    sent,
    source,
    times,
    to,
)

# Nothing changes.


@settings(deadline=None, max_examples=60)
@given(kind=kinds, stops=st.lists(times, max_size=5))
def test_changed_to_what_they_are_they_are_the_same_to_the_bit(kind, stops):
    changes = [(t, to(kind())) for t in sorted(stops)]
    assert sent(kind(), *changes) == sent(kind())


@settings(deadline=None, max_examples=40)
@given(kind=kinds, other=kinds, at=times, stop=times)
def test_what_came_before_stays_and_time_goes_on(kind, other, at, stop):
    changed = sent(kind(), (at, to(other())), (max(at, stop), to(kind())))
    assert [t for t in changed if t < at] == [t for t in sent(kind()) if t < at]
    assert changed == sorted(changed)


# The same luck at another pace.


@settings(deadline=None, max_examples=40)
@given(at=times, before=st.integers(1, 90), factor=st.sampled_from([0.25, 0.5, 2.0, 3.0]))
def test_at_another_rate_the_same_gaps_are_longer_or_shorter(at, before, factor):
    times = sent(poisson(float(before)))
    changed = sent(poisson(float(before)), (at, to(poisson(before * factor))))
    expected = [t if t < at else at + (t - at) / factor for t in times]
    n = len([t for t in expected if t < UNTIL - 1e-6])
    assert changed[: min(n, len(changed))] == pytest.approx(expected[: min(n, len(changed))])
    assert len(changed) >= n


def test_evenly_spaced_ones_go_on_from_the_part_that_is_done():
    """Ten a second: at 1.05 s the next one is half due; at five a second it takes 0.1 s more."""
    changed = sent(even(10.0), (1.05, to(even(5.0))), until=1.7)
    assert changed == pytest.approx([0.1 * n for n in range(11)] + [1.15, 1.35, 1.55])


@cache
def unit_counts():
    """What the cumulative rate is at the arrivals of this client, whatever its rate."""
    return np.array(sent(poisson(1.0, window=Window(3000.0)), until=3000.0))


PROFILES = {
    "ramp": RateProfile([Piece(30.0, 5.0, 40.0), Piece(np.inf, 40.0, 40.0)]),
    "step": RateProfile([Piece(20.0, 5.0, 5.0), Piece(np.inf, 40.0, 40.0)]),
    "on and off": RateProfile([Piece(4.0, 30.0, 30.0), Piece(3.0, 0.0, 0.0)], repeats=True),
}


@settings(deadline=None, max_examples=40)
@given(name=st.sampled_from(sorted(PROFILES)), at=times)
def test_a_profile_is_that_of_the_clients_time_not_of_the_changes(name, at):
    """Unit exponentials: what the old profile counted until then, and the new one from then on."""
    counts = unit_counts()
    changed = np.array(sent(poisson(20.0), (at, to(KINDS[name]()))))
    profile = PROFILES[name]
    new = changed[changed >= at]
    passed = [float(20.0 * at + profile.expected(t) - profile.expected(at)) for t in new]
    first = int(np.searchsorted(counts, 20.0 * at))
    assert passed == pytest.approx(counts[first : first + len(new)], rel=1e-9)


@settings(deadline=None, max_examples=40)
@given(
    at=times, more=st.floats(0.0, 20.0), rates=st.tuples(*[st.sampled_from([0.0, 7.0, 30.0])] * 3)
)
def test_two_changes_are_one_after_the_other(at, more, rates):
    """In counts of the unit process: rate times time, summed up."""
    first, second, third = rates
    end = min(at + more, 59.0)
    changed = sent(poisson(first), (at, to(poisson(second))), (max(at, end), to(poisson(third))))
    counts = unit_counts()
    knots = [0.0, at, max(at, end), UNTIL]
    passed = np.interp(
        changed, knots, np.cumsum([0.0, *(np.diff(knots) * np.array([first, second, third]))])
    )
    assert passed == pytest.approx(counts[: len(changed)], rel=1e-9, abs=1e-6)


def test_a_rate_that_was_nothing_begins_with_the_first_draw():
    changed = sent(poisson(0.0), (10.0, to(poisson(20.0))))
    assert changed == pytest.approx([t + 10.0 for t in sent(poisson(20.0)) if t < 50.0])


def test_a_burst_keeps_its_place_when_the_rate_beside_it_changes():
    def made(rate):
        return source("burst", rate, 30.0, 4.0, count=50)

    alone = sent(made(0.0))
    changed = sent(made(5.0), (10.0, to(made(1.0))))
    assert len(alone) == 50
    assert set(alone) <= set(changed)
    beside = [t for t in changed if t not in set(alone)]
    none = {"count": 0, "id": "shop"}
    steady = [source("burst", rate, 30.0, 4.0, **none) for rate in (5.0, 1.0)]
    assert beside == sent(steady[0], (10.0, to(steady[1])))


def test_a_burst_that_is_still_to_come_can_become_a_larger_one():
    changed = sent(
        source("burst", 0.0, 30.0, 0.0, count=5),
        (10.0, to(source("burst", 0.0, 30.0, 0.0, count=8))),
    )
    assert changed == [30.0] * 8


def test_a_recording_takes_over_from_now_on():
    changed = sent(poisson(20.0), (8.0, to(recorded([1.0, 2.0, 8.0, 30.0]))))
    assert after(changed, 8.0) == [8.0, 30.0]


def test_another_spacing_counts_from_now_on():
    changed = sent(poisson(20.0), (8.0, to(even(1.0))))
    assert after(changed, 8.0) == [float(t) for t in range(8, 60)]


# Several clients, snapshots, and the loop.


@settings(deadline=None, max_examples=40)
@given(kind=kinds, other=kinds, at=times, pause=st.booleans())
def test_other_clients_send_as_ever(kind, other, at, pause):
    env = Environment()
    changing = Client(env, kind())
    alone = [Client(env, poisson(10.0, id=id), id) for id in ("app", "web")]
    env.run(until=at)
    changing.pause() if pause else changing.retune(other())
    env.run(until=UNTIL)
    assert [client.times for client in alone] == [sent(poisson(10.0, id=c.id)) for c in alone]
    assert changing.times == sent(kind(), (at, OpenLoop.pause if pause else to(other())))


@settings(deadline=None, max_examples=40)
@given(kind=kinds, other=kinds, at=times, later=times, both=st.booleans())
def test_changed_arrivals_go_on_after_a_snapshot(kind, other, at, later, both):
    env = Environment()
    clients = [Client(env, kind())]
    if both:
        clients.append(Client(env, poisson(10.0, id="app"), "app"))
    env.run(until=at)
    clients[0].retune(other())
    if later > at:
        env.run(until=later)
    env, clients = pickle.loads(pickle.dumps((env, clients)))
    env.bind()
    clients[0].retune(kind())
    env.run(until=UNTIL)
    assert clients[0].times == sent(kind(), (at, to(other())), (max(at, later), to(kind())))


def test_a_snapshot_of_changed_arrivals_is_small():
    env = Environment()
    client = Client(env, poisson(2000.0))
    env.run(until=5.0)
    client.retune(poisson(2001.0))
    env.run(until=6.0)
    client.times.clear()
    assert len(pickle.dumps(env)) < 300_000


def test_arrivals_do_not_change_while_the_environment_runs():
    env = Environment()
    client = Client(env, poisson(10.0))
    env.call_at(5.0, lambda _: client.pause())
    with pytest.raises(RuntimeError, match="between two runs"):
        env.run(until=10.0)
