"""Functions on managed instances, fact by fact: where invocations run, and who goes when."""

import pickle

import pytest

from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.managed import (
    CapacityObserved,
    ConcurrencyThrottled,
    EnvironmentOccupied,
    EnvironmentReady,
    EnvironmentsRequested,
    EnvironmentVacated,
)
from simcore.awslambda.managed_instances import ManagedFunction, ManagedSettings, ScalerSettings
from simcore.awslambda.reading.views.grid import GridView
from simcore.components import READINGS
from simcore.engine.environment import Environment
from simcore.recording import Recorder, Timebase
from tests.awslambda.stage import in_turn, invoke_at, make_mapping, make_queue, rows, send_at


def make_managed(env=None, *, duration=1.0, init=0.0, concurrency=2, **more):
    scaler = ScalerSettings(
        minimum=more.pop("minimum", 1),
        maximum=more.pop("maximum", 100),
        target=0.5,
        interval_s=more.pop("interval", 10.0),
        preparation_s=more.pop("preparation", 5.0),
        scale_in_delay_s=more.pop("delay", 20.0),
        scale_in_interval_s=10.0,
        scale_in_share=more.pop("share", 0.5),
    )
    settings = ManagedSettings(
        duration=in_turn(duration),
        init_duration=in_turn(init),
        timeout_s=more.pop("timeout", 60.0),
        concurrency=concurrency,
        scaler=scaler,
        throttle_reason="ConcurrentInvocationLimitExceeded",
        **more,
    )
    return ManagedFunction(env or Environment(), "worker", settings, seed=1)


def test_invocations_are_spread_over_the_environments():
    function = make_managed(duration=5.0, minimum=2, concurrency=2)
    invoke_at(function, 0.0, 1.0, 2.0, 3.0)
    function.env.run(until=4.0)
    slots = rows(function, InvocationStarted, "slot")
    assert sorted(slots[:2]) == sorted(slots[2:]) == [0, 1]
    assert rows(function, InvocationStarted, "concurrency") == [1, 2, 3, 4]


def test_what_finds_all_full_is_refused():
    function = make_managed(duration=5.0, minimum=2, concurrency=2)
    admitted = invoke_at(function, 0.0, 1.0, 2.0, 3.0, 4.0, 5.5)
    function.env.run(until=9.0)
    assert len(admitted) == 5  # at 5.5 s that of 0 s has ended
    assert rows(function, ConcurrencyThrottled, "t") == [4.0]
    assert rows(function, InvocationThrottled, "t") == [4.0]


def test_no_invocation_waits_for_an_init():
    function = make_managed(init=3.0)
    invoke_at(function, 0.0, 0.0, 0.0, 21.0, 21.0, 21.0)
    function.env.run(until=25.0)
    assert rows(function, InvocationStarted, "init_s") == [0.0] * 5
    assert rows(function, EnvironmentReady, "t") == [0.0, 18.0]  # 10 s + 5 s + 3 s


def test_an_environment_is_occupied_from_the_first_to_the_last_of_its_invocations():
    function = make_managed(duration=(4.0, 1.0, 4.0), concurrency=3)
    invoke_at(function, 0.0, 1.0, 2.0)
    function.env.run(until=9.0)
    assert rows(function, InvocationEnded, "t") == [2.0, 4.0, 6.0]
    assert rows(function, EnvironmentOccupied) == [(0.0, 0)]
    assert rows(function, EnvironmentVacated) == [(6.0, 0, 0)]


def test_the_grid_shows_an_environment_as_busy_while_any_invocation_runs():
    function = make_managed(duration=(4.0, 1.0, 4.0), concurrency=3, minimum=2, interval=100.0)
    recorder = Recorder(Timebase(9.0), [function], readings=READINGS)
    (shown,) = [view for view in recorder.views if isinstance(view, GridView)]
    invoke_at(function, 0.5, 0.5, 1.0)  # two in one of the environments
    seen = []
    for t in range(1, 10):
        function.env.run(until=float(t))
        function.observe(float(t))
        recorder.fold(float(t))
        grid = shown.grids["worker"]
        seen.append(sorted(grid.states(float(t), float(t)).tolist()))
    idle, busy = 3, 2
    assert seen[1] == [busy, busy]  # at 2 s one invocation runs in each
    assert seen[3] == [busy, busy]
    assert seen[4] == [busy, idle]  # at 5 s
    assert seen[8] == [idle, idle]


