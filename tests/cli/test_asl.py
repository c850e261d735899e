"""`windtunnel asl`: an execution as JSON, three exit statuses, clear complaints."""

import json

import pytest

from simcore.asl.local import execute
from simcore.cli import main

DEFINITION = """
StartAt: Charge
States:
  Charge:
    Type: Task
    Resource: arn:aws:states:::lambda:invoke
    Parameters: {FunctionName: "${Function}", Payload.$: $}
    Retry: [{ErrorEquals: [Busy], JitterStrategy: FULL}]
    End: true
"""
ONE = {"Charge": {"0": {"Throw": {"Error": "Busy"}}, "1-": {"Return": {"paid": True}}}}
LOCAL = {
    "StateMachines": {
        "Order": {"TestCases": {"Happy": {"Charge": "Paid"}, "Sad": {"Charge": "Refused"}}}
    },
    "MockedResponses": {
        "Paid": {"0": {"Return": {"paid": True}}},
        "Refused": {"0": {"Throw": {"Error": "Refused", "Cause": "no money"}}},
    },
}

PAID = {"Return": {"paid": True}}


def throwing(**more):
    return {"mocks": {"Charge": {"Throw": {"Error": "E", **more}}}}


DEEP = json.loads("[" * 700 + "]" * 700)


@pytest.fixture
def asl(tmp_path, capsys):
    """(exit status, what was printed) of the command with a definition and mocks."""

    def run(*options, definition=DEFINITION, mocks=ONE):
        (tmp_path / "machine.yaml").write_text(definition)
        (tmp_path / "mocks.json").write_text(json.dumps(mocks))
        given = [str(tmp_path / "machine.yaml"), "--mock", str(tmp_path / "mocks.json")]
        status = main(["asl", *given, *options])
        out, error = capsys.readouterr()
        return status, json.loads(out or error)

    return run


def test_an_execution_that_succeeds(asl):
    status, said = asl("--input", '{"id": 7}', "--substitute", "Function=charge", "--name", "n1")
    assert (status, said["status"], said["output"]) == (0, "SUCCEEDED", {"paid": True})
    assert said["statesEntered"] == ["Charge"]
    assert said["executionArn"].endswith(":n1")
    scheduled = said["events"][2]["taskScheduledEventDetails"]["parameters"]
    assert json.loads(scheduled) == {"FunctionName": "charge", "Payload": {"id": 7}}


def test_the_same_seed_waits_as_long(asl):
    given = "--substitute", "Function=f"
    first, again, other = (asl(*given, "--seed", seed)[1]["seconds"] for seed in "112")
    assert first == again != other


def test_an_execution_that_fails(asl):
    given = "--substitute", "Function=f", "--case", "Sad"
    status, said = asl(*given, mocks=LOCAL)
    assert (status, said["status"], said["error"], said["cause"]) == (
        1, "FAILED", "Refused", "no money",
    )  # fmt: skip
    assert "output" not in said


def test_a_case_of_step_functions_local(asl):
    assert asl("--substitute", "Function=f", "--case", "Order/Happy", mocks=LOCAL)[0] == 0


def test_an_input_in_a_file(asl, tmp_path):
    (tmp_path / "input.json").write_text("[1, 2]")
    said = asl("--substitute", "Function=f", "--input", str(tmp_path / "input.json"))[1]
    assert said["input"] == [1, 2]


