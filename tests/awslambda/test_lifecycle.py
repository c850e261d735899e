"""Environments begin, are reset and end: one thing at a time, on the facts."""

import pickle

import pytest

import simcore
from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    InvocationEnded,
    InvocationStarted,
)
from simcore.awslambda.facts.lifecycle import (
    RERUNS,
    EnvironmentRestored,
    ProactivelyInitialized,
    RestoreTimedOut,
    SuppressedInit,
)
from simcore.facts import ERROR, SUCCESS, TIMEOUT
from tests.awslambda.conftest import caller, scenario

INIT_STEPS = ("init", "suppressed-init", "handler")
INIT_LIMIT, TIMED_OUT, CRASHED = (RERUNS.index(why) for why in RERUNS[1:])


def durations(stated):
    return [row.duration_s for row in stated[InvocationEnded]]


def inits(stated):
    return [row.init_s for row in stated[InvocationStarted]]


# --- reset ----------------------------------------------------------------------------------


def test_after_a_timeout_the_next_invocation_initialises_again(facts_of):
    stated = facts_of({"timeout": 2, "duration": 3, "init_duration": 0.4}, 0, 10)
    assert inits(stated) == [0.4, 0.0]
    assert durations(stated) == [2.0, 2.0]
    (again,) = stated[SuppressedInit]
    assert again == (10.0, 0, 0.4, TIMED_OUT)


def test_a_timeout_can_bring_the_next_one(facts_of):
    """The handler alone would fit into the timeout; init and handler together never do."""
    stated = facts_of(
        {"timeout": 0.7, "duration": 0.5, "init_duration": 0.4}, 0, 10, 20,
        quotas={"lambda.init_limit_s": 0.1, "lambda.timeout_min_s": 0.1},
    )  # fmt: skip
    assert inits(stated) == [0.1, 0.0, 0.0]
    assert durations(stated) == [0.7, 0.7, 0.7]
    assert [row.why for row in stated[SuppressedInit]] == [INIT_LIMIT, TIMED_OUT, TIMED_OUT]


def test_an_ordinary_error_resets_nothing(facts_of):
    stated = facts_of({"error_rate": 1}, 0, 10, 20)
    assert [row.outcome for row in stated[InvocationEnded]] == [ERROR] * 3
    assert durations(stated) == [1.0] * 3
    assert stated[SuppressedInit] == []


def test_a_crash_is_an_error_and_a_reset(facts_of):
    stated = facts_of({"crash_rate": 1}, 0, 10, 20)
    assert [row.outcome for row in stated[InvocationEnded]] == [ERROR] * 3
    assert inits(stated) == [0.5, 0.0, 0.0]
    assert durations(stated) == [1.0, 1.5, 1.5]
    assert [(row.t, row.init_s, row.why) for row in stated[SuppressedInit]] == [
        (10.0, 0.5, CRASHED),
        (20.0, 0.5, CRASHED),
    ]


def test_only_the_environment_that_crashed_is_reset(facts_of):
    """Crashes are tossed one by one: as many suppressed inits as crashes that were followed."""
    steady = {"constant": {"rate": 0.5}}
    clients = {"steady": {"type": "client", "target": "worker", "arrivals": steady}}
    stated = facts_of({"crash_rate": 0.3, "duration": 0.1}, clients=clients, duration=400)
    ended, again = stated[InvocationEnded], stated[SuppressedInit]
    crashes = [row for row in ended if row.outcome == ERROR]
    assert 30 < len(crashes) < 90
    assert len(again) == len(crashes) - (ended[-1].outcome == ERROR)
    slow = [row for row in ended if row.duration_s == pytest.approx(0.6)]
    assert [row.started for row in slow] == [row.t for row in again]


def test_an_environment_that_was_reclaimed_starts_anew(facts_of):
    stated = facts_of({"crash_rate": 1, "idle_timeout": 5}, 0, 10)
    assert inits(stated) == [0.5, 0.5]
    assert stated[SuppressedInit] == []


