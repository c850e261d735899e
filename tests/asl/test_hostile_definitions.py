"""Whatever somebody sends as a definition comes to a machine or to complaints, and soon."""

import contextlib
import datetime
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.asl.definition import DefinitionInvalid, read
from simcore.asl.execution import Execution
from simcore.asl.flow import StateFault
from simcore.asl.local import LocalHost, MockedTasks
from tests.asl.around import AROUND
from tests.asl.running import ARN


def complaints_of(document, **more):
    with pytest.raises(DefinitionInvalid) as invalid:
        read(document, **more)
    assert len(str(invalid.value)) < 100_000
    return [f"{one.path}: {one.message}" for one in invalid.value.complaints]


def machine(states, start="A", **more):
    return {"StartAt": start, "States": states, **more}


def nested(times, begin, wrap):
    for _ in range(times):
        begin = wrap(begin)
    return begin


def test_a_definition_has_at_most_a_megabyte():
    states = {f"s{n}": {"Type": "Succeed"} for n in range(60_000)}
    assert complaints_of(machine(states)) == [": the definition is larger than 1,048,576 bytes"]


def test_states_are_counted_and_complaints_as_well():
    states = {f"s{n}": {"Type": "Succeed"} for n in range(10_001)}
    with pytest.raises(DefinitionInvalid) as invalid:
        read(machine(states, "s0"))
    assert invalid.value.complaints[0].message == "more than 10,000 states"
    assert len(invalid.value.complaints) == 100
    assert str(invalid.value).splitlines()[-1].startswith("and ")


def test_depth_is_bounded_however_it_comes_about():
    state = {"Type": "Pass", "End": True}
    deep = nested(10**5, 1, lambda inner: [inner])
    assert complaints_of(machine({"A": {**state, "Result": deep}})) == [
        f"States.A.Result{'[0]' * 77}: nested more than 80 levels deep"
    ]
    round_and_round = {}
    round_and_round["again"] = round_and_round
    assert "nested more than 80" in complaints_of(machine({"A": {"Result": round_and_round}}))[0]
    branches = nested(
        100,
        {"StartAt": "A", "States": {"A": state}},
        lambda inner: machine({"A": {"Type": "Parallel", "Branches": [inner], "End": True}}),
    )
    assert "nested more than 80" in complaints_of(branches)[0]


def test_what_repeats_itself_counts_each_time():
    twice = nested(60, "lol", lambda inner: [inner, inner])
    assert "larger than" in complaints_of(machine({"A": {"Type": "Pass", "Result": twice}}))[0]


def test_substitutions_cannot_make_more_of_it_than_may_be():
    result = ["a ${X} b"] * 2_000
    definition = machine({"A": {"Type": "Pass", "Result": result, "End": True}})
    tracemalloc.start()
    said = complaints_of(definition, substitutions={"X": "x" * 500_000})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said == [": the definition is larger than 1,048,576 bytes"]
    assert peak < 50_000_000


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime.date(2026, 1, 1), "datetime.date(2026, 1, 1) is not JSON"),
        (float("nan"), "nan is not JSON"),
        ({1: 2}, "the name 1 is not text"),
        (object, "<class 'object'> is not JSON"),
    ],
)
def test_what_is_no_json_is_told(value, said):
    definition = machine({"A": {"Type": "Pass", "Result": {"x": value}, "End": True}})
    (complaint,) = complaints_of(definition)
    assert said in complaint


@pytest.mark.parametrize("document", [None, 3, "x", [], {}, {"States": None}, {"StartAt": {}}])
def test_what_is_no_definition_is_told(document):
    assert complaints_of(document)


def test_names_are_cut_where_they_are_told():
    name = "<script>\n" + "x" * 100_000
    said = complaints_of(machine({name: {"Type": name, name: 1, "Next": name}}, name))
    assert max(map(len, said)) < 400
    assert not any("\n" in one for one in said)


