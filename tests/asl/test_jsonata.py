"""Expressions come to what JSONata and Step Functions say, and to an end."""

import copy
import pickle
import subprocess
import sys
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.asl.definition import DefinitionInvalid, read
from simcore.asl.flow import StateFault
from simcore.asl.jsonata import bounds
from simcore.asl.jsonata.expression import Expression, States, walk_of
from tests.asl.around import Around

INPUT = {
    "order": {"id": 7, "lines": [{"sku": "a", "n": 2}, {"sku": "b", "n": 1}]},
    "one": [1],
    "none": [],
    "empty": None,
    "text": '{"a": [1, null]}',
    "many": [{"n": n} for n in range(1_000)],
}


def around(**around):
    return Around(
        context={"Execution": {"Id": "x"}},
        variables={"x": 41, "cart": {"n": [7]}},
        draws=[0.25, 0.5, 0.75, 0.1],
        millis=1_700_000_000_123,
        **around,
    )


def value_of(source, kind="", input=INPUT):
    return Expression(source, "Output", kind).of(input, around())


COMES_TO = {
    "$states.input.order.id": 7,
    "$states.input.order.lines.n": [2, 1],
    "$states.input.one": [1],
    "$states.input.none": [],
    "$states.input.empty": None,
    "[$states.input.empty, null]": [None, None],
    "{'a': $states.input.empty}": {"a": None},
    "$states.context.Execution.Id": "x",
    "$states": {"input": INPUT, "context": {"Execution": {"Id": "x"}}},
    "$x + 1": 42,
    "$cart.n": [7],
    "$sum($states.input.order.lines.n) > 2": True,
    "$states.input.order.lines[n > 1].sku": "a",
    "$map($states.input.order.lines, function($l) { $l.n * 2 })": [4, 2],
    "$states.input.order ~> |$|{'paid': true}|": {**INPUT["order"], "paid": True},
    "'Order ' & $states.input.order.id": "Order 7",
    "6 / 3": 2,
    "10 / 4": 2.5,
    # what Step Functions adds
    "$partition([1, 2, 3, 4, 5], 2)": [[1, 2], [3, 4], [5]],
    "$partition([1, 2, 3], 2.9)": [[1, 2], [3]],
    "$range(0, 10, 2)": [0, 2, 4, 6, 8, 10],
    "$range(-1.7, 2, 1)": [-1, 0, 1, 2],
    "$range(3, 1, -1)": [3, 2, 1],
    "$range(1, 1, 1)": 1,
    "$hash('input data', 'SHA-1')": "aaff4a450a104cd177d28d18d74485e8cae074b7",
    "$parse($states.input.text)": {"a": [1, None]},
    # clock and chance are the execution's
    "$millis()": 1_700_000_000_123,
    "$now()": "2023-11-14T22:13:20.123Z",
    "$now('[Y]-[M01]')": "2023-11",
    "$random()": 0.25,
    "$random(7) = $random(7)": True,
    "$shuffle([1, 2, 3, 4])": [1, 3, 4, 2],
}


@pytest.mark.parametrize("source", COMES_TO)
def test_what_an_expression_comes_to(source):
    before = copy.deepcopy(INPUT)
    assert value_of(source) == COMES_TO[source]
    assert before == INPUT


def test_a_uuid_is_drawn_from_the_execution():
    made = uuid.UUID(value_of("$uuid()"))
    assert (made.version, made.variant) == (4, uuid.RFC_4122)
    assert value_of("$uuid()") == str(made)


UNDEFINED = [
    "$states.input.nothing",
    "$states.input.order.nothing.more",
    "$nobody",
    "$partition([1], 0)",
    "$partition([], 2)",
    "$range(1, 3)",
    "$range(3, 1, 1)",
    "$hash('x')",
]


