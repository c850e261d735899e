"""What people saw of Step Functions: public reports, as definitions and scenarios of ours."""

from itertools import pairwise

import pytest

from tests.asl.running import run, types
from tests.evidence.step_function_parts import machine, task

PROVES = (
    "simcore/asl/execution/execution.py",
    "simcore/services/step_functions/machine.py",
    "simcore/services/step_functions/express.py",
)

INVOKE = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}
NOTHING = {"Return": {}}


def direct(name, **more):
    return {
        "Type": "Task",
        "Resource": f"arn:aws:lambda:us-east-1:123456789012:function:{name}",
    } | more


def hours(done):
    assert (done.status, done.error, done.events) == ("FAILED", "States.Runtime", 25_000)
    assert done.cause == "The execution reached the maximum number of history events (25000)."
    return done.stopped / 3_600


def test_a_loop_that_looks_every_ten_seconds_ends_after_eleven_hours():
    """loads/ardere, issue 86, "Long running test plans can easily exceed max execution history
    size" (28 Sep 2017): "say =~ 11 hours", with the error and the cause that are asserted. Its
    serverless.yml has a task by a function's ARN (5 events) and a wait of 10 s (2). 25,000 / 7 are
    3,571 rounds; with 1 s for the task 11 s each, 10.9 h."""
    before = ("Populate", "Create", "Ready", "Signal", "Check")
    states = {name: direct(name, Next=next) for name, next in pairwise(before)}
    states["Check"] = direct("Check", Next="Wait")
    states["Wait"] = {"Type": "Wait", "Seconds": 10, "Next": "Check"}
    states |= {"Clean-up": direct("Clean", End=True)}
    states["Check"]["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": "Clean-up"}]
    mocks = dict.fromkeys((*before, "Clean-up"), NOTHING) | {"Check": {"Return": {}, "Seconds": 1}}
    done = run({"StartAt": "Populate", "States": states}, mocks, {})
    assert hours(done) == pytest.approx(11, rel=0.05)


def test_a_loop_in_a_map_that_looks_every_fifteen_seconds_ends_after_twelve_hours():
    """aws-solutions/distributed-load-testing-on-aws, issue 335, "Long-running test fails due to
    Step Function execution history size limitation" (27 Jul 2026, version 4.1.4): a test of 24 h
    fails after "~12 hours". Its machine of that version has, within an inline Map, lambda:invoke
    (5 events), a Choice (2) and a wait of 15 s (2): 25,000 / 9 are 2,777 rounds, 11.6 h, and what
    the checks take (0.3 s here) besides."""
    choice = [{"Variable": "$.isComplete", "BooleanEquals": True, "Next": "End"}]
    region = {
        "Send START": {**INVOKE, "ResultPath": None, "Next": "Check"},
        "Check": {**INVOKE, "OutputPath": "$.Payload", "Next": "Complete?"},
        "Complete?": {"Type": "Choice", "Choices": choice, "Default": "Wait 15s"},
        "Wait 15s": {"Type": "Wait", "Seconds": 15, "Next": "Check"},
        "End": {"Type": "Pass", "End": True},
    }
    processor = {"StartAt": "Send START", "States": region}
    states = {"Regions": {"Type": "Map", "ItemProcessor": processor, "End": True}}
    check = {"Return": {"Payload": {"isComplete": False}}, "Seconds": 0.3}
    mocks = {"Send START": NOTHING, "Check": check}
    done = run({"StartAt": "Regions", "States": states}, mocks, [{}])
    assert hours(done) == pytest.approx(12, rel=0.05)


