"""What a state machine does with data: variables, sizes, paths, functions, expressions."""

import pytest

from simcore.asl.flow import StateFault
from simcore.asl.intrinsics.reading import call_of
from simcore.asl.jsonata.expression import Expression
from simcore.asl.local import execute
from tests.asl.around import AROUND

PROVES = (
    "simcore/asl/intrinsics/call.py",
    "simcore/asl/jsonata/bounds.py",
    "simcore/asl/jsonata/flow.py",
    "simcore/asl/jsonpath/flow.py",
)
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"


def of(states, mocks=None, input=None, **more):
    """How an execution of these states ends: they are entered from the first on."""
    return execute({"StartAt": next(iter(states)), "States": states, **more}, input or {}, mocks)


def end(**state):
    return {"Type": "Pass", "End": True, **state}


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_sf_14_assignments_see_the_values_at_entry(language):
    """workflow-variables, 2026: $x = 3, $a = 6, Assign {x: $a, nextX: $x} gives x = 6,
    nextX = 3."""
    paths = language == "JSONPath"
    swap = {"x.$": "$a", "nextX.$": "$x"} if paths else {"x": "{% $a %}", "nextX": "{% $x %}"}
    shown = {"x.$": "$x", "nextX.$": "$nextX"}
    last = (
        {"Parameters": shown} if paths else {"Output": {"x": "{% $x %}", "nextX": "{% $nextX %}"}}
    )
    done = of(
        {
            "A": {"Type": "Pass", "Assign": {"x": 3, "a": 6}, "Next": "B"},
            "B": {"Type": "Pass", "Assign": swap, "Next": "C"},
            "C": end(**last),
        },
        QueryLanguage=language,
    )
    assert done.output == {"x": 6, "nextX": 3}


@pytest.mark.parametrize(("kib", "status"), [(200, "FAILED"), (127, "SUCCEEDED")])
def test_sf_15_one_assign_takes_256_kib(kib, status):
    """workflow-variables, 2026: two variables of 200 KiB in one state are 400 > 256 KiB."""
    large = "{% $pad('x', " + str(kib * 1024) + ") %}"
    done = of({"A": end(Assign={"a": large, "b": large})}, QueryLanguage="JSONata")
    assert done.status == status
    assert done.error == ("States.DataLimitExceeded" if status == "FAILED" else "")


@pytest.mark.parametrize(
    ("named", "status"),
    [(["States.ALL"], "FAILED"), (["States.DataLimitExceeded"], "SUCCEEDED")],
)
@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_sf_16_what_is_too_large_is_caught_by_its_name_alone(named, status, language):
    """concepts-error-handling, 2026: an output of 300 KiB. States.ALL does not cover
    States.DataLimitExceeded; a catcher that names it does."""
    large = "x" * 300 * 1024
    made = {"Output": "{% $pad('x', 307200) %}"} if language == "JSONata" else {}
    task = {
        "Type": "Task",
        "Resource": FUNCTION,
        **made,
        "Catch": [{"ErrorEquals": named, "Next": "B"}],
        "End": True,
    }
    done = of(
        {"A": task, "B": {"Type": "Succeed"}},
        {"A": {"Return": {} if made else large}},
        QueryLanguage=language,
    )
    assert done.status == status
    assert (done.error or done.output["Error"]) == "States.DataLimitExceeded"


def test_the_limit_is_262144_bytes_of_utf_8():
    """Quotas (service-quotas, 2026): 256 KiB of UTF-8, the quotes of a text among them: an é is two
    bytes."""
    for text, status in (
        ("x" * 262_142, "SUCCEEDED"),
        ("x" * 262_143, "FAILED"),
        ("é" * 131_071, "SUCCEEDED"),
        ("é" * 131_072, "FAILED"),
    ):
        task = {"Type": "Task", "Resource": FUNCTION, "End": True}
        assert of({"A": task}, {"A": {"Return": text}}).status == status


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_sf_18_no_rule_holds_and_there_is_no_default(language):
    """state-choice, 2026: all Conditions false, no Default: States.NoChoiceMatched."""
    rule = {"Variable": "$.n", "NumericGreaterThan": 3, "Next": "B"}
    if language == "JSONata":
        rule = {"Condition": "{% $states.input.n > 3 %}", "Next": "B"}
    states = {"A": {"Type": "Choice", "Choices": [rule]}, "B": {"Type": "Succeed"}}
    done = of(states, input={"n": 3}, QueryLanguage=language)
    assert (done.status, done.error) == ("FAILED", "States.NoChoiceMatched")


