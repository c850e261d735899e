"""A new component type costs one module: nothing else in the house has to be told of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.component.toy_run import DOCUMENT

ROOT = Path(__file__).resolve().parents[2]
ENVIRON = {**os.environ, "WINDTUNNEL_COMPONENTS": "tests.component.toy"}


def output(*command):
    done = subprocess.run(command, cwd=ROOT, env=ENVIRON, capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def told():
    return output(sys.executable, "-m", "tests.component.toy_run")


def test_checks_know_its_references_and_its_own_findings(told):
    assert told["findings"] == [
        [
            "reference.wrong-type",
            "components.toy.parts.0.to",
            "site is a client; a queue is needed",
        ],
        ["toy.shares", "components.toy.parts", "more than all"],
    ]


def test_fields_of_its_list_are_knobs(told):
    paths = {row["path"]: row["value"] for row in told["knobs"]}
    first, second = "components.toy.parts.0.share", "components.toy.parts.1.share"
    assert paths == {first: 0.25, second: 0.5}


def test_fields_of_its_list_are_overridden(told):
    assert told["result"]["counters"]["b"]["sent"] > 100
    assert told["overridden"]["b"]["sent"] == 0
    assert told["overridden"]["a"]["sent"] == told["result"]["counters"]["a"]["sent"]


def test_every_event_is_somewhere(told):
    counters = told["result"]["counters"]
    went = counters["a"]["sent"] + counters["b"]["sent"] + counters["toy"]["lost"]
    assert went == counters["toy"]["taken"] == counters["site"]["requests"] == 300


def test_it_is_drawn_with_its_edges(told):
    edges = [(edge["from"], edge["to"], edge["kind"]) for edge in told["topology"]["edges"]]
    assert edges == [("site", "toy", "send"), ("toy", "a", "toy"), ("toy", "b", "toy")]


def test_its_metric_is_a_series(told):
    assert told["result"]["series"]["toy"]["ToyEvents"] == [10] * 30
    assert told["header"]["metrics"]["ToyEvents"]["label"] == "Toy events"


def test_its_events_and_flags_are_listed(told):
    assert told["frame"]["events"][0][1:4] == ["busy", "toy", "to part 1"]
    flags = [flag for flag in told["result"]["flags"] if flag["component"] == "toy"]
    assert [flag["kind"] for flag in flags] == ["first_toy"]


def test_it_is_on_the_bill(told):
    lines = {item["component"]: item for item in told["result"]["cost"]["items"]}
    assert lines["toy"]["quantity"] == 300
    assert lines["toy"]["usd"] == pytest.approx(0.3)


def test_the_lab_is_told_how_it_looks(told):
    toy = told["header"]["types"]["toy"]
    assert toy["title"] == "Toy"
    assert toy["picture"]["rows"][0]["lines"][0]["metric"] == "ToyEvents"
    assert told["header"]["edge_kinds"]["toy"]["words"] == "toy"


def test_it_is_on_the_pages_and_in_the_schema(told):
    assert "## `parts[]` of a toy" in told["fields"]
    assert "| `ToyLost` |" in told["metrics"]
    assert told["schema"]["$defs"]["Part"]["properties"]["share"]


def test_a_run_with_it_is_continued_to_the_same_bytes(told):
    assert told["continued"]


def test_the_command_line_runs_it(tmp_path):
    path = tmp_path / "toys.json"
    path.write_text(json.dumps(DOCUMENT))
    windtunnel = Path(sys.executable).with_name("windtunnel")
    result = output(
        windtunnel, "run", path, "--set", "toy.parts.0.share=100 %", "--quiet", "--json", "-"
    )
    assert result["counters"]["a"]["sent"] == 300


def test_nobody_else_has_heard_of_it():
    command = [sys.executable, "-m", "tests.component.toy_run"]
    environ = {k: v for k, v in ENVIRON.items() if k != "WINDTUNNEL_COMPONENTS"}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=False)
    assert b"unknown type" in done.stderr
