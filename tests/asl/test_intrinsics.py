"""The 18 intrinsic functions give what AWS documents, or what was recorded on it."""

import pickle
import uuid

import pytest

from simcore.asl.flow import StateFault
from simcore.asl.intrinsics.functions import FUNCTIONS
from simcore.asl.intrinsics.reading import call_of
from simcore.asl.jsonpath.path import Malformed
from tests.asl.around import AROUND, Around

INPUT = {
    "name": "Arnav",
    "template": "Hello, my name is {}.",
    "items": [1, 2, 3, 3, True, 1.0, [1], [1]],
    "object": {"Arg1": 1, "Arg2": []},
    "orders": [{"key": "a,b)", "sum": 1}],
    "json": '{"a": 1}',
    "long": "x" * 10_001,
    "quoted": "{}",
    "half": "\ud800",
}

GIVES = {
    # examples of the developer guide
    "States.Format('Hello, my name is {}.', $.name)": "Hello, my name is Arnav.",
    "States.Format($.template, $.name)": "Hello, my name is Arnav.",
    "States.StringToJson($.json)": {"a": 1},
    "States.JsonToString($.object)": '{"Arg1":1,"Arg2":[]}',
    "States.Array($.name, 1, 'x', null, true)": ["Arnav", 1, "x", None, True],
    "States.Array()": [],
    "States.ArrayPartition(States.ArrayRange(1, 9, 1), 4)": [[1, 2, 3, 4], [5, 6, 7, 8], [9]],
    "States.ArrayContains(States.Array(1, 2, 3), 2)": True,
    "States.ArrayRange(1, 9, 2)": [1, 3, 5, 7, 9],
    "States.ArrayGetItem(States.Array(4, 5, 6), 2)": 6,
    "States.ArrayLength($.items)": 8,
    "States.ArrayUnique(States.Array(1, 2, 3, 3, 3, 4))": [1, 2, 3, 4],
    "States.Base64Encode('Data to encode')": "RGF0YSB0byBlbmNvZGU=",
    "States.Base64Decode('RGVjb2RlZCBkYXRh')": "Decoded data",
    "States.Hash('input data', 'SHA-1')": "aaff4a450a104cd177d28d18d74485e8cae074b7",
    "States.JsonMerge($.object, States.StringToJson('{\"Arg1\": 2}'), false)": {
        "Arg1": 2,
        "Arg2": [],
    },
    "States.StringSplit('This.is+a,test=string', '.+,=')": ["This", "is", "a", "test", "string"],
    "States.MathAdd(111, -1)": 110,
    # recorded on AWS
    "States.Format('fst={} and snd={}', $.object, null)": "fst={Arg1=1, Arg2=[]} and snd=null",
    "States.ArrayRange(0, 9, 3)": [0, 3, 6, 9],
    "States.ArrayRange(1, 9, 9)": [1],
    "States.MathAdd(1.49, 1.50)": 3,
    "States.MathAdd(2.5, 0)": 3,
    "States.MathAdd(-2.5, 0)": -3,
    # what follows from them
    "States.Format('it\\'s \\{\\} and {}', 1.5)": "it's {} and 1.5",
    "States.Format('{}', $.quoted)": "{}",
    "States.ArrayUnique($.items)": [1, 2, 3, True, [1]],
    "States.ArrayContains($.items, 1.0)": True,
    "States.ArrayContains($.items, false)": False,
    "States.ArrayRange(3, 1, -1)": [3, 2, 1],
    "States.ArrayGetItem($.orders[?(@.key == 'a,b)')].sum, 0)": 1,
    " States.StringSplit( 'a b' , ' ' ) ": ["a", "b"],
    "States.MathRandom(5, 6)": 5,
}


@pytest.mark.parametrize("source", GIVES)
def test_what_a_call_gives(source):
    call = pickle.loads(pickle.dumps(call_of(source)))
    given = call.of(INPUT, Around(draws=[0.5]))
    assert given == GIVES[source]
    assert repr(given) == repr(GIVES[source])