@pytest.mark.parametrize("source", UNDEFINED)
def test_an_expression_that_returns_nothing_fails_the_state(source):
    with pytest.raises(StateFault) as fault:
        Expression(source, "Output/v", walk=walk_of(source)).of(INPUT, around())
    assert fault.value.error == "States.QueryEvaluationError"
    assert fault.value.cause == (
        f"The JSONata expression '{source}' specified for the field 'Output/v' "
        "returned nothing (undefined)."
    )


FAILS = [
    "$eval('1')",
    "1 / 0",
    "$number('x')",
    "$hash('x', 'md5')",
    "$parse('{')",
    "function($x) { $x }",
    "$error('mine')",
    "$states.input.order(1)",
    "'a' + 1",
    "1e300 * 1e300",
]


@pytest.mark.parametrize("source", FAILS)
def test_an_expression_that_ends_in_an_error_fails_the_state(source, capsys):
    with pytest.raises(StateFault) as fault:
        value_of(source)
    assert capsys.readouterr() == ("", "")
    assert fault.value.error == "States.QueryEvaluationError"
    assert "threw an error during evaluation. " in fault.value.cause


def test_a_value_of_another_kind_fails_the_state():
    assert value_of("1 = 1", "boolean") is True
    with pytest.raises(StateFault, match="Expected 'boolean', but was 'string' for value: yes"):
        value_of("'yes'", "boolean")
    with pytest.raises(StateFault, match="Expected 'number', but was 'boolean'"):
        Expression("$states.input.b", "Seconds", "number", walk_of("$states.input.b")).of(
            {"b": True}, around()
        )


names = st.sampled_from(["a", "b", "order"])
data = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(names, data, max_size=3), st.lists(names, max_size=3))
def test_a_walk_finds_what_the_engine_finds(input, steps):
    source = ".".join(["$states.input", *steps])
    walking = Expression(source, "Output", walk=walk_of(source))
    assert walking.walk is not None
    outcomes = []
    for expression in (walking, Expression(source, "Output")):
        try:
            outcomes.append(expression.of(input, around()))
        except StateFault as fault:
            outcomes.append(fault.cause)
    assert outcomes[0] == outcomes[1]


def test_result_and_error_output_are_seen_where_they_are():
    source = "$states.result.n + $states.input.n"
    assert Expression(source, "Output").of(States({"n": 1}, {"n": 2}), around()) == 3
    caught = States({"n": 1}, error_output={"Error": "E"})
    assert Expression("$states.errorOutput.Error", "Output").of(caught, around()) == "E"


MEMORY = "memory limit"
NEVER_ENDING = {
    "($f := function($n) { $f($n + 1) }; $f(0))": "timeout: more than 20,000 steps",
    "$reduce([1..7000], function($a, $b) { $a + $b })": "timeout: more than 20,000 steps",
    "$distinct([1..2000])": "timeout: more than 20,000 steps",
    "($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(32))": "Depth=101 max=100",
    "($f := function($n, $x) { $n = 0 ? $x : $f($n - 1, [$x, $x]) }; $f(40, 1))": MEMORY,
    "($f := function($n, $x) { $n = 0 ? $x : $f($n - 1, $x & $x) }; $f(40, 'ab'))": MEMORY,
    "($f := function($n, $x) { $n = 0 ? $x : $f($n - 1, {'a': $x, 'b': $x}) }; $f(40, 1))": MEMORY,
    "$pad('x', 10000000)": MEMORY,
    "$replace('aaaa', 'a', $pad('b', 20000))": MEMORY,
    "$replace('aaaa', /a/, $pad('b', 20000))": MEMORY,
    "$join($map([1..50], $string), $pad('b', 2000))": MEMORY,
    "$zip([1..5000], [1..5000], [1..5000])": MEMORY,
    "[1..10000000]": MEMORY,
    "$range(1, 10000000, 1)": MEMORY,
    "$formatInteger(1e15, 'I')": "Roman",
    "$parseInteger($pad('x', 1000, 'x'), 'a')": "400 characters",
    "$spread([1..7000])": "timeout: more than 20,000 steps",
    "$states.input.many@$a.$states.input.many@$b.{'a': $a, 'b': $b}": "timeout: more than 20,000",
}