def test_the_fields_of_a_state_filter_one_after_the_other():
    """The guide's example (concepts-input-output-filtering, 2022): InputPath $.lambda, ResultPath
    $.data.lambdaresult, OutputPath $.data."""
    task = {
        "Type": "Task",
        "Resource": FUNCTION,
        "InputPath": "$.lambda",
        "ResultPath": "$.data.lambdaresult",
        "OutputPath": "$.data",
        "End": True,
    }
    given = {
        "comment": "An input comment.",
        "data": {"val1": 23, "val2": 17},
        "extra": "foo",
        "lambda": {"who": "AWS Step Functions"},
    }
    said = "Hello, AWS Step Functions!"
    mocks = {"A": [{"When": given["lambda"], "Return": said}]}
    done = of({"A": task}, mocks, given)
    assert done.output == {"val1": 23, "val2": 17, "lambdaresult": said}


def test_a_parameter_by_a_path_to_nothing():
    """A history recorded on AWS (21 April 2022): States.Runtime, not States.ParameterPathFailure as
    the guide names it, with this cause."""
    done = of({"A": end(Parameters={"JobName.$": "$.JobName"})})
    assert done.error == "States.Runtime"
    assert done.cause == (
        "An error occurred while executing the state 'A' (entered at the event id #2). "
        "The JSONPath '$.JobName' specified for the field 'JobName.$' could not be found in the "
        "input '{}'"
    )


RECORDED = {
    "States.MathAdd(1.49, 1.50)": 3,
    "States.MathAdd(2.5, 0)": 3,
    "States.MathAdd(-0.5, 0)": -1,
    "States.MathAdd(-2.5, 0)": -3,
    "States.ArrayRange(0, 9, 3)": [0, 3, 6, 9],
    "States.ArrayRange(0, 10, 3)": [0, 3, 6, 9],
    "States.ArrayRange(1, 9, 9)": [1],
    "States.StringSplit('This.is+a,test=string', '.+,=')": ["This", "is", "a", "test", "string"],
    "States.Format('fst={}', $.object)": "fst={Arg1=1, Arg2=[]}",
}


@pytest.mark.parametrize("call", RECORDED)
def test_intrinsic_functions_give_what_was_recorded(call):
    """Recorded on AWS, 2023 (localstack, tests of intrinsic functions marked as validated): halves
    are rounded away from zero, objects are written as name=value."""
    given = call_of(call).of({"object": {"Arg1": 1, "Arg2": []}}, AROUND)
    assert given == RECORDED[call]


RECURSIVE = "($f := function($n) {{ $n = 0 ? 0 : 1 + $f($n - 1) }}; $f({}))"
DOUBLED = "($f := function($s, $n) {{ $n = 0 ? $s : $f($s & $s, $n - 1) }}; $length($f('x', {})))"
EDGES = [
    ("+".join(["1"] * 100), "+".join(["1"] * 101), "Depth=101 max=100"),
    ("(" * 99 + "1" + ")" * 99, "(" * 100 + "1" + ")" * 100, "Depth=101 max=100"),
    (RECURSIVE.format(31), RECURSIVE.format(32), "Depth=101 max=100"),
    (DOUBLED.format(22), DOUBLED.format(23), "memory limit exceeded"),
    ("1", "$type([1..873783])", "memory limit exceeded"),
    ("1", "$type($range(1, 360146, 1))", "memory limit exceeded"),
]


@pytest.mark.parametrize(("holds", "fails", "said"), EDGES)
def test_bounds_of_an_expression(holds, fails, said):
    """Measured on AWS by others (Floci, notes on Step Functions, 2026), not published: 100 levels
    deep, 6,990,256 bytes for one value, 360,145 items of $range."""
    Expression(holds, "Output").of({}, AROUND)
    with pytest.raises(StateFault) as fault:
        Expression(fails, "Output").of({}, AROUND)
    assert fault.value.error == "States.QueryEvaluationError"
    assert said in fault.value.cause