# --- the init's limit -----------------------------------------------------------------------


def test_an_init_at_the_limit_is_not_cut_off(facts_of):
    stated = facts_of({"init_duration": 10}, 0)
    assert inits(stated) == [10.0]
    assert durations(stated) == [1.0]


def test_the_init_that_is_run_again_is_cut_off_by_the_timeout(facts_of):
    stated = facts_of({"init_duration": 12, "timeout": 3}, 0)
    (ended,) = stated[InvocationEnded]
    assert (ended.t, ended.init_s, ended.duration_s, ended.outcome) == (13.0, 10.0, 3.0, TIMEOUT)
    assert stated[SuppressedInit] == [(10.0, 0, 3.0, INIT_LIMIT)]


# --- age ------------------------------------------------------------------------------------


def test_an_idle_environment_ends_at_its_age(facts_of):
    worker = {"environment_maximum_age": 100, "duration": 1, "idle_timeout": 500}
    stated = facts_of(worker, 0, 50, quotas={"lambda.environment_shortest_life": 1})
    assert stated[EnvironmentReclaimed] == [(100.0, 0)]


def test_a_busy_environment_ends_with_its_invocation(facts_of):
    worker = {"environment_maximum_age": 100, "duration": 30}
    stated = facts_of(worker, 0, 90, 130, quotas={"lambda.environment_shortest_life": 1})
    assert stated[EnvironmentReclaimed] == [(120.0, 0), (230.0, 0)]
    assert inits(stated) == [0.5, 0.0, 0.5]


def test_lives_are_spread_between_half_the_greatest_age_and_the_whole(facts_of):
    together = {"burst": {"count": 200, "at": 0, "for": "1 ms", "spacing": "even"}}
    clients = {"crowd": {"type": "client", "target": "worker", "arrivals": together}}
    worker = {"environment_maximum_age": 400, "duration": 1, "idle_timeout": 600}
    stated = facts_of(worker, clients=clients)
    ages = [row.t for row in stated[EnvironmentReclaimed]]
    assert len(ages) == 200
    assert ages == sorted(ages)
    assert 200 <= min(ages) < 210
    assert 390 < max(ages) <= 400.001
    assert sum(ages) / 200 == pytest.approx(300, abs=12)


def test_the_environments_below_an_aged_one_are_still_used(facts_of):
    """Two are idle; the one used last is the older one, and its life ends before the other's."""
    worker = {"environment_maximum_age": 100, "duration": 5, "idle_timeout": 500}
    times = (0, 90, 91, 110)  # a new one at 91; then the older, until 95.5, is put below it
    stated = facts_of(worker, *times, quotas={"lambda.environment_shortest_life": 1})
    assert [row.slot for row in stated[InvocationStarted]] == [0, 0, 1, 1]
    assert stated[EnvironmentReclaimed][0] == (100.0, 0)


# --- SnapStart ------------------------------------------------------------------------------

JAVA = {"runtime": "java21", "snap_start": True, "init_duration": 4}


def test_with_snap_start_a_cold_start_is_a_restore(facts_of):
    stated = facts_of(JAVA | {"restore_duration": 0.2}, 0, 10)
    assert inits(stated) == [0.2, 0.0]
    assert stated[EnvironmentRestored] == [(0.0, 0, 0.2)]


def test_a_restore_beyond_its_limit_is_an_error_without_a_handler(facts_of):
    """SnapStartTimeoutException, HTTP 408; the environment is not used again."""
    stated = facts_of(JAVA | {"restore_duration": 11}, 0, 100)
    ended = stated[InvocationEnded]
    assert [(row.t, row.init_s, row.duration_s, row.outcome) for row in ended] == [
        (10.0, 10.0, 0.0, ERROR),
        (110.0, 10.0, 0.0, ERROR),
    ]
    assert stated[RestoreTimedOut] == [(10.0, 0), (110.0, 0)]
    assert stated[EnvironmentReclaimed] == [(10.0, 0), (110.0, 0)]


