"""Definitions that cannot be run are refused with all that is wrong, and where."""

from pathlib import Path

import pytest
import yaml

from simcore.asl.definition import DefinitionInvalid, read

FOLDER = Path(__file__).parent / "refused"
REST = {"B": {"Type": "Succeed"}}


def cases():
    for path in sorted(FOLDER.glob("*.yaml")):
        for name, case in yaml.safe_load(path.read_text())["cases"].items():
            yield pytest.param(case, id=f"{path.stem}-{name}")


def refused(document, **more):
    with pytest.raises(DefinitionInvalid) as invalid:
        read(document, **more)
    return invalid.value


@pytest.mark.parametrize("case", list(cases()))
def test_a_definition_is_refused_by_rule(case):
    assert case.keys() <= {"definition", "A", "workflow", "says"}
    definition = case.get("definition", {"StartAt": "A", "States": {"A": case.get("A"), **REST}})
    invalid = refused(definition, workflow=case.get("workflow", "STANDARD"))
    assert [f"{one.path}: {one.message}" for one in invalid.complaints] == case["says"]
    assert str(invalid).count("\n") == len(case["says"]) - 1


def test_a_hint_says_what_would_be_right():
    state = {"Type": "Pass", "Nxt": "B", "End": True}
    invalid = refused({"StartAt": "A", "States": {"A": state}})
    assert str(invalid) == ("States.A.Nxt: a Pass state has no such field (did you mean Next?)")


def test_hints_are_in_the_same_order_whenever_they_are_given():
    invalid = refused({"StartAt": "A", "States": {"A": {"Type": "Succeed", "Zzzz": 1}}})
    assert invalid.complaints[0].hint == (
        "there is Comment, InputPath, OutputPath, QueryLanguage, Type"
    )


@pytest.mark.parametrize(
    ("rule", "hint"),
    [
        ({"Variable": "$.a", "StringEqual": "x", "Next": "B"}, "did you mean StringEquals?"),
        ({"Not": {"Variable": "$.a", "IsNull": True, "Next": "B"}, "Next": "B"}, ""),
        ({"Variable": "$.a", "IsNull": True, "Next": "Zed"}, "there is A, B"),
    ],
)
def test_only_what_may_be_meant_is_hinted_at(rule, hint):
    invalid = refused(
        {"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [rule]}, **REST}}
    )
    assert invalid.complaints[0].hint == hint
