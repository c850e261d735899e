"""`windtunnel event`: a list, the event of a source, of a message of a run; clear answers."""

import json

import pytest

from simcore.cli import main
from simcore.components import documents

SCENARIO = """
format: windtunnel.scenario/1
id: hook
title: What does it get?
duration: 5 min
components:
  hooks: {type: client, target: pay, invocation: Event, limit: 2, arrivals: {constant: {rate: 1}}}
  pay: {type: function, duration: 1 s, error_rate: 100 %, init_duration: 500 ms, runtime: nodejs22,
        environment: {TABLE: orders}}
"""

PAGE = """
format: windtunnel.scenario/1
id: page
title: What does it get?
duration: 2 s
components:
  page: {type: client, target: shown, arrivals: {constant: {rate: 1}}}
  shown: {type: function, duration: 1 s, tracing: Active}
"""

HOSE = """
format: windtunnel.scenario/1
id: hose
title: What does it get?
duration: 2 s
components:
  site: {type: client, target: hose, arrivals: {constant: {rate: 1}}}
  hose: {type: delivery_stream, transformation: {target: cleaned}, destination: lake}
  cleaned: {type: function, duration: 1 s, tracing: Active}
  lake: {type: bucket}
"""


@pytest.fixture
def hose(tmp_path):
    path = tmp_path / "hose.yaml"
    path.write_text(HOSE)
    return str(path)


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.yaml"
    path.write_text(PAGE)
    return str(path)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "hook.yaml"
    path.write_text(SCENARIO)
    return str(path)


def written(capsys, *arguments):
    assert main(["event", *arguments]) == 0
    return capsys.readouterr().out


def test_the_list_names_all_sources_and_what_sam_calls_them(capsys):
    listed = json.loads(written(capsys, "--json"))
    assert [one["name"] for one in listed["sources"]] == list(documents())
    assert "(sam: sqs receive-message)" in written(capsys)


def test_the_event_of_a_source(capsys):
    event = json.loads(written(capsys, "sqs"))
    assert event["Records"][0]["eventSource"] == "aws:sqs"


def test_the_log_of_what_no_run_follows_says_why_it_has_no_end(hose, capsys):
    for more in ([], ["--scenario", hose]):
        assert main(["event", "firehose", *more, "--show", "log"]) == 0
        told = capsys.readouterr()
        assert "START" in told.out
        assert "no END and no REPORT" in told.err
    traced = json.loads(written(capsys, "firehose", "--scenario", hose, "--show", "trace"))
    assert "is not known" in traced["why"]


def test_the_event_the_log_and_the_trace_of_a_request_of_a_run(page, capsys):
    """The second comes at 1 s, and its invocation is the only one of that second: traced."""
    about = ["invoke", "--scenario", page, "--number", "2"]
    assert json.loads(written(capsys, *about))["number"] == 2
    start, _, *ends = written(capsys, *about, "--show", "log").splitlines()
    assert start.startswith("START RequestId: ")
    assert ends == []  # it runs until 2.1 s
    first = written(capsys, "invoke", "--scenario", page, "--show", "log").splitlines()
    assert first[-1].startswith("REPORT")
    assert "Duration: 1000.00 ms" in first[-1]
    trace = json.loads(written(capsys, *about, "--show", "trace"))
    assert [one["origin"] for one in trace["segments"]] == ["AWS::Lambda", "AWS::Lambda::Function"]
    assert all(one["in_progress"] for one in trace["segments"])


def test_the_event_and_the_log_of_a_message_of_a_run(file, capsys):
    about = ["invoke-async", "--scenario", file, "--number", "2"]
    assert json.loads(written(capsys, *about))["number"] == 2
    assert written(capsys, *about) == written(capsys, *about)
    lines = [written(capsys, *about, "--attempt", n, "--show", "log") for n in "123"]
    assert written(capsys, *about, "--show", "log") == "".join(lines)
    ids = {line.split("RequestId: ")[1].split()[0] for line in lines}
    assert len(ids) == 1
    assert json.loads(written(capsys, *about, "--show", "context"))["awsRequestId"] in ids
    variables = json.loads(written(capsys, *about, "--show", "environment"))
    assert variables["TABLE"] == "orders"
    assert variables["AWS_LAMBDA_FUNCTION_NAME"] == "pay"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["sqs", "receive-message"], "windtunnel event sqs"),
        (["snss"], "did you mean sns"),
        (["SQS"], "did you mean sqs"),
        (["sqs", "--number", "3"], "--scenario NAME"),
        (["sqs", "--attempt", "2"], "--scenario NAME"),
        (["firehose", "--scenario", "HOSE", "--number", "99999"], "without --number"),
        (["firehose", "--scenario", "HOSE", "--attempt", "1"], "without --attempt"),
        (["invoke", "--scenario", "PAGE", "--number", "99999"], "near it are 1, 2"),
        (["cloudfront-function", "--show", "context"], "is no Lambda function"),
        (["sqs", "--scenario", "FILE"], "there is invoke-async of hooks"),
        (["invoke-async", "--scenario", "FILE", "--number", "7"], "near it are 1, 2"),
        (["invoke-async", "--scenario", "FILE", "--attempt", "9"], "there were 1, 2, 3"),
        (["invoke-async", "--scenario", "FILE", "--component", "x"], "invoke-async of hooks"),
    ],
)
def test_what_there_is_not_is_said(arguments, hint, file, page, hose, capsys):
    files = {"FILE": file, "PAGE": page, "HOSE": hose}
    assert main(["event", *(files.get(one, one) for one in arguments)]) == 2
    (check,) = json.loads(capsys.readouterr().err)["checks"]
    assert hint in check["hint"]