@pytest.mark.parametrize(
    ("options", "changed", "path", "message"),
    [
        ([], {"definition": "StartAt: A\nStates: {A: {Type: Tusk}}"}, "States.A.Type", "Tusk"),
        ([], {"definition": "[1]"}, "", "a definition is an object"),
        ([], {"definition": "StartAt: [1"}, "", "expected"),
        ([], {"mocks": {}}, "States.Charge", "no mock"),
        ([], {"mocks": {"Charge": {"Return": 1}, "Chrge": {"Return": 1}}}, "Chrge", "no such"),
        ([], {"mocks": {"Charge": {"x": {"Return": 1}}}}, "Charge.x", "number"),
        ([], {"mocks": {"Charge": {"Return": 1, "Seconds": -1}}}, "Charge.Seconds", "-1"),
        ([], {"mocks": {"Charge": {"Return": 1, "Throw": {}}}}, "Charge", "exactly one"),
        ([], {"mocks": {"Charge": {"Never": False}}}, "Charge.Never", "true"),
        ([], {"mocks": {"Charge": []}}, "Charge", "no outcome"),
        ([], {"mocks": {"Charge": {"5-2": PAID}}}, "Charge.5-2", "2 comes before 5"),
        ([], {"mocks": {"Charge": {"0-1": PAID, "1": PAID}}}, "Charge.1", "0-1 is for the same"),
        ([], throwing(Cuase=""), "Charge.Throw.Cuase", "unknown"),
        ([], throwing(Cause={}), "Charge.Throw.Cause", "text"),
        (["--input", '{"a": 1, "a": 2}'], {}, "", '"a" is given twice'),
        (["--express", "--redrive", "2"], {}, "", "cannot be redriven"),
        ([], {"mocks": [1]}, "", "an object"),
        ([], {"mocks": {"Charge": [{"When": DEEP, "Return": 1}]}}, "Charge[0].When", "levels deep"),
        ([], {"mocks": LOCAL}, "StateMachines", "several cases"),
        (["--case", "Glad"], {"mocks": LOCAL}, "StateMachines", "Glad"),
        (["--input", "{1}"], {}, "", "--input"),
        (["--input", '{"id": 1e400}'], {}, "", "1e400: a number beyond"),
        (["--input", ""], {}, "", "--input is empty"),
        (["--input", "nowhere.json"], {}, "", "nowhere.json"),
        (["--input", '"%s"' % ("x" * 300_000)], {}, "", "DataLimitExceeded"),
        (["--input", "[" * 3_000], {}, "", "--input"),
        (["--name", "a b"], {}, "", "--name"),
        (["--substitute", "Function"], {}, "", "NAME=VALUE"),
    ],
)  # fmt: skip
def test_what_is_not_valid_is_said_with_its_place(asl, options, changed, path, message):
    status, said = asl("--substitute", "Function=f", *options, **changed)
    first = said["checks"][0]
    assert (status, first["path"]) == (2, path)
    assert message in first["message"]
    assert first["severity"] == "error"


def test_numbers_beyond_64_bits_and_odd_texts_are_written(asl):
    mocks = {"Charge": {"Return": {"n": 2**80, "text": "\ud800 é"}}}
    status, said = asl("--substitute", "Function=f", mocks=mocks)
    assert (status, said["output"]["n"]) == (0, 2**80)


LOOP = """
StartAt: A
States:
  A: {Type: Choice, Choices: [{Variable: $.stop, IsPresent: true, Next: B}], Default: A}
  B: {Type: Succeed}
"""


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (None, "cannot be parsed as a long value: $.wait == null"),
        (True, "cannot be parsed as a long value: $.wait == true"),
        ("3", 'cannot be parsed as a long value: $.wait == "3"'),
        (-1, "references a negative value: $.wait == -1"),
    ],
)
def test_a_cause_names_the_field_and_the_value_as_the_definition_and_json_do(asl, wait, said):
    definition = "StartAt: A\nStates: {A: {Type: Wait, SecondsPath: $.wait, End: true}}"
    given = json.dumps({"wait": wait})
    told = asl("--input", given, definition=definition, mocks={})[1]
    assert told["error"] == "States.Runtime"
    assert told["cause"].endswith(f"The SecondsPath parameter {said}")


def test_what_is_too_deep_for_a_definition_is_told_of_definitions(asl):
    status, said = asl(definition='{"StartAt": ' + "[" * 401 + "]" * 401 + "}")
    assert (status, said["checks"][0]["hint"]) == (2, "a definition may have 80 levels, data 200")


MAP = """
StartAt: Each
States:
  Each:
    Type: Map
    ToleratedFailureCount: 1
    ItemProcessor:
      ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: EXPRESS}
      StartAt: Do
      States:
        Do:
          Type: Task
          Resource: arn:aws:states:::lambda:invoke
          Parameters: {FunctionName: f}
          End: true
    End: true
"""


def test_children_of_a_map_run_begin_as_fast_as_aws_begins_them(asl):
    """A tenth of 2,500 (service-quotas, 2026): 250 Express children of 0 s at 1,000 a second."""
    given = "--input", json.dumps([0] * 250)
    said = asl(*given, definition=MAP, mocks={"Do": PAID})[1]
    assert (said["status"], said["seconds"]) == ("SUCCEEDED", 0.25)