def test_the_results_of_1302_accounts_are_too_large_after_9124_events():
    """awslabs/aws-securityhub-multiaccount-scripts, issue 63 (19 Dec 2022), of the machine of
    aws-samples/aws-security-hub-cross-account-controls-disabler: more than 1,300 accounts, it
    fails "at the last iteration #1301 for a total of 9124 events", with States.DataLimitExceeded
    and the cause that is asserted. Iterations count from 0: 1 + 5 for GetMembers + 2 for the Map +
    7 x 1,302 + MapStateFailed + ExecutionFailed. An account that failed has its error in the
    output (here 220 characters: the report does not say how long)."""
    accounts = [f"{number:012}" for number in range(1_302)]
    update = {**INVOKE, "OutputPath": "$.Payload", "End": True}
    states = {
        "GetMembers": {**INVOKE, "ResultPath": "$.ExecutionData", "Next": "UpdateMembers"},
        "UpdateMembers": {
            "Type": "Map",
            "InputPath": "$.ExecutionData.Payload",
            "ItemsPath": "$.accounts",
            "Parameters": {"account.$": "$$.Map.Item.Value", "exceptions.$": "$.exceptions"},
            "MaxConcurrency": 3,
            "Iterator": {"StartAt": "UpdateMember", "States": {"UpdateMember": update}},
            "ResultPath": "$.detail.processedItems",
            "Next": "Done",
        },
        "Done": {"Type": "Succeed"},
    }
    failed = {"statusCode": 500, "account": accounts[0], "error": "x" * 220}
    mocks = {
        "GetMembers": {"Return": {"Payload": {"accounts": accounts, "exceptions": {}}}},
        "UpdateMember": {"Return": {"Payload": failed}},
    }
    done = run({"StartAt": "GetMembers", "States": states}, mocks, {})
    assert (done.error, done.events) == ("States.DataLimitExceeded", 9_124)
    said = (
        "The state/task 'UpdateMembers' returned a result with a size exceeding the maximum number "
        "of bytes service limit."
    )
    assert done.cause.endswith(said)


@pytest.mark.parametrize(("kib", "status"), [(100, "SUCCEEDED"), (130, "FAILED")])
@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_an_input_that_is_handed_on_twice_may_be_half_as_large(language, kib, status):
    """mbc-net/mbc-cqrs-serverless, pull request 466 (7 Jul 2026): the event stands in the
    parameters twice, as input and as context, and attributes above about 110 KB (with their 20 KB
    around them) failed in production, "provided parameters with a size exceeding the maximum
    number of bytes service limit."; 100 KB is their new limit."""
    paths = {"input.$": "$", "context.$": "$$.Execution.Input"}
    given = {"Parameters": {"FunctionName": "check", "Payload": paths}}
    if language == "JSONata":
        payload = {
            "input": "{% $states.input %}",
            "context": "{% $states.context.Execution.Input %}",
        }
        given = {"Arguments": {"FunctionName": "check", "Payload": payload}}
    states = {"check_version": {**INVOKE, **given, "End": True}}
    document = {"StartAt": "check_version", "States": states, "QueryLanguage": language}
    done = run(document, {"check_version": NOTHING}, {"attributes": "x" * kib * 1024})
    assert done.status == status
    if status == "FAILED":
        assert done.error == "States.DataLimitExceeded"
        assert "'check_version' provided parameters with a size exceeding" in done.cause


@pytest.mark.parametrize(
    ("limits", "status", "after_s"),
    [({}, "RUNNING", None), ({"TimeoutSeconds": 43_200}, "FAILED", 43_200),
     ({"TimeoutSeconds": 43_200, "HeartbeatSeconds": 300}, "FAILED", 300)],
)  # fmt: skip
def test_a_token_that_nobody_sends_back(limits, status, after_s):
    """wellcomecollection/catalogue-pipeline, pull requests 3595 and 3597 (24 Aug 2026): without
    limits an execution hung for 31 days; 3496 (27 Jul 2026): a task that did not start was told by
    TimeoutSeconds, 12 h late, and with HeartbeatSeconds of 5 min in minutes, as States.Timeout."""
    resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
    message = {"QueueUrl": "work", "MessageBody.$": "$$.Task.Token"}
    load = {"Type": "Task", "Resource": resource, "Parameters": message, "End": True, **limits}
    done = run({"StartAt": "Load", "States": {"Load": load}}, {"Load": {"Never": True}}, {})
    assert done.status == status
    if after_s is not None:
        assert (done.error, done.stopped) == ("States.Timeout", after_s)
        assert types(done)[-2:] == ["TaskTimedOut", "ExecutionFailed"]


