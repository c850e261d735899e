"""Memory brings processor: how long computing takes."""

import pytest

import simcore
from simcore.awslambda.cpu import vcpus
from simcore.awslambda.facts.invocations import InvocationEnded
from simcore.quotas.presets import cold_starts
from tests.awslambda.conftest import caller, scenario


@pytest.mark.parametrize(
    ("memory_mb", "threads", "expected"),
    [(1769, 1, 1.0), (128, 1, 128 / 1769), (10_240, 1, 1.0), (10_240, 6, 10_240 / 1769)],
)
def test_the_share_of_processor(memory_mb, threads, expected):
    assert vcpus(memory_mb, 1769, threads) == expected


def duration(facts_of, **worker):
    stated = facts_of({"timeout": 900} | worker, 0)
    return stated[InvocationEnded][0].duration_s


def test_waiting_does_not_depend_on_memory(facts_of):
    assert duration(facts_of, memory=128, duration=2) == duration(facts_of, memory=1769, duration=2)


def test_computing_comes_on_top_of_waiting(facts_of):
    assert duration(facts_of, memory=1769, duration=2, cpu_work=3) == pytest.approx(5.0)


def test_a_suppressed_init_does_not_depend_on_memory(facts_of):
    """The Init phase has the full processor; assumed of the init inside an invocation, too."""
    stated = facts_of({"memory": 128, "crash_rate": 1, "cpu_work": 0.1, "timeout": 60}, 0, 20)
    first, second = [row.duration_s for row in stated[InvocationEnded]]
    assert second - first == pytest.approx(0.5)


def test_work_and_waiting_have_streams_of_their_own(facts_of):
    """Giving work changes no wait: the same luck, plus the same work for each."""
    waits = {"exponential": {"mean": 1}}
    plain = facts_of({"duration": waits, "memory": 1769}, 0, 5, 10)
    more = facts_of({"duration": waits, "memory": 1769, "cpu_work": 0.5}, 0, 5, 10)
    ends = [[row.duration_s for row in run[InvocationEnded]] for run in (plain, more)]
    assert ends[1] == pytest.approx([duration_s + 0.5 for duration_s in ends[0]])


# --- what a cold start takes when nobody says ------------------------------------------------


def resolved(**worker):
    document = scenario(worker, caller(0))
    del document["components"]["worker"]["init_duration"]
    return simcore.load_scenario(document).resolved()["components"]["worker"]


def test_without_a_runtime_it_is_the_mean_of_python():
    assert resolved()["init_duration"] == {"constant": 0.091}
    assert resolved(memory=2048)["init_duration"] == {"constant": 0.091}
    assert resolved(package="container")["init_duration"] == {"constant": 0.177}
    assert resolved(architecture="arm64")["init_duration"] == {"constant": 0.081}


@pytest.mark.parametrize("runtime", cold_starts().runtimes())
def test_a_runtime_brings_what_was_measured(runtime):
    init = resolved(runtime=runtime, package="container")["init_duration"]["lognormal"]
    row = cold_starts().find(runtime, "container", "x86_64", 128)
    assert (init["median"], init["p99"]) == row.lognormal_s()


def test_what_is_given_comes_first():
    document = scenario({"runtime": "java21", "init_duration": "4 s"}, caller(0))
    worker = simcore.load_scenario(document).resolved()["components"]["worker"]
    assert worker["init_duration"] == {"constant": 4.0}


def test_a_resolved_scenario_means_the_same():
    document = scenario({"runtime": "java21", "snap_start": True, "cpu_work": 1}, caller(0))
    del document["components"]["worker"]["init_duration"]
    once = simcore.load_scenario(document)
    twice = simcore.load_scenario(once.resolved())
    assert twice.resolved() == once.resolved()
    runs = [simcore.run(loaded).fingerprint for loaded in (once, twice)]
    assert runs[0] == runs[1]


@pytest.mark.parametrize(
    ("worker", "hint"),
    [
        ({"runtime": "cobol85"}, "python3.13"),
        ({"runtime": "java21", "package": "container", "architecture": "arm64"}, "zip arm64"),
        ({"package": "container", "architecture": "arm64"}, "container x86_64"),
    ],
)
def test_what_was_not_measured_is_refused_with_what_was(worker, hint):
    document = scenario(worker, caller(0))
    del document["components"]["worker"]["init_duration"]
    (found,) = [c for c in simcore.check(document) if c.id == "function.cold-start-not-measured"]
    assert hint in found.hint
    assert "or give init_duration" in found.hint
