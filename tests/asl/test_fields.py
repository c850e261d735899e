"""Every field of every state, with values of every kind: what is none of its own is refused.

A field that is not in the table is found by the test; one that takes more, or less, than it says,
too. Source: developer guide, pages on states; aws/amazon-states-language-service, JSON schema.
"""

import pytest

from simcore.asl.definition import DefinitionInvalid, read
from simcore.asl.definition.matrix import COMMON, FIELDS

SAMPLES = (None, True, False, -1, 0, 1.5, 3, 10**12, "", "x", "$.x", [], ["x"], {}, {"a": 1})
ANYTHING = SAMPLES
TEXT = ("", "x", "$.x")
OBJECT = ({}, {"a": 1})
PATH, PATH_OR_NULL = ("$.x",), (None, "$.x")
SECONDS, COUNT = (3,), (0, 3)
TAKEN = {
    "Comment": TEXT, "Type": (), "QueryLanguage": (), "Next": ("x",), "End": (True,),
    "Retry": ([],), "Catch": ([],), "Assign": OBJECT, "Resource": (), "Credentials": (),
    "TimeoutSeconds": SECONDS, "HeartbeatSeconds": SECONDS, "Seconds": COUNT, "Timestamp": (),
    "InputPath": PATH_OR_NULL, "OutputPath": PATH_OR_NULL, "ResultPath": PATH_OR_NULL,
    "ItemsPath": PATH_OR_NULL, "ResultSelector": OBJECT, "Parameters": OBJECT, "Result": ANYTHING,
    "ItemSelector": OBJECT, "Output": ANYTHING, "Arguments": ANYTHING, "Choices": (),
    "Branches": (), "Default": ("x",), "Error": TEXT, "Cause": TEXT, "ItemProcessor": (),
    "Iterator": (), "ItemReader": (), "ItemBatcher": (), "ResultWriter": (), "Label": ("x",),
    "MaxConcurrency": COUNT, "ToleratedFailureCount": COUNT,
    "ToleratedFailurePercentage": (0, 1.5, 3), "Items": ([], ["x"], {}, {"a": 1}),
    "StartAt": ("x",), "States": (), "Version": (),
}  # fmt: skip
OTHERWISE = {
    ("JSONata", "ItemSelector"): ANYTHING,
    ("JSONPath", "Task", "Parameters"): (),  # FunctionName is missing
    ("JSONata", "Task", "Arguments"): tuple(one for one in SAMPLES if not isinstance(one, dict)),
}
WITHIN = {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}
APART = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **WITHIN}
WHOLE = {
    "Task": {"Resource": "arn:aws:states:::lambda:invoke", "Next": "x"},
    "Pass": {"Next": "x"},
    "Choice": {"Choices": [{"Variable": "$.a", "IsNull": True, "Next": "x"}]},
    "Wait": {"Seconds": 1, "Next": "x"},
    "Succeed": {},
    "Fail": {},
    "Parallel": {"Branches": [WITHIN], "Next": "x"},
    "Map": {"ItemProcessor": APART, "Next": "x"},
}
INSTEAD = {
    "End": ("Next",),
    "Iterator": ("ItemProcessor",),
    **dict.fromkeys(("SecondsPath", "Timestamp", "TimestampPath"), ("Seconds",)),
}
"""What a field stands in place of."""


def is_taken(document):
    try:
        read(document)
    except DefinitionInvalid:
        return False
    return True


def taken(field, made):
    """The samples with which a definition is taken, as ``made`` puts them in."""
    return [one for one in SAMPLES if is_taken(made(field, one))]


def with_states(**states):
    goes_there = any(f"'{way}': 'x'" in str(states["A"]) for way in ("Next", "Default"))
    return {"StartAt": "A", "States": states | ({"x": {"Type": "Succeed"}} if goes_there else {})}


def of_state(kind, language):
    def made(field, sample):
        state = {"Type": kind, "QueryLanguage": language, **WHOLE[kind]}
        if kind == "Choice" and language == "JSONata":
            state["Choices"] = [{"Condition": True, "Next": "x"}]
        kept = {name: one for name, one in state.items() if name not in INSTEAD.get(field, ())}
        return with_states(A=kept | {field: sample})

    return made


def expected(kind, language, field):
    fallback = PATH if field.endswith("Path") else None
    by_name = TAKEN.get(field, fallback)
    assert by_name is not None, f"{field} is not in the table"
    return OTHERWISE.get((language, kind, field), OTHERWISE.get((language, field), by_name))


def same(found, said):
    return [repr(one) for one in found] == [repr(one) for one in said]


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
@pytest.mark.parametrize("kind", list(FIELDS))
def test_a_field_takes_what_is_its_own_and_nothing_else(kind, language):
    fields = FIELDS[kind]
    own = fields.json_path if language == "JSONPath" else fields.jsonata
    wrong = {}
    for field in (*COMMON, *fields.both, *own):
        found = taken(field, of_state(kind, language))
        if not same(found, expected(kind, language, field)):
            wrong[field] = found
    assert wrong == {}