def test_the_usual_restore_is_assumed(facts_of):
    assert inits(facts_of(JAVA, 0)) == [0.3]


# --- proactive initialisation ---------------------------------------------------------------


def test_all_environments_may_have_been_initialised_before(facts_of):
    stated = facts_of({"proactive_initialization": 1}, 0, 0, 0)
    assert inits(stated) == [0.0] * 3
    assert [row.init_s for row in stated[ProactivelyInitialized]] == [0.5] * 3


def test_the_share_is_tossed_for_each_new_environment(facts_of):
    times = [0] * 90
    stated = facts_of({"proactive_initialization": 0.3}, *times)
    found = len(stated[ProactivelyInitialized])
    assert 15 < found < 40
    assert inits(stated).count(0.0) == found


def test_a_proactive_init_is_billed(facts_of):
    clients = caller(0, 0)
    costs = {}
    for share in (0, 1):
        worker = {"proactive_initialization": share, "memory": 1024}
        document = scenario(worker, clients, 60)
        result = simcore.run(simcore.load_scenario(document)).as_dict()
        costs[share] = result["series"]["account"]["EstimatedCharges"][-1]
        assert result["counters"]["worker"]["billed_init_ms"] == 1000
    assert costs[0] == pytest.approx(costs[1])


# --- all together ---------------------------------------------------------------------------


def test_a_run_with_everything_continues_from_a_snapshot_to_the_same_bytes():
    worker = {
        "runtime": "python3.13",
        "init_duration": {"lognormal": {"median": 3, "p99": 20}},
        "duration": {"exponential": {"mean": 0.3}},
        "cpu_work": {"exponential": {"mean": 0.1}},
        "timeout": 2,
        "crash_rate": 0.05,
        "environment_maximum_age": 30,
        "proactive_initialization": 0.2,
        "idle_timeout": 20,
    }
    clients = {
        "crowd": {"type": "client", "target": "worker", "arrivals": {"poisson": {"rate": 8}}}
    }
    run = simcore.Run(simcore.load_scenario(scenario(worker, clients, 120)))
    frames = run.frames()
    for _ in range(40):
        next(frames)
    continued = pickle.loads(pickle.dumps(run))
    for _ in frames:
        pass
    for _ in continued.frames():
        pass
    whole, resumed = run.result(), continued.result()
    assert whole.fingerprint == resumed.fingerprint
    counters = whole.as_dict()["counters"]["worker"]
    assert counters["suppressed_inits"] > 10
    assert counters["proactive_inits"] > 2
    assert counters["environments_reclaimed"] > 5


def test_successes_stay_successes(facts_of):
    stated = facts_of({}, 0, 10)
    assert [row.outcome for row in stated[InvocationEnded]] == [SUCCESS] * 2


def test_a_message_tells_of_the_init_inside_its_invocation():
    """The init step is the Init phase; the suppressed one comes before the handler."""
    parts = {
        "producer": {
            "type": "client",
            "target": "orders",
            "arrivals": {"constant": {"rate": 1}},
            "limit": 1,
        },
        "orders": {"type": "queue", "visibility_timeout": 120},
        "mapping": {"type": "event_source_mapping", "source": "orders", "function": "worker"},
    }
    worker = {"init_duration": 12, "timeout": 20}
    result = simcore.run(simcore.load_scenario(scenario(worker, parts, 60))).as_dict()
    steps = {step["step"]: step for step in result["stories"][0]["steps"]}
    began = steps["init"]["t_s"]
    told = {name: (steps[name]["t_s"] - began, steps[name]["b"]) for name in INIT_STEPS}
    assert told == {"init": (0, 10), "suppressed-init": (10, 12), "handler": (22, 1)}
