"""A scenario says nothing by the order of its keys: a result's manifest, which has them by name, is
run again to the same fingerprint."""

import pytest

import simcore
from simcore.scenario.shipped import shipped
from tests.services.state_machines import WORKER, document, once
from tests.shares import share_of

SECONDS = 40
FILES = {"real-trace"}  # whose trace is a file beside the scenario
SLUGS = share_of(sorted(set(shipped()) - FILES))


def turned(value):
    """The same with all keys in the opposite order of their names."""
    if isinstance(value, dict):
        return {name: turned(value[name]) for name in sorted(value, reverse=True)}
    return [turned(one) for one in value] if isinstance(value, list) else value


def told(said):
    run = simcore.Run(simcore.load_scenario(said))
    frames = [frame.payload for frame in run.frames()]
    return run.result().fingerprint, frames


@pytest.mark.parametrize("slug", SLUGS)
def test_shipped_scenarios_come_to_the_same_whatever_the_order_of_keys(slug):
    scenario = simcore.load_scenario(slug)
    said = {**scenario.resolved(), "seed": scenario.seed}
    said["duration"] = min(said["duration"], SECONDS)
    assert told(said) == told(turned(said))


POLLED = "arn:aws:states:us-east-1:123456789012:activity:"
DRAWN = {
    "Draw": {
        "Type": "Pass",
        "Parameters": {"b.$": "States.UUID()", "a.$": "States.MathRandom(1, 1000)"},
        "Next": "Pick",
    },
    "Pick": {
        "Type": "Choice",
        "Choices": [{"Variable": "$.a", "NumericLessThan": 500, "Next": "Two"}],
        "Default": "One",
    },
    "One": {"Type": "Task", "Resource": f"{POLLED}one", "End": True},
    "Two": {"Type": "Task", "Resource": f"{POLLED}two", "End": True},
}
WORKERS = {"duration": {"exponential": {"mean": 2}}, "lost": 0.1}


def test_what_a_machine_draws_by_chance_does_not_depend_on_the_order_of_keys():
    said = document(
        once(
            DRAWN,
            n=20,
            input={"y": "{% $random() %}", "x": "{% $random() %}"},
            activities={"two": WORKERS, "one": WORKERS},
        )
    )
    assert told(said) == told(turned(said))


def test_states_are_drawn_in_the_order_in_which_they_are_come_to():
    """Alphabetically the ways of this one would begin at its end."""
    said = document({**once(DRAWN, activities={"one": {}, "two": {}}), "worker": WORKER})
    (machine,) = simcore.Run(simcore.load_scenario(turned(said))).header()["machines"].values()
    names = [state["name"] for state in sorted(machine["states"], key=lambda one: one["number"])]
    assert names == ["Draw", "Pick", "Two", "One"]
