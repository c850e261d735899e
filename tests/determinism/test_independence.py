"""Every entity has luck of its own: what is added or changed elsewhere does not reshuffle it."""

import numpy as np
import pytest

import simcore
from simcore.awslambda.facts.invocations import InvocationEnded
from simcore.scenario.build import build
from simcore.services.clients.facts import RequestSent

MAIL = {
    "letters": {"type": "client", "target": "mail", "arrivals": {"poisson": {"rate": 9}}},
    "mail": {"type": "queue"},
}
PRINTER = {
    "jobs": {"type": "client", "target": "printer", "arrivals": {"poisson": {"rate": 3}}},
    "printer": {"type": "function", "duration": {"exponential": {"mean": 1}}},
}
FAX = {
    **MAIL,
    "fax": {"type": "function", "duration": "300 ms", "error_rate": 0.1},
    "mail-to-fax": {"type": "event_source_mapping", "source": "mail", "function": "fax"},
}


@pytest.fixture
def roomy(document):
    """The account's concurrency limits nobody, so functions do not feel one another."""
    document["quotas"]["lambda.account_concurrency"] = 1_000
    return document


def fingerprints(document):
    run = simcore.Run(simcore.load_scenario(document))
    for _ in run.frames():
        pass
    return run._recorder.fingerprints()


@pytest.mark.parametrize(
    "added", [MAIL, PRINTER, FAX], ids=["a queue", "a function", "a queue and a function"]
)
def test_an_unrelated_component_changes_no_other(roomy, added):
    before = fingerprints(roomy)
    roomy["components"] = {**added, **roomy["components"]}
    after = fingerprints(roomy)
    assert set(after) == set(before) | set(added)
    changed = {id for id, fingerprint in before.items() if after[id] != fingerprint}
    assert changed <= {"account"}  # whose concurrency is everybody's


def simulated(document, **overrides):
    """The components after a run, with all that they stated in their ledgers."""
    scenario = simcore.load_scenario(document, overrides=overrides).with_defaults()
    simulation = build(scenario, scenario.quota_profile(), scenario.seed)
    simulation.env.run(until=scenario.duration)
    return {part.id: part for part in simulation.components}


def stated(components, id, fact):
    return components[id].ledgers[fact].rows


@pytest.mark.parametrize(
    "changes",
    [
        {"orders-to-worker.batch_size": 10},
        {"worker.reserved_concurrency": 2},
        {"worker.error_rate": 0.5},
        {"worker.duration": {"exponential": {"mean": 1}}},
        {"orders.visibility_timeout": 30},
        {"quotas.sqs.in_flight_max": 50},
    ],
    ids=str,
)
def test_a_knob_leaves_the_arrivals_alone(document, changes):
    before, after = simulated(document), simulated(document, **changes)
    ended = [stated(run, "worker", InvocationEnded) for run in (before, after)]
    assert ended[0] != ended[1]
    for client in ("shop", "visitors"):
        sent = [stated(run, client, RequestSent) for run in (before, after)]
        assert sent[0] == sent[1] != []


def started_and_lasted(document, **overrides):
    """When the clerk's invocations started, and how long the handlers ran, in that order."""
    rows = stated(simulated(document, **overrides), "clerk", InvocationEnded)
    table = sorted((started, duration_s) for _, _, started, _, duration_s, _ in rows)
    return np.array(table).T


@pytest.fixture
def calls(roomy):
    """The clerk and its visitors alone."""
    roomy["components"] = {id: roomy["components"][id] for id in ("clerk", "visitors")}
    roomy["components"]["clerk"]["timeout"] = 900
    roomy["quotas"]["lambda.scaling_burst"] = 1_000
    return roomy


def test_a_knob_of_the_failures_leaves_the_durations_alone(calls):
    before = started_and_lasted(calls)
    after = started_and_lasted(calls, **{"clerk.error_rate": 0.5})
    assert np.array_equal(before, after)


def test_twice_the_mean_is_twice_every_duration(calls):
    (started, lasted), (later, longer) = (
        started_and_lasted(calls, **{"clerk.duration": {"exponential": {"mean": mean}}})
        for mean in (0.01, 0.02)
    )
    assert np.array_equal(started, later)
    assert longer == pytest.approx(2 * lasted, rel=1e-12)
