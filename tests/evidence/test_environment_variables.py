"""Environment variables of a function: names, reserved names, and 4 KB for all of them."""

import pytest

from simcore import load_scenario
from simcore.scenario import check

PROVES = ("simcore/component/invocation.py",)

HEAD = {"format": "windtunnel.scenario/1", "id": "variables", "title": "Too much?", "duration": 10}


def document(variables):
    worker = {"type": "function", "duration": "10 ms", "environment": variables}
    site = {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": 1}}}
    return {**HEAD, "components": {"site": site, "worker": worker}}


def findings(variables):
    return [one.id for one in check(document(variables)) if one.severity == "error"]


def many(n):
    return {f"K{i:049d}": "v" * 50 for i in range(n)}


def test_what_is_larger_than_four_kilobytes_is_refused():
    """Lambda guide, gettingstarted-limits: 41 x (50 + 50 bytes) = 4,100 > 4,096.

    Lambda's refusal quotes the JSON that it measured: of each pair six characters more (four
    quotes, colon, comma), of the whole the braces and one comma less. 38 x 106 + 1 = 4,029; one
    more of 50 + 11 makes 4,096.
    """
    assert findings(many(41)) == ["function.variables-too-large"]
    assert findings({**many(38), "L" * 50: "v" * 11}) == []
    assert findings({**many(38), "L" * 50: "v" * 12}) == ["function.variables-too-large"]


@pytest.mark.parametrize("name", ["AWS_REGION", "_HANDLER", "LAMBDA_TASK_ROOT"])
def test_reserved_names_are_refused(name):
    """Lambda guide, configuration-envvars (14 Nov 2022): defined runtime variables."""
    assert findings({name: "x"}) == ["function.variable-reserved"]


@pytest.mark.parametrize("name", ["X", "1ST", "a-b", "_own", "\u00e9t\u00e9"])
def test_a_name_is_a_letter_and_then_letters_digits_or_underscores(name):
    """Lambda API model, EnvironmentVariableName: [a-zA-Z]([a-zA-Z0-9_])+."""
    assert findings({name: "x"}) == ["function.variable-name"]


def test_a_scenario_without_them_says_nothing_of_them():
    assert "environment" not in load_scenario(document({})).resolved()["components"]["worker"]
    said = load_scenario(document({"TZ": "UTC"})).resolved()["components"]["worker"]
    assert said["environment"] == {"TZ": "UTC"}