def test_what_became_of_each_item_of_a_map_run_is_said(asl):
    """Ten items, at most one of which may fail: the second that does ends it."""
    given = "--input", json.dumps(list(range(10)))
    mocks = {"Do": {"0": PAID, "1-2": {"Throw": {"Error": "Bad"}}, "3-": PAID}}
    said = asl(*given, definition=MAP, mocks=mocks)[1]
    none = {"running": 0, "timedOut": 0, "aborted": 0, "pendingRedrive": 0}
    none |= {"failuresNotRedrivable": 0, "resultsWritten": 0}
    (run,) = said["mapRuns"]
    assert run["itemCounts"] == {"total": 10, "succeeded": 1, "failed": 2, "pending": 7, **none}
    assert run["executionCounts"] == {"total": 3, "succeeded": 1, "failed": 2, "pending": 0, **none}


def test_a_loop_without_a_wait_ends(asl):
    status, said = asl(definition=LOOP, mocks={})
    assert (status, said["error"], len(said["events"])) == (1, "States.Runtime", 25_000)


def test_a_loop_holds_no_more_than_there_is_room_for(asl, monkeypatch):
    monkeypatch.setattr("simcore.asl.local.kept.MOST_KEPT_EVENTS", 50)
    monkeypatch.setattr("simcore.asl.local.kept.MOST_KEPT_TEXT", 1_000)
    status, said = asl("--input", json.dumps("x" * 150), definition=LOOP, mocks={})
    events = said["events"]
    assert (status, events[-1]["id"], events[-1]["type"]) == (1, 25_000, "ExecutionFailed")
    assert "maximum number of history events (25000)" in said["cause"]
    assert (len(events), said["eventsLeftOut"]) == (51, 24_949)
    details = events[9]["stateEnteredEventDetails"]
    assert (len(details["input"]), details["inputDetails"]) == (100, {"truncated": True})


@pytest.mark.parametrize(
    ("option", "limit"), [("--max-wall", "0.05 s of computing"), ("--max-memory", "0 MB of memory")]
)
def test_an_execution_that_takes_too_long_is_stopped_at_its_limit(asl, option, limit):
    """A million events; children of a Map Run may have a billion."""
    status, said = asl("--express", option, "0.05", definition=LOOP, mocks={})
    assert (status, [one["id"] for one in said["checks"]]) == (1, ["asl.limit"])
    assert limit in said["checks"][0]["message"]


def test_a_limit_is_more_than_nothing(asl):
    status, said = asl("--max-wall", "nan")
    assert (status, said["checks"][0]["message"]) == (2, "--max-wall nan: more than 0 is expected")


def test_a_result_that_is_nested_too_deep_fails_its_task(asl):
    status, said = asl("--substitute", "Function=f", mocks={"Charge": {"Return": DEEP}})
    assert (status, said["error"]) == (1, "States.Runtime")
    details = said["events"][4]["taskSucceededEventDetails"]
    assert details["outputDetails"] == {"truncated": True}


@pytest.mark.parametrize("text", ['{"Charge": {"Return": -1e999}}', "Charge: {Return: 1e400}"])
def test_a_number_that_json_cannot_say_is_refused_in_mocks(asl, tmp_path, text):
    (tmp_path / "infinite").write_text(text)
    given = "--substitute", "Function=f", "--mock", str(tmp_path / "infinite")
    status, said = asl(*given)
    assert (status, said["checks"][0]["hint"]) == (2, "a finite number")


@pytest.mark.parametrize("mock", [{"Return": 1, "Seconds": 90}, {"Never": True}])
def test_an_http_task_waits_for_60_s_whatever_its_timeout_is(mock):
    called = {"ApiEndpoint": "https://example.com", "Method": "GET"}
    resource = "arn:aws:states:::http:invoke"
    task = {"Type": "Task", "Resource": resource, "Parameters": called, "TimeoutSeconds": 300}
    one = execute({"StartAt": "A", "States": {"A": {**task, "End": True}}}, {}, {"A": mock})
    assert (one.status, one.error, one.stopped) == ("FAILED", "States.Http.Socket", 60)
