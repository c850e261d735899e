"""Limits bite inside a frame: what is told of a stopped run is whole as far as it goes."""

import gc
import signal
import threading
import time

import orjson
import pytest

import simcore
from simcore import Limits, Run
from simcore.asl.jsonata import engine
from simcore.asl.jsonata.bounds import Bounds
from simcore.errors import LimitReached
from simcore.scenario import run as runs
from simcore.scenario.limits import Watch
from tests.asl.around import AROUND

FUNCTION = {"type": "function", "timeout": 1, "duration": 0.02}
MAPPING = {"type": "event_source_mapping", "source": "orders", "function": "worker"}


@pytest.fixture(autouse=True)
def nothing_hangs_in_the_collector():
    """What Hypothesis hung into it is where a tick may come, too; what that raises there Python
    reports, and pytest takes the report for a fault."""
    hung, gc.callbacks[:] = gc.callbacks[:], []
    yield
    gc.callbacks[:] = hung


def document(duration, **components):
    return {
        "format": "windtunnel.scenario/1",
        "id": "much",
        "title": "Much",
        "duration": duration,
        "components": components,
    }


def client(target, arrivals, **more):
    return {"type": "client", "target": target, "arrivals": arrivals, **more}


def retries_for_ever():
    return document(
        "60 d",
        shop=client("orders", {"constant": {"rate": 2}}, limit=100_000),
        orders={"type": "queue", "visibility_timeout": 1, "message_retention_period": "14 d"},
        mapping={**MAPPING, "batch_size": 1},
        worker={**FUNCTION, "error_rate": 1},
    )


def everything_twice(duration="60 d"):
    worker = {**FUNCTION, "asynchronous": {"duplicate_rate": 1}}
    steady = {"constant": {"rate": 1_000}}
    shop = client("worker", steady, invocation="Event", limit=4_000_000)
    return document(duration, shop=shop, worker=worker)


def a_million_environments():
    worker = {**FUNCTION, "provisioned_concurrency": 999_900}
    once = {"constant": {"rate": 1}}
    asked = document(60, shop=client("worker", once), worker=worker)
    return {**asked, "quotas": {"lambda.account_concurrency": 1_000_000}}


def burst(target):
    return client(target, {"burst": {"rate": 1, "count": 4_900_000, "at": 3, "for": 0}})


def a_burst_of_millions():
    return document(
        60, shop=burst("orders"), orders={"type": "queue"}, mapping=MAPPING, worker=FUNCTION
    )


def a_burst_that_is_refused():
    return document(60, shop=burst("worker"), worker=FUNCTION)


HEAVY = (
    retries_for_ever,
    everything_twice,
    a_million_environments,
    a_burst_of_millions,
    a_burst_that_is_refused,
)
LIMIT_S = 0.5


@pytest.fixture(params=HEAVY, ids=lambda heavy: heavy.__name__)
def heavy(request):
    return simcore.load_scenario(request.param())


def computed(run):
    frames = [frame.payload for frame in run.frames()]
    return frames, run.result()


def test_a_stop_comes_inside_a_frame(heavy):
    """In time of the process, as other processes take theirs from the same clock."""
    before = time.process_time()
    _, result = computed(Run(heavy, limits=Limits(wall_s=LIMIT_S)))
    assert result.status == "stopped"
    assert result.limit == "0.5 s of computing"
    # With its result, and whatever a machine with much else to do adds: without a look inside the
    # frame it was ten times as long and more.
    assert time.process_time() - before < 1.2 * LIMIT_S + 0.6


def test_the_cut_bin_is_left_out_of_everything():
    """Of the burst at 3 s nothing is told: neither bins nor totals, flags or events."""
    scenario = simcore.load_scenario(a_burst_of_millions())
    frames, stopped = computed(Run(scenario, limits=Limits(events=1_000_000)))
    told = stopped.as_dict()
    assert stopped.limit == "1,000,000 events"
    assert told["time_s"] == [0, 1, 2]
    assert [frame["n"] for frame in frames] == [0, 1, 2]
    assert told["counters"] == frames[-1]["counters"]
    assert told["counters"]["shop"]["requests"] == 3
    lengths = {len(values) for part in told["series"].values() for values in part.values()}
    assert lengths == {3}


def test_what_is_told_is_what_a_paused_run_tells():
    """The frames of a stopped run are the first ones of the whole run."""
    scenario = simcore.load_scenario(everything_twice("4000 s"))
    frames, stopped = computed(Run(scenario, limits=Limits(events=400_000)))
    whole = Run(scenario).frames()
    assert len(stopped.as_dict()["time_s"]) >= len(frames) > 3
    for frame in frames:
        assert orjson.dumps(frame) == orjson.dumps(next(whole).payload)


