"""The simulator itself in a worker: limits inside a frame, snapshots of other code."""

import orjson
import pytest

import simcore
from simcore.scenario import snapshots
from tests.scenario.small import SMALL
from tests.scenario.test_limits import a_burst_of_millions, a_million_environments, everything_twice
from visualizer.supervisor import simulation, wire, worker
from visualizer.supervisor.job import Job


@pytest.fixture
def perform(monkeypatch):
    """The messages that a job's worker sends, here in this process."""
    sent = []
    monkeypatch.setattr(wire, "write", lambda _, message: sent.append(message))
    monkeypatch.setattr(worker, "limit_memory", lambda _: None)

    def performed(document, **more):
        factory = "visualizer.supervisor.simulation:begin"
        worker.perform(Job("run", factory, document, 1, "aws-2026", {}, **more), 0)
        return [message.kind for message in sent], worker.orjson.loads(sent[-1].body)

    return performed


@pytest.mark.parametrize(
    "heavy",
    [a_burst_of_millions, a_million_environments, everything_twice],
    ids=lambda heavy: heavy.__name__,
)
def test_time_bites_inside_a_frame(perform, heavy):
    """And without a result: gone on with, or on another machine, it would come further."""
    kinds, end = perform(heavy(), wall_s=0.5)
    assert end["state"] == "stopped"
    assert "WINDTUNNEL_RUN_WALL_S" in end["message"]
    assert wire.RESULT not in kinds


def test_memory_bites_inside_a_frame(perform):
    _, end = perform(a_million_environments(), memory_bytes=50 * 1024**2)
    assert end["state"] == "stopped"
    assert "memory limit of 50 MB (WINDTUNNEL_RUN_MEMORY_MB)" in end["message"]


def test_events_bite_at_the_same_place_everywhere_so_there_is_a_result(perform):
    kinds, end = perform(everything_twice(), events=100_000)
    assert "100,000 events (WINDTUNNEL_RUN_EVENTS)" in end["message"]
    assert kinds == [wire.HEADER, wire.RESULT, wire.END]


def test_what_is_told_before_the_events_run_out_is_what_a_run_without_limit_tells():
    """Nothing of it has to be taken back where the run is gone on with."""
    whole = list(simcore.Run(simcore.load_scenario(SMALL), seed=1).frames())
    half = whole[len(whole) // 2].payload["events_total"] - 1
    job = Job("run", "", SMALL, 1, "aws-2026", {}, events=half)
    stopped = simulation.begin(job)
    told = list(stopped.frames())
    assert stopped.stopped_by == "events"
    assert 0 < len(told) < len(whole)
    assert [orjson.dumps(frame.payload, option=orjson.OPT_SERIALIZE_NUMPY) for frame in told] == [
        orjson.dumps(frame.payload, option=orjson.OPT_SERIALIZE_NUMPY)
        for frame in whole[: len(told)]
    ]


def paused(document):
    run = simcore.Run(simcore.load_scenario(document), seed=1)
    next(run.frames())
    return run


def test_a_snapshot_of_other_code_is_replayed_from_the_seed():
    """Both end with the same result; the one begins where it was, the other at the beginning."""
    run = paused(SMALL)
    snapshot = run.snapshot()
    job = Job("run", "", SMALL, 1, "aws-2026", {}, snapshot=snapshot)
    theirs = snapshot.replace(snapshots.code(), b"0" * len(snapshots.code()))
    other = Job("run", "", SMALL, 1, "aws-2026", {}, snapshot=theirs)
    restored, replayed = simulation.begin(job), simulation.begin(other)
    first = [next(restored.frames()).n, next(replayed.frames()).n]
    assert first == [1, 0]
    for one in (restored, replayed):
        list(one.frames())
    assert restored.result().fingerprint == replayed.result().fingerprint


SLOW = {"at": 2, "action": "slow", "component": "worker", "factor": 3}
FAIL = {"at": 2.5, "action": "fail", "component": "worker", "share": 0.5}


def fork_job(snapshot, *said, **more):
    overrides = {"interventions": list(said)}
    return Job("run", "", SMALL, 1, "aws-2026", overrides, snapshot=snapshot, forks=True, **more)


def test_a_fork_goes_on_from_the_snapshot_of_another_run_with_what_it_is_told():
    of_sibling = simulation.begin(fork_job(paused(SMALL).snapshot(), FAIL))
    snapshot = of_sibling.snapshot()
    whole = simcore.Run(simcore.load_scenario({**SMALL, "interventions": [SLOW]}), seed=1)
    list(whole.frames())
    fork = simulation.begin(fork_job(snapshot, SLOW))
    first, *_ = (frame.n for frame in fork.frames())
    assert first == 1
    manifest = fork.result().as_dict()["manifest"]
    assert manifest["overrides"] == {"interventions": [SLOW]}
    assert manifest["fingerprint"] == whole.result().fingerprint


def test_a_fork_of_what_lies_behind_is_computed_from_the_seed():
    late = {**SLOW, "at": 0.5}
    fork = simulation.begin(fork_job(paused(SMALL).snapshot(), late))
    assert next(fork.frames()).n == 0
    assert [said.at for said in fork.scenario.interventions] == [0.5]