FAILS = [
    "States.Format('{} {}', 1)",
    "States.Format(1)",
    "States.StringToJson('{')",
    "States.ArrayPartition($.items, 0)",
    "States.ArrayPartition($.name, 1)",
    "States.ArrayRange(1, 1001, 0)",
    "States.ArrayRange(1, 1001, 1.4)",
    "States.ArrayRange(0, 1000000000, 1)",
    "States.ArrayGetItem($.items, 8)",
    "States.ArrayGetItem($.items, -1)",
    "States.Base64Encode($.long)",
    "States.Base64Decode('%')",
    "States.Hash($.long, 'MD5')",
    "States.Hash('x', 'md5')",
    "States.Hash($.half, 'MD5')",
    "States.Base64Encode($.half)",
    "States.JsonMerge($.object, $.object, true)",
    "States.MathRandom(3, 3)",
    "States.MathAdd(true, 1)",
    "States.MathAdd(1e300, 1)",
]


@pytest.mark.parametrize("source", FAILS)
def test_what_a_function_cannot_do_is_an_intrinsic_failure(source):
    with pytest.raises(StateFault) as fault:
        call_of(source).of(INPUT, AROUND)
    assert fault.value.error == "States.IntrinsicFailure"
    assert source in fault.value.cause


def test_an_argument_that_is_not_there_is_a_runtime_error():
    with pytest.raises(StateFault) as fault:
        call_of("States.Array($.nothing)").of({"a": 1}, AROUND)
    assert (fault.value.error, fault.value.cause) == (
        "States.Runtime",
        "The JsonPath argument for the field '$.nothing' could not be found in the input "
        "'{\"a\":1}'",
    )


MALFORMED = {
    "States.Nothing(1)": "no States.Nothing",
    "States.Array(1": "comma or )",
    "States.Array(1) 2": "follows",
    "States.Array(,)": "no argument",
    "States.Array('x)": "no argument",
    "States.Format('say \\\"x\\\"')": "is no escape",
    "States.MathAdd(1)": "takes 2 arguments, not 1",
    "States.Format()": "at least 1 arguments, not 0",
    "States.MathRandom(1)": "takes 2 to 3",
    "States.Array($.a[)": "path",
    "States.Array(" * 11 + ")" * 11: "more than 10",
    "States.Array(" * 2_000: "longer than",
}


@pytest.mark.parametrize("source", MALFORMED)
def test_what_is_no_call_is_refused_with_words(source):
    with pytest.raises(Malformed) as wrong:
        call_of(source)
    assert MALFORMED[source] in str(wrong.value)


def test_there_are_18():
    assert len(FUNCTIONS) == 18


def test_chance_comes_from_whoever_calls_and_a_seed_gives_one_number():
    drawn = [call_of("States.MathRandom(0, 10)").of({}, Around(draws=[d])) for d in (0, 0.55, 0.99)]
    assert drawn == [0, 5, 9]
    seeded = call_of("States.MathRandom(0, 1000000, 7)")
    assert seeded.of({}, AROUND) == seeded.of({}, AROUND)
    assert seeded.of({}, AROUND) != call_of("States.MathRandom(0, 1000000, 8)").of({}, AROUND)
    made = uuid.UUID(call_of("States.UUID()").of({}, Around(draws=[0.1, 0.2, 0.3, 0.4])))
    assert (made.version, made.variant) == (4, uuid.RFC_4122)


def test_what_would_be_too_long_is_not_made():
    large = {"large": "x" * 200_000}
    source = "States.Format('" + "{}" * 30 + "'" + ", $.large" * 30 + ")"
    with pytest.raises(StateFault, match="longer than"):
        call_of(source).of(large, AROUND)
    with pytest.raises(StateFault) as fault:
        call_of("States.Array(" + ", ".join(["$.large"] * 30) + ")").of(large, AROUND)
    assert fault.value.error == "States.DataLimitExceeded"
