"""A run in slices, stepped, or pickled and continued elsewhere is the same run."""

import pickle
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.engine import arrivals
from simcore.engine.environment import Environment
from simcore.engine.loop import Loop
from simcore.engine.streams import Stream, generator, uniform


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


def test_stepping_is_running():
    stepped, ran = make_model(), make_model()
    while stepped.env.peek() < 5.0:
        stepped.env.step()
    ran.env.run(until=5.0)
    assert stepped.log == ran.log


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
