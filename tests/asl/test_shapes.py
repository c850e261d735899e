"""Definitions of every shape: each is a file with its mocks, and with what is to come of it."""

import json
from pathlib import Path

import pytest
import yaml

from simcore.asl.local import execute

FOLDER = Path(__file__).parent / "shapes"
SHAPES = sorted(FOLDER.glob("*.yaml"))
FIELDS = {"about", "definition", "input", "mocks", "workflow", "expected"}
EXPECTED = {"status", "output", "error", "cause", "seconds", "events", "count"}


def shape_in(path):
    shape = yaml.load(path.read_text(), yaml.CSafeLoader)
    assert shape.keys() <= FIELDS
    assert shape["expected"].keys() <= EXPECTED
    return shape


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_a_definition_does_what_it_says(path):
    shape = shape_in(path)
    workflow = shape.get("workflow", "STANDARD")
    mocks = json.loads(json.dumps(shape.get("mocks")).replace("$large", "x" * 300_000))
    done = execute(shape["definition"], shape.get("input", {}), mocks, workflow=workflow)
    expected = {"status": "SUCCEEDED", **shape["expected"]}
    seen = {
        "status": done.status,
        "output": done.output,
        "error": done.error,
        "cause": done.cause,
        "seconds": done.stopped,
        "count": done.events,
        "events": [event.type for event in done.history.events],
    }
    expected["events"] = expected.get("events", "").split() or seen["events"]
    assert {name: seen[name] for name in expected} == expected
    assert len(seen["events"]) == done.events


def test_there_are_shapes_of_every_state_and_of_both_languages():
    shapes = [shape_in(path) for path in SHAPES]
    assert len(shapes) >= 30
    text = "\n".join(path.read_text() for path in SHAPES)
    states = ("Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map")
    assert [state for state in states if f"Type: {state}" not in text] == []
