"""The environment: SimPy's behaviour unchanged, call entries, followed timelines, snapshots."""

import pickle
import subprocess
import sys

import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.engine import arrivals
from simcore.engine.environment import Environment
from simcore.engine.loop import Loop
from simcore.engine.streams import Stream, generator, uniform

INF = float("inf")
BOTH = pytest.mark.parametrize("make", [simpy.Environment, Environment], ids=["SimPy", "ours"])


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


# --- what SimPy does ---------------------------------------------------------------------------


def clerks(env, log):
    """Two customers share a resource; a third loses patience."""
    desk = simpy.Resource(env, capacity=1)

    def customer(name, service):
        with desk.request() as turn:
            try:
                yield turn
                log.append((env.now, name, "served"))
                yield env.timeout(service)
                log.append((env.now, name, "done"))
            except simpy.Interrupt as interrupt:
                log.append((env.now, name, interrupt.cause))

    def impatience(process):
        yield env.timeout(1.0)
        process.interrupt("too slow")

    env.process(customer("a", 2.0))
    env.process(customer("b", 3.0))
    env.process(impatience(env.process(customer("c", 1.0))))


def stores(env, log):
    """A producer and two consumers, conditions and a process as an event."""
    shelf = simpy.Store(env, capacity=2)

    def producer():
        for i in range(6):
            yield shelf.put(i)
            yield env.timeout(i % 2)

    def consumer(name):
        while True:
            late = env.timeout(1.5)
            got = shelf.get()
            found = yield got | late
            if got in found:
                log.append((env.now, name, found[got]))
            else:
                log.append((env.now, name, "waits no longer"))
                got.cancel()
                return name

    def closing():
        names = yield env.all_of([env.process(consumer(n)) for n in "xy"])
        log.append((env.now, sorted(names.todict().values())))

    env.process(producer())
    env.process(closing())


def ties(env, log):
    """Everything at the same two instants: order of scheduling decides."""

    def ticker(name):
        for _ in range(3):
            yield env.timeout(1)
            log.append((env.now, name))

    for name in "abc":
        env.process(ticker(name))
    event = env.event()
    event.callbacks.append(lambda e: log.append((env.now, e.value)))
    env.timeout(2).callbacks.append(lambda _: event.succeed("from a callback"))


@pytest.mark.parametrize("story", [clerks, stores, ties], ids=lambda s: s.__name__)
@pytest.mark.parametrize("slices", [None, 7, 40], ids=["at once", "in slices", "in many slices"])
def test_runs_as_simpy_does(story, slices):
    logs = []
    for make in (simpy.Environment, Environment):
        env, log = make(), []
        story(env, log)
        for i in range(slices or 0):
            env.run(until=(i + 1) * 10.0 / slices)
        env.run()
        logs.append((log, env.now))
    assert logs[0] == logs[1]
    assert logs[0][0]


@BOTH
def test_run_until_an_event_returns_its_value(make):
    env = make()

    def work():
        yield env.timeout(3)
        return "done"

    process = env.process(work())
    assert env.run(until=process) == "done"
    assert env.now == 3
    assert env.run(until=process) == "done"


@BOTH
def test_run_until_a_time_stops_before_what_happens_then(make):
    env, log = make(), []
    env.timeout(5).callbacks.append(lambda _: log.append(env.now))
    env.run(until=5)
    assert (env.now, log) == (5, [])
    env.run(until=6)
    assert (env.now, log) == (6, [5])


@BOTH
def test_until_must_lie_ahead(make):
    env = make()
    env.run(until=5)
    with pytest.raises(ValueError, match="must be greater than the current simulation time"):
        env.run(until=5)


@BOTH
def test_an_event_that_never_comes_is_an_error(make):
    env = make()
    with pytest.raises(RuntimeError, match=r'"until".* was not triggered'):
        env.run(until=env.event())


@BOTH
def test_an_exception_nobody_catches_comes_out_and_the_run_can_go_on(make):
    env, log = make(), []

    def fails():
        yield env.timeout(1)
        raise LookupError("lost")

    env.process(fails())
    env.timeout(2).callbacks.append(lambda _: log.append(env.now))
    with pytest.raises(LookupError, match="lost"):
        env.run()
    env.run()
    assert log == [2]


