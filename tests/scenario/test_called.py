"""What paths are called: what the lab's knobs are, by the document alone."""

import pytest

from simcore.scenario import called, check, knobs, load_scenario
from visualizer.scenarios import all_shipped


def test_every_knob_of_a_shipped_scenario_is_called_as_it_is_in_the_lab():
    for shipped in all_shipped():
        rows = knobs(load_scenario(shipped.slug))
        for row in rows:
            label, id = row["label"], row["component"]
            twins = any(one["label"] == label and one["component"] != id for one in rows)
            found = called(shipped.document, row["path"])
            assert found is not None, (shipped.slug, row["path"])
            part = f", {row['part']}" if row["part"] else ""
            assert found.label == f"{label}{part}" + (f" of {id}" if twins else ""), row["path"]


@pytest.mark.parametrize(
    "path", ["components.worker", "components.nobody.timeout", "components.worker.colour", "title"]
)
def test_what_has_no_knob_is_not_called(path):
    assert called({"components": {"worker": {"type": "function"}}}, path) is None
    assert called({}, path) is None
    assert called({"components": {"worker": {"type": "teapot"}}}, path) is None


@pytest.mark.parametrize("written", ["600 ms", 0.6, {"constant": "600 ms"}])
def test_a_bare_value_is_a_twin_of_another_as_a_written_kind_is(written):
    one = {"type": "function", "duration": 1, "init_duration": "1 s"}
    document = {"components": {"one": one, "two": {**one, "init_duration": written}}}
    found = called(document, "components.one.init_duration.constant")
    assert found is not None
    assert found.label == "Init duration of one"


MACHINE = {
    "type": "state_machine",
    "workflow": "express",
    "definition": {
        "StartAt": "Check it",
        "States": {"Check it": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                                "Parameters": {"FunctionName": "one"}, "End": True}},
    },
    "tasks": {"Check it": {"duration": "1 s"}},
}  # fmt: skip


def test_what_lies_under_a_name_is_called_as_what_lies_in_a_field():
    document = {"components": {"quick": MACHINE, "one": {"type": "function", "duration": 1}}}
    found = called(document, "components.quick.tasks.Check it.duration.constant")
    assert found is not None
    assert found.label.startswith("Duration")


def test_a_knob_that_another_does_not_have_as_it_is_needs_no_owner():
    first = {"format": "windtunnel.scenario/1", "id": "two", "title": "Two?", "duration": "30 s"}
    two = {"quick": MACHINE, "exact": {**MACHINE, "workflow": "standard"}}
    document = {**first, "components": {**two, "one": {"type": "function", "duration": 1}}}
    found = called(document, "components.quick.runs_twice")
    assert found is not None
    assert found.label == "Run twice"


def test_a_name_with_a_dot_is_refused_where_knobs_have_it_in_their_paths():
    first = {"format": "windtunnel.scenario/1", "id": "two", "title": "Two?", "duration": "30 s"}
    tasks = {"Check v1.2": {"duration": "1 s"}}
    checks = check({**first, "components": {"quick": {**MACHINE, "tasks": tasks}}})
    assert [one.path for one in checks if one.severity == "error"] == [
        "components.quick.tasks.Check v1.2"
    ]
    assert "rename the state" in checks[0].message
