"""What an invocation leaves in the log, and the context that its handler gets."""

import re

import pytest

from simcore import load_scenario, run
from simcore.component.invocation import Invocation
from simcore.scenario.event_told import told_of
from simcore.scenario.followed import Step, invocations
from tests.evidence.shape import shape, strange

PROVES = ("simcore/component/invocation.py",)

HEAD = {"format": "windtunnel.scenario/1", "id": "logs", "title": "What is in the log?"}
ARRIVALS = {"constant": {"rate": 1}}


def scenario(function, profile="aws-2026", limit=1, **fields):
    hooks = {"type": "client", "target": "pay", "invocation": "Event", "limit": limit}
    pay = {"type": "function", "duration": "1 s", **function}
    components = {"hooks": {**hooks, "arrivals": ARRIVALS}, "pay": pay}
    document = {**HEAD, "profile": profile, "duration": "5 min", "components": components}
    return load_scenario({**document, **fields})


def made_of(ran, result, story):
    steps = [Step(s["t_s"], s["step"], s["a"], s["b"]) for s in story["steps"]]
    return invocations(ran.with_defaults(), story["component"], story["id"], steps)


def told(function, **said):
    """What is told of each attempt at the first event."""
    ran = scenario(function, **said)
    result = run(ran).as_dict()
    return [told_of(one) for one in made_of(ran, result, result["stories"][0])]


def lines(attempt):
    return [line["message"] for line in attempt["log"]]


def test_the_same_lines_come_again_with_the_same_request_id_for_each_retry():
    """GC-18 (Lambda guide, invocation-async-error-handling): three attempts, 1 and 2 min apart.

    With attempts of 1 s they start at 0, 61 and 182 s; the first one is cold (0.5 s): half a
    second later each. A duplicate in the log is how one notices (invocation-retries, 2026).
    """
    attempts = told({"error_rate": 1.0, "init_duration": "500 ms", "idle_timeout": "1 h"})
    assert len(attempts) == 3
    starts = [attempt["log"][0] for attempt in attempts]
    assert len({start["message"] for start in starts}) == 1
    assert starts[0]["message"].startswith("START RequestId: ")
    first = starts[0]["timestamp"]
    assert [start["timestamp"] - first for start in starts] == [0, 61_000, 182_000]
    own = {re.sub(r"\S+Z", "", lines(attempt)[1]) for attempt in attempts}
    assert len(own) == 1
    assert [lines(attempt)[-2].split()[0] for attempt in attempts] == ["END"] * 3


@pytest.mark.parametrize(("profile", "billed"), [("aws-2026", 500), ("aws-2022", 100)])
def test_a_report_has_what_is_billed(profile, billed):
    """Lambda pricing, 1 Aug 2025: 400 ms of init, 100 ms of handler: 500, or 100."""
    (attempt,) = told({"duration": "100 ms", "init_duration": "400 ms"}, profile=profile)
    parts = lines(attempt)[-1].rstrip("\t").split("\t")
    assert parts[1:] == [
        "Duration: 100.00 ms",
        f"Billed Duration: {billed} ms",
        "Memory Size: 128 MB",
        "Init Duration: 400.00 ms",
    ]


@pytest.mark.parametrize("profile", ["aws-2026", "aws-2022"])
def test_all_reports_together_are_the_bill(profile):
    """Each invocation is rounded up to 1 ms by itself, as in the bill."""
    varied = {"duration": {"lognormal": {"median": "80 ms", "p99": "900 ms"}}, "error_rate": 0.4}
    ran = scenario({**varied, "init_duration": "333.3 ms"}, profile=profile, limit=60)
    result = run(ran).as_dict()
    made = [one for story in result["stories"] for one in made_of(ran, result, story)]
    counted = result["counters"]["pay"]
    assert len(made) == counted["invocations"] > 60
    said = sum(
        int(re.search(r"Billed Duration: (\d+)", lines(told_of(one))[-1])[1]) for one in made
    )
    init_ms = counted["billed_init_ms"] if profile == "aws-2026" else 0
    assert said == counted["billed_duration_ms"] + init_ms


def test_a_timeout_is_said():
    """Lambda guide, configuration-timeout: "Task timed out after 3.00 seconds"."""
    attempts = told({"duration": "5 s", "timeout": "3 s"}, limit=1)
    assert lines(attempts[0])[-3].endswith("Task timed out after 3.00 seconds")
    assert "Duration: 3000.00 ms" in lines(attempts[0])[-1]


def test_a_restore_is_told_in_the_place_of_an_init():
    """Lambda guide, snapstart-monitoring (12 Jul 2026): Restore Duration, and no Init Duration."""
    snap = {"runtime": "java21", "snap_start": True, "restore_duration": "250 ms"}
    (attempt,) = told({**snap, "memory": "512 MB"})
    assert "Restore Duration: 250.00 ms" in lines(attempt)[-1]
    assert "Init Duration" not in lines(attempt)[-1]
    assert "AWS_LAMBDA_LOG_GROUP_NAME" not in attempt["environment"]


PYTHON = """function_name s, function_version "$LATEST", invoked_function_arn s,
    memory_limit_in_mb s, aws_request_id s, log_group_name s, log_stream_name s,
    identity{cognito_identity_id null, cognito_identity_pool_id null}, client_context null,
    get_remaining_time_in_millis() n"""
NODE = """functionName s, functionVersion "$LATEST", invokedFunctionArn s, memoryLimitInMB s,
    awsRequestId s, logGroupName s, logStreamName s, identity null, clientContext null,
    getRemainingTimeInMillis() n, callbackWaitsForEmptyEventLoop b"""


@pytest.mark.parametrize(("runtime", "fields"), [("python3.13", PYTHON), ("nodejs22.x", NODE)])
def test_the_context_object_has_the_names_of_its_runtime(runtime, fields):
    """Lambda guide, python-context and nodejs-context (12 Jul 2026)."""
    (attempt,) = told({"runtime": runtime, "timeout": "7 s"})
    context = attempt["context"]
    assert strange(shape(fields), context) == []
    assert 7_000 in context.values()
    assert attempt["environment"]["AWS_EXECUTION_ENV"] == f"AWS_Lambda_{runtime}"


def test_an_invocation_that_runs_has_a_start_and_no_end():
    ran = scenario({"duration": "10 min", "timeout": "15 min"})
    result = run(ran).as_dict()
    (running,) = made_of(ran, result, result["stories"][0])
    assert isinstance(running, Invocation)
    assert [line.split()[0] for line in lines(told_of(running))] == ["START", "[INFO]"]


@pytest.mark.parametrize(
    ("role", "written"),
    [
        ({"policies": ["AWSLambdaBasicExecutionRole"]}, True),
        ({"actions": ["sqs:SendMessage"]}, False),
        ({"deny": ["logs:*"]}, False),
    ],
)
def test_a_role_that_may_not_write_logs_leaves_none(role, written):
    """Lambda guide, lambda-intro-execution-role: the function runs, and nothing is logged."""
    (attempt,) = told({"role": role})
    assert bool(attempt["log"]) == written
    assert attempt["context"]["log_group_name"] == "/aws/lambda/pay"