@pytest.fixture
def run_of(simulate):
    """100 executions of ten states, one of which invokes a function for a second."""

    def of(workflow):
        states = {f"S{n}": {"Type": "Pass", "Next": f"S{n + 1}"} for n in range(9)}
        states["S0"] = {**task("f"), "Next": "S1"}
        states["S9"] = {"Type": "Succeed"}
        parts = {
            "site": {
                "type": "client",
                "target": "booking",
                "arrivals": {"burst": {"rate": 0, "count": 100, "at": 1, "for": 1}},
            },
            "booking": machine(states, workflow=workflow),
            "f": {"type": "function", "duration": "950 ms", "init_duration": 0},
        }
        return simulate(parts, "5 s", "aws-2026")

    return of


def test_what_a_booking_costs_as_a_standard_and_as_an_express_workflow(run_of):
    """aws-samples/aws-serverless-airline-booking, issue 116 (17 Jun 2020): a load test's standard
    workflows of about 10 transitions were 55 USD, 0.00025 each; the same load as express
    workflows, 64 MB for about 1,000 ms, "~0.5 $". 55 / 0.00025 are 220,000 executions."""
    standard, express = (
        run_of(workflow)["cost"]["components"] for workflow in ("standard", "express")
    )
    each = standard["booking"] / 100
    assert each == pytest.approx(0.00025)
    assert express["booking"] / 100 * (55 / each) == pytest.approx(0.5, rel=0.15)


def test_a_standard_workflow_begins_its_task_some_twenty_milliseconds_later(simulate):
    """Bite-Sized Serverless, "Serverless Messaging: Latency Compared" (4 and 5 Sep 2022,
    eu-west-1, 1,024 messages each): a producer starts a workflow that invokes a function; median
    142 ms with standard and 118 ms with express workflows where the function is invoked
    asynchronously, 99.1 and 77.3 ms where it is awaited: 24 and 21.8 ms apart. The latencies of a
    transition, which AWS does not publish, are 25 and 5 ms. What both have besides is not simulated
    (StartExecution and Invoke themselves)."""
    first = []
    for workflow in ("standard", "express"):
        site = {
            "type": "client",
            "target": "m",
            "arrivals": {"burst": {"rate": 0, "count": 1, "at": 0, "for": 0}},
        }
        parts = {
            "site": site,
            "m": machine({"A": {**task("f"), "End": True}}, workflow=workflow),
            "f": {"type": "function", "duration": "5 ms", "init_duration": 0},
        }
        first.append(simulate(parts, "1 s", "aws-2026")["percentiles"]["m"]["ExecutionTime"]["max"])
    assert first[0] - first[1] == pytest.approx((24 + 21.8) / 2, rel=0.15)


def test_an_inline_map_that_is_to_do_all_at_once_does_a_little_less_than_forty(simulate):
    """aws-samples/aws-stepfunctions-examples, issue 4 (23 Apr 2021): "I couldn't break 37
    concurrent executions"; AWS's people there: capped at 40. From one item's end to the next
    item's task a transition goes by: of 1,000 items of 1 s 40 / 1.025 = 39 are at work on average,
    of tasks of 0.3 s 37."""
    each = {"StartAt": "One", "States": {"One": {**task("f"), "End": True}}}
    states = {"Each": {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": each, "End": True}}
    site = {
        "type": "client",
        "target": "m",
        "arrivals": {"burst": {"rate": 0, "count": 1, "at": 0, "for": 0}},
    }
    for took, working in ((1.0, 39.0), (0.3, 36.9)):
        parts = {
            "site": site,
            "m": machine(states, input={"items": [0] * 1_000}),
            "f": {"type": "function", "duration": took, "init_duration": 0},
        }
        found = simulate(parts, "30 s", "aws-2026")
        assert max(found["series"]["f"]["ConcurrentExecutions"]) == 40
        done_s = found["percentiles"]["m"]["ExecutionTime"]["max"] / 1_000
        assert 1_000 * took / done_s == pytest.approx(working, abs=0.3)