def nested(state, *way):
    """A Task or Map state with something within, of which one field is another one."""

    def put(part, at, field, sample):
        if not at:
            return {**part, field: sample}
        first, *rest = at
        if isinstance(first, int):
            return [put(part[0], rest, field, sample)]
        return {**part, first: put(part[first], rest, field, sample)}

    return lambda field, sample: with_states(A=put(state, way, field, sample))


TASK = {
    "Type": "Task",
    **WHOLE["Task"],
    "Retry": [{"ErrorEquals": ["X"]}],
    "Catch": [{"ErrorEquals": ["X"], "Next": "x"}],
    "Credentials": {"RoleArn": "arn"},
}
MAP = {
    "Type": "Map",
    **WHOLE["Map"],
    "ItemBatcher": {"MaxItemsPerBatch": 1},
    "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "Parameters": {"Bucket": "b", "Key": "k"},
        "ReaderConfig": {"InputType": "CSV"},
    },
    "ResultWriter": {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": {"Bucket": "b"},
        "WriterConfig": {"OutputType": "JSON"},
    },
}
RETRIER, CATCHER = nested(TASK, "Retry", 0), nested(TASK, "Catch", 0)
READER, READS = nested(MAP, "ItemReader"), nested(MAP, "ItemReader", "ReaderConfig")
WRITER, WRITES = nested(MAP, "ResultWriter"), nested(MAP, "ResultWriter", "WriterConfig")
BATCHER, CONFIG = nested(MAP, "ItemBatcher"), nested(MAP, "ItemProcessor", "ProcessorConfig")
RULE = nested({"Type": "Choice", **WHOLE["Choice"]}, "Choices", 0)
BRANCH = nested({"Type": "Parallel", **WHOLE["Parallel"]}, "Branches", 0)
CREDENTIALS = nested(TASK, "Credentials")


@pytest.mark.parametrize(
    ("made", "field", "takes"),
    [
        (RETRIER, "Comment", TEXT),
        (RETRIER, "ErrorEquals", (["x"],)),
        (RETRIER, "IntervalSeconds", SECONDS),
        (RETRIER, "MaxAttempts", COUNT),
        (RETRIER, "BackoffRate", (1.5, 3, 10**12)),
        (RETRIER, "MaxDelaySeconds", SECONDS),
        (RETRIER, "JitterStrategy", ()),
        (CATCHER, "Comment", TEXT),
        (CATCHER, "ErrorEquals", (["x"],)),
        (CATCHER, "Next", ("x",)),
        (CATCHER, "Assign", OBJECT),
        (CATCHER, "ResultPath", PATH_OR_NULL),
        (READER, "Resource", ()),
        (READER, "Parameters", ()),
        (READER, "ReaderConfig", ()),
        (READS, "InputType", ()),
        (READS, "CSVHeaderLocation", ()),
        (READS, "CSVHeaders", (["x"],)),
        (READS, "CSVDelimiter", ()),
        (READS, "MaxItems", COUNT),
        (READS, "MaxItemsPath", PATH),
        (READS, "ManifestType", ("x", "$.x")),
        (READS, "Unknown", ()),
        (WRITER, "Resource", ()),
        (WRITER, "Parameters", ()),
        (WRITER, "WriterConfig", ({},)),
        (WRITES, "OutputType", ()),
        (WRITES, "Transformation", ()),
        (WRITES, "Unknown", ()),
        (BATCHER, "MaxItemsPerBatch", SECONDS),
        (BATCHER, "MaxInputBytesPerBatch", SECONDS),
        (BATCHER, "BatchInput", OBJECT),
        (CONFIG, "Mode", ()),
        (CONFIG, "ExecutionType", ()),
        (RULE, "Variable", PATH),
        (RULE, "IsNull", (True, False)),
        (RULE, "Next", ("x",)),
        (RULE, "Comment", TEXT),
        (BRANCH, "Comment", TEXT),
        (BRANCH, "ProcessorConfig", ()),
        (BRANCH, "TimeoutSeconds", ()),
        (BRANCH, "States", ()),
        (CREDENTIALS, "RoleArn", ("x", "$.x")),
        (CREDENTIALS, "Unknown", ()),
    ],
)
def test_what_is_within_a_state_takes_what_is_its_own(made, field, takes):
    assert same(taken(field, made), takes)


@pytest.mark.parametrize(
    ("field", "takes"),
    [
        ("Comment", TEXT),
        ("StartAt", ("x",)),
        ("States", ()),
        ("TimeoutSeconds", SECONDS),
        ("QueryLanguage", ()),
        ("Version", ()),
    ],
)
def test_the_definition_itself_takes_what_is_its_own(field, takes):
    whole = {"StartAt": "x", "States": {"x": {"Type": "Succeed"}}, "Version": "1.0"}
    assert same(taken(field, lambda name, sample: {**whole, name: sample}), takes)
