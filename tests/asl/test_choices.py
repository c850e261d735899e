"""All 42 operators of choice rules, each where it holds and where it does not."""

import pickle

import pytest

from simcore.asl.definition import read
from simcore.asl.flow import StateFault
from simcore.asl.jsonpath.choice.comparing import matches
from simcore.asl.jsonpath.choice.reading import JOINING, OPERATORS
from tests.asl.around import Around

NOON, ONE = "2026-11-30T12:00:00Z", "2026-11-30T13:00:00Z"
ORDERS = {
    "Equals": (False, True, False),
    "LessThan": (True, False, False),
    "GreaterThan": (False, False, True),
    "LessThanEquals": (True, True, False),
    "GreaterThanEquals": (False, True, True),
}
KINDS = {
    "String": ("a", "b", "c"),
    "Numeric": (1, 2.5, 3),
    "Timestamp": (NOON, ONE, "2027" + NOON[4:]),
}
ASKED = {
    "IsNull": (None, [0, "", False, [], {}]),
    "IsString": ("", [0, None, False, [], {}]),
    "IsNumeric": (1.5, ["1", None, True, [], {}]),
    "IsBoolean": (False, [0, None, "true", [], {}]),
    "IsTimestamp": (NOON, [0, None, "2026-11-30", "2026-11-30t12:00:00z", "2026-13-01T00:00:00Z"]),
}


def holds(rule, value, variables=None):
    choice = {"Type": "Choice", "Choices": [{**rule, "Next": "B"}], "Default": "B"}
    machine = read({"StartAt": "A", "States": {"A": choice, "B": {"Type": "Succeed"}}})
    (read_rule,) = pickle.loads(pickle.dumps(machine)).states["A"].rules
    return read_rule.matches(value, Around(variables=variables))


def test_there_are_42():
    assert len(set(OPERATORS)) + len(JOINING) == 42


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_comparisons_with_a_value_a_path_and_a_variable(kind, order):
    low, middle, high = KINDS[kind]
    for value, expected in zip((low, middle, high), ORDERS[order], strict=True):
        said = {"Variable": "$.v", f"{kind}{order}": middle}
        by_path = {"Variable": "$.v", f"{kind}{order}Path": "$.other"}
        by_variable = {"Variable": "$v", f"{kind}{order}Path": "$other"}
        assert holds(said, {"v": value}) is expected
        assert holds(by_path, {"v": value, "other": middle}) is expected
        assert holds(by_variable, {}, {"v": value, "other": middle}) is expected


@pytest.mark.parametrize("kind", [*KINDS, "Boolean"])
def test_a_value_of_another_kind_does_not_hold_and_is_no_error(kind):
    expected = {**{kind: three[1] for kind, three in KINDS.items()}, "Boolean": True}[kind]
    others = [None, [], {}, *({"x", 2.5, True} - {expected})]
    for other in others if kind != "String" else [None, [], {}, 2.5, True]:
        assert not holds({"Variable": "$.v", f"{kind}Equals": expected}, {"v": other})
        assert not holds(
            {"Variable": "$.v", f"{kind}EqualsPath": "$.o"}, {"v": expected, "o": other}
        )


def test_booleans_are_no_numbers():
    assert holds({"Variable": "$.v", "BooleanEquals": True}, {"v": True})
    assert not holds({"Variable": "$.v", "BooleanEquals": True}, {"v": 1})
    assert not holds({"Variable": "$.v", "NumericEquals": 1}, {"v": True})
    assert holds({"Variable": "$.v", "BooleanEqualsPath": "$.w"}, {"v": False, "w": False})


@pytest.mark.parametrize("operator", ASKED)
def test_what_a_value_is(operator):
    its, others = ASKED[operator]
    assert holds({"Variable": "$.v", operator: True}, {"v": its})
    assert not holds({"Variable": "$.v", operator: False}, {"v": its})
    for other in others:
        assert not holds({"Variable": "$.v", operator: True}, {"v": other})
        assert holds({"Variable": "$.v", operator: False}, {"v": other})


def test_only_is_present_may_ask_for_what_is_not_there():
    assert holds({"Variable": "$.v", "IsPresent": True}, {"v": None})
    assert holds({"Variable": "$.v", "IsPresent": False}, {})
    for rule in ({"IsNull": True}, {"StringEquals": "a"}, {"StringMatches": "*"}):
        with pytest.raises(StateFault) as fault:
            holds({"Variable": "$.v", **rule}, {})
        assert fault.value.error == "States.Runtime"
        assert fault.value.cause == (
            "Invalid path '$.v': The choice state's condition path references an invalid value."
        )
    with pytest.raises(StateFault, match=r"'\$\.o'"):
        holds({"Variable": "$.v", "NumericEqualsPath": "$.o"}, {"v": 1})


def test_and_or_and_not_ask_no_further_than_they_must():
    yes, no = {"Variable": "$.v", "IsNull": False}, {"Variable": "$.v", "IsNull": True}
    missing = {"Variable": "$.nothing", "IsNull": True}
    assert holds({"And": [yes, {"Not": no}]}, {"v": 1})
    assert not holds({"And": [no, missing]}, {"v": 1})
    assert holds({"Or": [no, yes, missing]}, {"v": 1})
    assert not holds({"Not": {"Or": [no, {"And": [yes, yes]}]}}, {"v": 1})


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("log-*.txt", "log-1.txt", True),
        ("log-*.txt", "log-.txt", True),
        ("log-*.txt", "log-1.txt.gz", False),
        ("*", "", True),
        ("", "", True),
        ("a*b*a", "aba", True),
        ("a*a", "a", False),
        ("a\\*b", "a*b", True),
        ("a\\*b", "axb", False),
        ("a\\\\*", "a\\x", True),
        ("[a]?", "[a]?", True),
        ("*a" * 5_000, "a" * 4_999 + "b", False),
        ("*", 3, False),
    ],
)
def test_string_matches(pattern, value, expected):
    assert matches(value, pattern) is expected
    assert holds({"Variable": "$.v", "StringMatches": pattern}, {"v": value}) is expected


def test_times_are_moments_to_the_nanosecond():
    same = {"Variable": "$.v", "TimestampEquals": "2026-11-30T13:00:00.5+01:00"}
    assert holds(same, {"v": "2026-11-30T12:00:00.500000000Z"})
    assert not holds(same, {"v": "2026-11-30T12:00:00.500000001Z"})