def test_one_that_is_to_go_takes_no_more_and_ends_its_work_first():
    """Eight invocations at 1 s make 4 environments of 4. From 22 s on there are four, one in each,
    that last 60 s; at 50 s the 20 s before needed 4 of the room, 2 environments, so 2 are to go."""
    function = make_managed(
        duration=(20.0,) * 8 + (60.0,) * 8, minimum=2, concurrency=4, delay=20.0, share=1.0
    )
    invoke_at(function, *[1.0] * 8, *[22.0] * 4, 55.0, 55.0, 55.0)
    function.env.run(until=56.0)
    function.observe(56.0)
    assert rows(function, EnvironmentsRequested)[-1] == (50.0, 2, -2)
    assert rows(function, CapacityObserved)[-1][1:] == (2, 0, 2, 8)
    slots = rows(function, InvocationStarted, "slot")
    assert sorted(slots[8:12]) == [0, 1, 2, 3]
    assert len(set(slots[12:])) == 2  # three later ones, in those that stay
    function.env.run(until=90.0)  # what began at 22 s ended at 82 s
    gone = set(range(4)) - set(slots[12:])
    assert {tuple(row) for row in rows(function, EnvironmentReclaimed)} == {(82.0, s) for s in gone}


@pytest.fixture
def grown():
    """Two environments that eight invocations fill for 50 s, and two that have come for them."""
    function = make_managed(duration=50.0, minimum=2, concurrency=4, delay=10.0, share=1.0)
    invoke_at(function, *[1.0] * 8)
    function.env.run(until=40.0)
    return function


def test_a_slot_is_free_again_when_its_environment_is_gone(grown):
    asked = rows(grown, EnvironmentsRequested, "environments", "change")
    assert asked[0] == (4, 2)  # 8 in half of the room: 4 environments of 4
    grown.env.run(until=120.0)  # all has ended at 51 s
    assert rows(grown, EnvironmentsRequested, "environments", "change")[-1][0] == 2
    gone = rows(grown, EnvironmentReclaimed, "slot")
    assert len(gone) == 2
    invoke_at(grown, *[121.0] * 8)
    grown.env.run(until=160.0)
    assert sorted(rows(grown, EnvironmentReady, "slot")[-2:]) == sorted(gone)


def test_levels(grown):
    grown.observe(40.0)
    observed = FunctionObserved(*grown.ledgers[FunctionObserved].rows[-1])
    levels = CapacityObserved(*grown.ledgers[CapacityObserved].rows[-1])
    assert (observed.init, observed.busy, observed.idle) == (0, 2, 2)
    assert (levels.serving, levels.preparing, levels.leaving, levels.room) == (4, 0, 0, 16)
    assert observed.concurrency_limit == levels.room


class Story:
    """A queue and a caller, and a function that grows, refuses, fails and shrinks."""

    def __init__(self):
        self.env = Environment()
        self.function = make_managed(
            self.env,
            duration=(0.7, 3.1, 9.0, 1.3, 2.2),
            init=(0.4, 6.0),
            timeout=7.0,
            interval=2.0,
            delay=6.0,
            error_rate=0.2,
            item_error_rate=0.1,
            reports_item_failures=True,
        )
        self.dead = make_queue(self.env, id="dead")
        self.queue = make_queue(
            self.env,
            visibility_timeout=8.5,
            initial_messages=40,
            dead_letter_queue=self.dead,
            max_receive_count=2,
        )
        self.mapping = make_mapping(self.queue, self.function, batch_size=2)
        send_at(self.queue, *[i * 0.61 for i in range(60)])
        self.queue.start()

    def parts(self):
        return [self.function, self.dead, self.queue, self.mapping]

    def run(self, until):
        self.env.run(until=until)
        for part in self.parts():
            part.observe(until)

    def again(self):
        story = pickle.loads(pickle.dumps(self))
        for part in story.parts():
            part.bind()
        story.env.bind()
        return story

    def facts(self):
        return {
            (part.id, fact.__name__): ledger.rows
            for part in self.parts()
            for fact, ledger in part.ledgers.items()
        }


STOPS = (0.3, 1.7, 4.0, 8.5, 9.9, 17.3, 26.0, 44.4, 47.7, 120.0)


def test_pickled_again_and_again_it_is_the_same_story():
    whole, pieces = Story(), Story()
    for stop in STOPS:
        whole.run(stop)
        pieces.run(stop)
        pieces = pieces.again()
    assert pieces.facts() == whole.facts()
    stated = {fact for (id, fact), rows in whole.facts().items() if rows and id == "worker"}
    assert stated == {fact.__name__ for fact in whole.function.ledgers}
