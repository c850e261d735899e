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


def expected(**parts):
    """What is said of ten callers a second for 100 s, with a budget of one."""
    components = DOCUMENT["components"] | parts
    (said,) = budgets(check({**DOCUMENT, "components": components}, event_budget=1))
    return said.split()[1]


SITE = DOCUMENT["components"]["callers"]
STORE = {"type": "downstream", "latency": 0.1}


def test_what_handlers_call_counts_and_batches_call_once():
    """Two calls in half of the invocations, of 1,000 requests: 4 x (1,000 + 1,000); of 1,000
    messages in batches of 10: 4 x (1,000 + 100)."""
    calls = {
        **DOCUMENT["components"]["w"],
        "calls": [{"target": "d", "count": 2, "probability": 0.5}],
    }
    assert expected(w=calls, d=STORE) == "8,000"
    poll = {"type": "event_source_mapping", "source": "q", "function": "w", "batch_size": 10}
    told = expected(w=calls, d=STORE, callers={**SITE, "target": "q"}, q={"type": "queue"}, m=poll)
    assert told == "4,400"


def test_what_is_called_calls_on():
    """One call each way down: 4 x (1,000 + 1,000 + 1,000)."""
    w, d = ({**DOCUMENT["components"]["w"], "calls": [{"target": to}]} for to in ("e", "d"))
    assert expected(w=w, e=d, d=STORE) == "12,000"


def test_messages_of_connections_count():
    """1,000 connections of 50 s with a message every 2 s: 4 x (1,000 + 25,000)."""
    stays = {"duration": 50, "message_interval": 2}
    api = {"type": "api", "protocol": "WEBSOCKET", "integration": "w", "connections": stays}
    assert expected(callers={**SITE, "target": "api"}, api=api) == "104,000"


def test_retries_without_a_quota_are_warned_of():
    """4,000 events, and 99 more attempts of each request: 396,000."""

    def found(**sdk):
        callers = {**SITE, "sdk": sdk}
        components = {**DOCUMENT["components"], "callers": callers}
        checks = check({**DOCUMENT, "components": components}, event_budget=300_000)
        return [(one.severity, one.message) for one in checks if "retry-budget" in one.id]

    ((severity, message),) = found(max_attempts=100, retry_mode="legacy")
    assert severity == "warning"
    assert "about 4,000 events are expected, but up to 396,000 more" in message
    assert found(max_attempts=50, retry_mode="legacy") == []
    assert found(max_attempts=100, retry_mode="standard") == []


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