def test_a_template_of_many_paths_is_measured_before_it_is_too_much():
    parameters = {"a": [{"x.$": "$"} for _ in range(2_000)]}
    flow = read(machine({"A": {"Type": "Pass", "Parameters": parameters, "End": True}}))
    tracemalloc.start()
    with pytest.raises(StateFault) as fault:
        flow.states["A"].flow.arguments({"large": "x" * 200_000}, AROUND)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert fault.value.error == "States.DataLimitExceeded"
    assert peak < 20_000_000


@pytest.mark.parametrize("source", ["(" * 5_000 + "1" + ")" * 5_000, "[" * 20_000, "1+" * 3_000])
def test_an_expression_that_is_too_deep_is_told(source):
    state = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": f"{{% {source} %}}"}
    assert complaints_of(machine({"A": {**state, "End": True}}))


WHOLE = machine(
    {
        "A": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "f", "Payload.$": "States.Format('{}', $.a)"},
            "ResultSelector": {"a.$": "$.Payload"},
            "ResultPath": "$.b",
            "Assign": {"x.$": "$.a"},
            "TimeoutSecondsPath": "$.t",
            "Retry": [{"ErrorEquals": ["X"], "MaxAttempts": 2}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}],
            "Next": "C",
        },
        "B": {"Type": "Fail", "Error": "E", "CausePath": "$.c"},
        "C": {
            "Type": "Choice",
            "Choices": [
                {"And": [{"Variable": "$.a", "StringMatches": "x*"}], "Next": "D"},
                {"Not": {"Variable": "$.a", "NumericLessThanPath": "$.b"}, "Next": "D"},
            ],
            "Default": "B",
        },
        "D": {
            "Type": "Map",
            "QueryLanguage": "JSONata",
            "Items": "{% $states.input.items %}",
            "ItemSelector": {"n": "{% $states.context.Map.Item.Index %}"},
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                "StartAt": "E",
                "States": {"E": {"Type": "Wait", "Seconds": 3, "End": True}},
            },
            "ItemBatcher": {"MaxItemsPerBatch": 10},
            "End": True,
        },
    }
)
SCALARS = st.sampled_from([None, True, -1, 0, 1.5, 10**30, "", "x", "$", "$$", "$.a", "{% 1 %}"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


def test_the_definition_that_is_changed_at_random_is_a_good_one():
    assert read(WHOLE).start_at == "A"


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_change_comes_to_a_machine_or_to_complaints(data):
    changed = altered(WHOLE, data)
    with contextlib.suppress(DefinitionInvalid):
        read(changed, workflow=data.draw(st.sampled_from(["STANDARD", "EXPRESS"])))


def altered(part, data):
    """One place in it replaced, renamed or left out."""
    if not isinstance(part, dict | list) or not part or data.draw(st.integers(0, 5)) == 0:
        return data.draw(VALUES)
    keys = sorted(part) if isinstance(part, dict) else range(len(part))
    key = data.draw(st.sampled_from(keys))
    copy = part.copy()
    if isinstance(copy, dict) and data.draw(st.integers(0, 3)) == 0:
        value = copy.pop(key)
        if data.draw(st.booleans()):
            copy[data.draw(st.sampled_from(["Next", "Type", "Assign", "Output", "Foo"]))] = value
        return copy
    copy[key] = altered(part[key], data)
    return copy


def test_retries_that_write_no_event_are_bounded():
    retry = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "BackoffRate": 1}
    task = {
        "Type": "Task",
        "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
        "Parameters": {"x.$": "States.MathAdd($.q, 1)"},
        "Retry": [{**retry, "MaxAttempts": 99_999_999}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "A"}],
        "End": True,
    }
    host = LocalHost(MockedTasks({}))
    one = Execution(read(machine({"A": task})), host, {"q": "no number"}, name="one", arn=ARN)
    one.most_events = 1_000
    one.begin(0.0)
    host.run()
    assert (one.status, one.error, one.events) == ("FAILED", "States.Runtime", 3)
    assert "tried again 1,000 times" in one.cause