@pytest.mark.parametrize("source", NEVER_ENDING)
def test_an_expression_that_goes_on_for_ever_is_ended(source, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_STEPS", 20_000)
    monkeypatch.setattr(bounds, "MOST_BYTES", 60_000)
    limit = sys.getrecursionlimit()
    with pytest.raises(StateFault) as fault:
        value_of(source)
    assert fault.value.error == "States.QueryEvaluationError"
    assert NEVER_ENDING[source] in fault.value.cause
    assert sys.getrecursionlimit() == limit


def test_bounds_are_where_others_measured_them_on_aws():
    for n, holds in ((100, True), (101, False)):
        for source in ("+".join(["1"] * n), "(" * (n - 1) + "1" + ")" * (n - 1)):
            assert is_evaluated(source) is holds
    recursive = "($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(%d))"
    assert is_evaluated(recursive % 31)
    assert not is_evaluated(recursive % 32)


def is_evaluated(source):
    try:
        value_of(source)
    except StateFault:
        return False
    return True


def test_a_regular_expression_takes_a_time_that_is_linear():
    assert value_of("$contains($pad('a', 100000, 'a'), /(a+)+(a+)+b/)") is False
    assert value_of("$replace('John Smith', /(\\w+)\\s(\\w+)/, '$2, $1')") == "Smith, John"
    assert value_of("$match('ababb', /a(b+)/).match") == ["ab", "abb"]


def test_what_is_more_than_may_be_handed_on_is_told():
    with pytest.raises(StateFault) as fault:
        value_of("[1..300000]")
    assert fault.value.error == "States.DataLimitExceeded"


def test_an_expression_pickles_by_its_source():
    expression = Expression("$x + 1", "Output")
    expression.of({}, around())
    assert pickle.loads(pickle.dumps(expression)) == expression


def test_neither_library_is_loaded_by_what_only_walks():
    program = (
        "import sys\n"
        "from simcore.asl.definition import read\n"
        "from tests.asl.around import Around\n"
        "definition = {'QueryLanguage': 'JSONata', 'StartAt': 'A', 'States': {'A': {\n"
        "    'Type': 'Pass', 'Output': {'id': '{% $states.input.order.id %}'}, 'End': True}}}\n"
        "flow = read(definition).states['A'].flow\n"
        "assert flow.leave({'order': {'id': 7}}, None, None, Around()).output == {'id': 7}\n"
        "assert not {'jsonata', 'jsonpath', 're2'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("$eval('1')", "there is no function $eval: $parse reads JSON"),
        ("$states.input ~> $eval", "there is no function $eval: $parse reads JSON"),
        ("[1, {'a': $upercase('x')}]", "there is no function $upercase: did you mean uppercase?"),
        ("$states.input.a[$nobody(1)]", "there is no function $nobody"),
        ("($g := $uppercase; $map(['a'], function($f) { $g($f) }))", None),
        ("$exists($nobody)", None),
    ],
)
def test_calls_of_what_is_no_function_are_refused(source, said):
    state = {"Type": "Pass", "Output": "{% " + source + " %}", "End": True}
    document = {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": state}}
    found = []
    try:
        read(document)
    except DefinitionInvalid as invalid:
        found = [one.message for one in invalid.complaints]
    assert found == ([said] if said else [])


@pytest.mark.parametrize("name", ["encode", "decode"])
def test_a_lack_of_memory_is_not_taken_for_nothing(name, monkeypatch):
    def none_left(_):
        raise MemoryError

    assert value_of(f"[$base64{name}('w6Q='), $base64{name}('?')]")
    monkeypatch.setattr(f"base64.b64{name}", none_left)
    with pytest.raises(MemoryError):
        value_of(f"[$base64{name}('w6Q=')]")
