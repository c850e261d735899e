"""What a run may take is what the check says, in the lab and at the command line."""

import json

import pytest

from simcore import Run, ScenarioInvalid, load_scenario
from simcore.cli import main
from simcore.scenario import check
from simcore.scenario.run import Limits
from visualizer import scenarios

DOCUMENT = {
    "format": "windtunnel.scenario/1",
    "id": "many",
    "title": "Many",
    "duration": 100,
    "components": {
        "callers": {"type": "client", "target": "w", "arrivals": {"constant": {"rate": 10}}},
        "w": {"type": "function", "duration": 0.1},
    },
}
EXPECTED = 4 * 1000


def budgets(checks):
    return [found.message for found in checks if found.id == "scenario.event-budget"]


def test_the_budget_is_what_is_given():
    assert budgets(check(DOCUMENT, event_budget=EXPECTED)) == []
    (said,) = budgets(check(DOCUMENT, event_budget=EXPECTED - 1))
    assert "about 4,000 events are expected" in said
    assert "at most 3,999" in said
    with pytest.raises(ScenarioInvalid):
        load_scenario(DOCUMENT, event_budget=10)


@pytest.mark.parametrize(
    ("arrivals", "field"),
    [
        ({"constant": {"rate": 10}}, "constant.rate"),
        ({"poisson": {"rate": 10}}, "poisson.rate"),
        ({"on_off": {"rate": 10, "on": 5, "off": 5}}, "on_off.rate"),
        ({"sine": {"mean": 10, "amplitude": 10, "period": 20}}, "sine.mean"),
        ({"ramp": {"to": 10, "over": 50}}, "ramp.to"),
        ({"ramp": {"from": 10, "to": 0, "over": 50}}, "ramp.from"),
        ({"ramp": {"from": 10, "to": 1_000, "over": 86_400}}, "ramp.from"),
        ({"step": {"from": 1, "to": 10, "at": 50}}, "step.to"),
        ({"step": {"from": 1, "to": 10, "at": 95}}, "step.from"),
        ({"burst": {"rate": 2, "burst_rate": 30, "at": 10, "for": 20}}, "burst.burst_rate"),
        ({"burst": {"rate": 9, "burst_rate": 30, "at": 10, "for": 20}}, "burst.rate"),
        ({"burst": {"rate": 2, "burst_rate": 30, "at": 95, "for": 20}}, "burst.rate"),
        ({"burst": {"rate": 2, "count": 1_000_000, "at": 10, "for": 0}}, "burst.count"),
        ({"burst": {"rate": 2, "count": 100, "at": 10, "for": 20}}, "burst.rate"),
        ({"burst": {"rate": 2, "count": 1_000_000, "at": 200, "for": 20}}, "burst.rate"),
    ],
)  # fmt: skip
def test_it_is_said_of_the_field_that_makes_the_events(arrivals, field):
    callers = {**DOCUMENT["components"]["callers"], "arrivals": arrivals}
    many = {**DOCUMENT, "components": {**DOCUMENT["components"], "callers": callers}}
    (found,) = (f for f in check(many, event_budget=10) if f.id == "scenario.event-budget")
    assert found.path == f"components.callers.arrivals.{field}"


def test_when_a_client_begins_and_ends_counts():
    ramp = {"from": 10, "to": 1_000, "over": 50}
    callers = {**DOCUMENT["components"]["callers"], "arrivals": {"ramp": ramp}}
    for when, field in (({"start": 99.9}, "from"), ({"stop": 0.1}, "from"), ({}, "to")):
        components = {**DOCUMENT["components"], "callers": callers | when}
        checks = check({**DOCUMENT, "components": components}, event_budget=1)
        (path,) = (found.path for found in checks if found.id == "scenario.event-budget")
        assert path.endswith(f"ramp.{field}")


def test_a_run_with_a_higher_limit_may_be_changed_up_to_it():
    scenario = load_scenario(DOCUMENT)
    many = {"callers.arrivals.constant.rate": 1e6}
    with pytest.raises(ScenarioInvalid, match="20,000,000"):
        Run(scenario, overrides=many)
    Run(scenario, overrides=many, limits=Limits(events=10**9))


def test_the_lab_goes_by_its_setting(settings):
    settings.RUN_EVENTS = EXPECTED - 1
    with pytest.raises(ScenarioInvalid, match="3,999"):
        scenarios.load(DOCUMENT)
    assert budgets(scenarios.findings(DOCUMENT))
    settings.RUN_EVENTS = EXPECTED
    assert scenarios.load(DOCUMENT).id == "many"


def test_at_the_command_line_a_higher_limit_is_a_higher_budget(tmp_path, capsys):
    path = tmp_path / "many.json"
    path.write_text(json.dumps({**DOCUMENT, "duration": "1 d"}))
    many = [str(path), "--set", "callers.arrivals.constant.rate=100", "--quiet"]
    assert main(["run", *many]) == 2
    assert "at most 20,000,000" in capsys.readouterr().err
    assert main(["run", *many, "--max-events", "40000000", "--max-wall", "0.01"]) == 1


def test_a_lower_one_stops_the_run(tmp_path):
    path = tmp_path / "many.json"
    path.write_text(json.dumps(DOCUMENT))
    assert main(["run", str(path), "--quiet", "--max-events", "100"]) == 1