def test_a_limit_of_events_stops_at_the_same_place_each_time():
    """Also where the bin was folded in parts before, and by whatever it was noticed."""
    scenario = simcore.load_scenario(everything_twice())

    def stopped(**limits):
        frames, result = computed(Run(scenario, limits=Limits(events=500_000, **limits)))
        told = result.as_dict()
        del told["wall"]
        return orjson.dumps([frames, told])

    assert stopped() == stopped(wall_s=1_000, memory_mb=100_000)


def test_memory_is_watched_too():
    scenario = simcore.load_scenario(a_million_environments())
    _, result = computed(Run(scenario, limits=Limits(memory_mb=40)))
    assert result.limit == "40 MB of memory"


def test_in_another_thread_entries_are_watched():
    """No signal comes there; entries and arrivals do."""
    scenario, found = simcore.load_scenario(everything_twice()), []

    def work():
        found.append(computed(Run(scenario, limits=Limits(wall_s=0.3)))[1])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert [result.limit for result in found] == ["0.3 s of computing"]


def test_a_loop_at_one_instant_is_stopped(bend):
    run = Run(simcore.load_scenario(bend()), limits=Limits(wall_s=0.2))
    env = run._simulation.env

    def again(_):
        env.call_at(env.now, again)

    env.call_at(1.5, again)
    frames, result = computed(run)
    assert result.status == "stopped"
    assert len(frames) == len(result.as_dict()["time_s"]) == 1


@pytest.fixture
def small_piles(monkeypatch):
    monkeypatch.setattr(runs, "FACTS_A_FOLD", 50)
    monkeypatch.setattr("simcore.engine.environment.IDS_AT_ONCE", 7)


def test_a_run_that_is_not_stopped_has_the_same_bytes(bend, request):
    """Whatever it is folded in: pauses between entries change nothing."""
    scenario = simcore.load_scenario(bend())
    whole = computed(Run(scenario))
    request.getfixturevalue("small_piles")
    in_parts = computed(Run(scenario, limits=Limits(wall_s=1_000, memory_mb=100_000)))
    assert orjson.dumps(in_parts[0]) == orjson.dumps(whole[0])
    assert in_parts[1].fingerprint == whole[1].fingerprint


def test_nothing_is_left_of_the_watch(bend):
    """The signal is somebody else's again, and one that has it keeps it."""
    simcore.run(simcore.load_scenario(bend()), limits=Limits(wall_s=1_000))
    assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    signal.signal(signal.SIGVTALRM, lambda *_: None)
    try:
        theirs = signal.getsignal(signal.SIGVTALRM)
        simcore.run(simcore.load_scenario(bend()), limits=Limits(wall_s=1_000))
        assert signal.getsignal(signal.SIGVTALRM) is theirs
    finally:
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)


class Late:
    """In whose end a tick comes."""

    def __del__(self):
        signal.raise_signal(signal.SIGVTALRM)


@pytest.fixture
def ignored(monkeypatch):
    """What Python has swallowed."""
    found = []
    monkeypatch.setattr("sys.unraisablehook", lambda hook: found.append(hook.exc_type))
    return found


@pytest.mark.parametrize("then", ["entry", "tick"])
def test_a_stop_that_python_swallows_is_not_lost(ignored, then):
    """What is raised in `__del__` is only reported; the next entry or tick raises it."""
    facts = iter([11])
    watch = Watch(Limits(events=10, wall_s=1_000), stated=lambda: next(facts, 0))
    done = []

    def work():
        late = Late()
        del late
        assert ignored == [LimitReached]
        watch.look() if then == "entry" else signal.raise_signal(signal.SIGVTALRM)
        done.append("went on")

    assert watch.until_limit(work).limit == "events"
    assert done == []
    assert watch.until_limit(lambda: watch.look()) is None, "it is over"


WITHIN = {"evaluating": "1 + 1", "its operator": "(1 = 1) and (2 = 2)", "reading": "/a[b]c/"}


@pytest.fixture(params=WITHIN)
def within_an_expression(request, monkeypatch):
    """Does what it is given in the midst of an expression, where errors are the expression's."""
    source, does = WITHIN[request.param], []
    what = ("_pattern", engine) if request.param == "reading" else ("spend", Bounds)
    monkeypatch.setattr(what[1], what[0], lambda *_: does[0]())

    def evaluate(deed):
        does[:] = [deed]
        engine.compiled.cache_clear()
        engine.evaluated(source, {}, AROUND)

    yield evaluate
    engine.compiled.cache_clear()


def test_an_expression_takes_no_stop_for_its_own_fault(within_an_expression):
    """It was tried again with each tick, and a second became five."""
    watch, did = Watch(Limits(events=10, wall_s=1_000), stated=lambda: 11), []

    def tick():
        did.append("ticked")
        signal.raise_signal(signal.SIGVTALRM)

    assert watch.until_limit(lambda: within_an_expression(tick)).limit == "events"
    assert did == ["ticked"]


def test_nor_that_there_is_no_memory(within_an_expression):
    """Else its result would be another where there is less of it."""

    def run_out():
        raise MemoryError

    with pytest.raises(MemoryError):
        within_an_expression(run_out)