@BOTH
def test_peek_and_step(make):
    env = make()
    assert env.peek() == INF
    env.timeout(3)
    assert env.peek() == 3
    env.step()
    assert env.now == 3
    with pytest.raises(simpy.core.EmptySchedule):
        env.step()


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


def test_stepping_is_running():
    stepped, ran = make_model(), make_model()
    while stepped.env.peek() < 5.0:
        stepped.env.step()
    ran.env.run(until=5.0)
    assert stepped.log == ran.log


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


# --- slices and snapshots ----------------------------------------------------------------------


class Model:
    """Two arrival streams, call entries with random delays, a loop that looks around."""

    def __init__(self, sources=2):
        self.env, self.log, self.busy = Environment(), [], 0
        self.delays = Stream(generator(1, "delays"), uniform, 64)
        self.rounds = Loop(self.env, self.look)
        for i in range(sources):
            window = arrivals.Window(until_s=40.0)
            source = arrivals.poisson(10.0 + i, rng=generator(1, f"client {i}"), window=window)
            self.env.follow(source, self.arrive if i else self.arrive_first)
        self.rounds.start(0.25)

    def arrive_first(self, t):
        self.log.append(("first", t))
        self.arrive(t)

    def arrive(self, t):
        self.busy += 1
        self.env.call_at(t + self.delays.next(), self.finish, t)

    def finish(self, started):
        self.busy -= 1
        self.log.append(("finished", self.env.now, started))

    def look(self, now):
        self.log.append(("looked", now, self.busy))
        return 0.5 if now < 30.0 else None

    def bind(self):
        self.env.bind()


def make_model(sources=2):
    return Model(sources)


def whole_log(sources=2):
    model = make_model(sources)
    model.env.run(until=40.0)
    return model.log


@pytest.mark.parametrize("sources", [0, 1, 2, 3])
@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0.01, 39.9), max_size=8, unique=True))
def test_a_run_in_slices_is_the_run_at_once(sources, stops):
    model = make_model(sources)
    for stop in [*sorted(stops), 40.0]:
        model.env.run(until=stop)
    assert model.log == whole_log(sources)


@pytest.mark.parametrize("sources", [0, 1, 2, 3])
@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0.01, 39.9), min_size=1, max_size=4, unique=True))
def test_a_run_pickled_and_continued_is_the_run_at_once(sources, stops):
    model = make_model(sources)
    left_behind = []
    for stop in sorted(stops):
        model.env.run(until=stop)
        left_behind.append(model)
        model = pickle.loads(pickle.dumps(model))
        model.bind()
    for each in (model, *left_behind):
        each.env.run(until=40.0)
        assert each.log == whole_log(sources)


def test_a_snapshot_before_the_first_step():
    model = pickle.loads(pickle.dumps(make_model()))
    model.bind()
    model.env.run(until=40.0)
    assert model.log == whole_log()


CONTINUE = """
import importlib.util, pickle, sys
spec = importlib.util.spec_from_file_location(sys.argv[1], sys.argv[2])
module = importlib.util.module_from_spec(spec)
sys.modules[sys.argv[1]] = module
spec.loader.exec_module(module)
model = pickle.load(sys.stdin.buffer)
model.bind()
model.env.run(until=40.0)
sys.stdout.buffer.write(pickle.dumps(model.log))
"""


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_another_process_continues_to_the_same_log(hash_seed):
    model = make_model()
    model.env.run(until=17.3)
    done = subprocess.run(
        [sys.executable, "-c", CONTINUE, __name__, __file__],
        input=pickle.dumps(model), capture_output=True, env={"PYTHONHASHSEED": hash_seed},
        check=True,
    )  # fmt: skip
    assert pickle.loads(done.stdout) == whole_log()


def test_a_snapshot_is_small():
    model = make_model()
    model.env.run(until=17.3)
    model.log.clear()
    assert len(pickle.dumps(model)) < 200_000


# --- loops -------------------------------------------------------------------------------------


def test_a_loop_steps_until_its_step_returns_none():
    env, log = Environment(), []

    def step(now):
        log.append(now)
        return 2.0 if now < 5.0 else None

    loop = Loop(env, step)
    loop.start(1.0)
    loop.start(0.1)  # it runs already
    env.run(until=100.0)
    assert log == [1.0, 3.0, 5.0]
    assert not loop.running
    loop.start(1.0)
    env.run(until=200.0)
    assert log == [1.0, 3.0, 5.0, 101.0]
