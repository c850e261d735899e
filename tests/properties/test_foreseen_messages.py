"""Messages that a queue knows before they come make the same run as those that come one by one."""

from array import array
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore import Run, ScenarioInvalid, load_scenario
from simcore.engine.environment import Environment
from simcore.quotas import PROFILES
from tests.properties.strategies import documents, examples, one_of

SCENARIOS = 240  # over all profiles


def one_by_one(env, came):
    """As if nothing were known of those to come."""
    return array("d", [came])


@st.composite
def interventions(draw):
    """Whatever makes somebody wait, or what comes come otherwise."""
    target = draw(one_of("producer", "producer", "poll", "orders"))
    said = {"at": draw(st.floats(0.5, 14.0)), "component": target}
    if target == "poll":
        return {**said, "action": "disable", "for": 5}
    if target == "orders":
        return {**said, "action": "purge", "takes": draw(one_of(0, 3))}
    action = draw(one_of("pause", "burst", "set", "set"))
    if action == "pause":
        return {**said, "action": action, "for": 4}
    if action == "burst":
        return {**said, "action": action, "count": 40, "over": 3}
    values = draw(
        one_of(
            {"producer.arrivals": {"poisson": {"rate": 4}}},
            {"producer.arrivals": {"poisson": {"rate": 4}}},
            {"orders.delay": 2},
            {"orders.delay": 0},
            {"poll.batch_size": 3},
        )
    )
    return {"at": said["at"], "action": action, "values": values}


def fingerprint(scenario, restoring=False):
    """If so, with a snapshot that is restored after every frame."""
    run, left = Run(scenario), True
    while left:
        frames = run.frames()
        left = next(frames, None) is not None
        frames.close()
        run = Run.restore(run.snapshot()) if restoring and left else run
    return run.result().fingerprint


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_what_is_foreseen_changes_nothing(profile, data):
    document = data.draw(documents(profile))
    document["components"].pop("caller", None)  # of several clients nothing is foreseen
    document["interventions"] = [data.draw(interventions()) for _ in range(data.draw(one_of(0, 2)))]
    try:
        scenario = load_scenario(document)
    except ScenarioInvalid:
        return  # it cannot be done to this scenario, and was said
    foreseen = fingerprint(scenario)
    with patch.object(Environment, "take_arrivals", one_by_one):
        assert fingerprint(scenario) == foreseen
    assert fingerprint(scenario, restoring=True) == foreseen
