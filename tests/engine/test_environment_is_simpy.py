"""The environment does what SimPy's does, for everything SimPy can do."""

import pytest
import simpy

from simcore.engine.environment import Environment

INF = float("inf")
BOTH = pytest.mark.parametrize("make", [simpy.Environment, Environment], ids=["SimPy", "ours"])


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
