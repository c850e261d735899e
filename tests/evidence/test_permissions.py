"""What fails where a permission is missing: facts/lambda.md 9.C, security-and-tracing.md ST-6 to 8.

Sources: AWS Lambda Developer Guide, lambda-intro-execution-role, with-sqs, with-sns,
invocation-async (14 Nov 2022, 12 Jul 2026); scribd/terraform-oxbow#30 for the words of a refusal.
"""

import json

import pytest

import simcore
from simcore.component.permissions import POLICIES
from simcore.scenario import check

PROVES = (
    "simcore/component/permissions/permissions.py",
    "simcore/component/permissions/matching.py",
    "simcore/component/permissions/policies.py",
    "simcore/awslambda/event_source_mapping/deleting.py",
    "simcore/awslambda/event_source_mapping/updating.py",
    "simcore/awslambda/permission_actions.py",
)
SQS_ROLE = {"policies": ["AWSLambdaSQSQueueExecutionRole"]}
FAST = {"duration": "100 ms", "init_duration": 0, "timeout": "3 s"}


def queue_and_worker(role, **queue):
    """Two messages a second, and a function that is never the limit."""
    return {
        "shop": {"type": "client", "target": "jobs", "arrivals": {"constant": {"rate": 2}}},
        "jobs": {"type": "queue", "visibility_timeout": "30 s", **queue},
        "poll": {"type": "event_source_mapping", "source": "jobs", "function": "worker"},
        "worker": {"type": "function", **FAST, "role": role},
    }


def document(components, *interventions, duration="4 min", profile="aws-2026"):
    return {
        "format": "windtunnel.scenario/1",
        "id": "rights",
        "title": "Who may?",
        "profile": profile,
        "duration": duration,
        "components": components,
        "interventions": list(interventions),
    }


def result(*said, **more):
    return simcore.run(simcore.load_scenario(document(*said, **more))).as_dict()


def findings(components, profile="aws-2026"):
    found = check(document(components, profile=profile))
    return {c.id: c for c in found if c.id.startswith("permission.")}


def statement(hint):
    return json.loads(hint[hint.index("{") :])


def deny(permission, **more):
    return {"action": "deny", "component": "worker", "permission": permission, **more}


@pytest.mark.parametrize("profile", ["notes-2021", "aws-2022", "aws-2026"])
def test_st_6_a_mapping_whose_role_cannot_read_is_refused(profile):
    """ST-6: with AWSLambdaBasicExecutionRole alone CreateEventSourceMapping is refused."""
    found = findings(
        queue_and_worker({"policies": ["AWSLambdaBasicExecutionRole"]}), profile=profile
    )
    refused = found["permission.refused"]
    assert (refused.severity, refused.path) == ("error", "components.poll.source")
    assert "does not have permissions to call ReceiveMessage" in refused.message
    assert statement(refused.hint) == {
        "Effect": "Allow",
        "Action": ["sqs:ReceiveMessage", "sqs:GetQueueAttributes"],
        "Resource": "jobs",
    }


def test_st_6_with_the_policy_for_queues_nothing_is_said():
    assert findings(queue_and_worker(SQS_ROLE)) == {}


def test_st_7_an_encrypted_queue_needs_the_key():
    """ST-7: kms:Decrypt is missing: the mapping cannot read. The statement mends it."""
    components = queue_and_worker(SQS_ROLE, customer_key=True)
    missing = findings(components)["permission.missing"]
    assert statement(missing.hint) == {
        "Effect": "Allow",
        "Action": "kms:Decrypt",
        "Resource": "jobs",
    }
    counters = result(components, duration="1 min")["counters"]
    assert counters["jobs"]["visible"] == counters["jobs"]["sent"] == 120
    assert counters["worker"].get("invocations", 0) == 0
    mended = {**SQS_ROLE, "statements": [{"actions": ["kms:Decrypt"], "resources": ["jobs"]}]}
    components = queue_and_worker(mended, customer_key=True)
    assert findings(components) == {}
    assert result(components, duration="1 min")["counters"]["worker"]["invocations"] > 100


def test_a_source_that_may_not_be_read_any_longer_grows(total_from, at):
    """9.C: no polling, the backlog grows, Invocations 0; allowed again, it drains.

    Denied at 50 s, which holds 10 s later (assumed), for a minute: 2/s x 60 s = 120 wait at 120 s.
    """
    components = queue_and_worker(SQS_ROLE)
    found = result(components, deny("sqs:ReceiveMessage", at=50, **{"for": 60}))
    assert total_from(found, "worker", "Invocations", 61, 119) == 0
    assert at(found, "jobs", "ApproximateNumberOfMessagesVisible", 119) == pytest.approx(120, abs=2)
    assert at(found, "jobs", "ApproximateNumberOfMessagesVisible", 200) <= 2
    assert found["counters"]["jobs"]["deleted"] == pytest.approx(480, abs=4)
    flags = [f for f in found["flags"] if f["component"] == "poll"]
    assert [(f["t_s"], f["detail"]) for f in flags] == [(60, "missing permission")]


def test_what_may_not_be_deleted_comes_back_and_dies():
    """9.C: processed again after the visibility timeout, and ends in the dead-letter queue.

    Each message is received at 0, 30 and 60 s, and is dead at 90: of 480 sent in 4 min those of the
    first 150 s are, 300, with no error at all.
    """
    redrive = {"dead_letter_queue": "dead", "max_receive_count": 3}
    role = {**SQS_ROLE, "deny": ["sqs:DeleteMessage"]}
    components = {**queue_and_worker(role, redrive=redrive), "dead": {"type": "queue"}}
    missing = findings(components)["permission.missing"]
    assert statement(missing.hint)["Action"] == "sqs:DeleteMessage"
    counters = result(components)["counters"]
    assert counters["dead"]["visible"] == pytest.approx(300, abs=3)
    assert counters["jobs"]["deleted"] == 0
    assert counters["worker"]["errors"] == 0


def asynchronous(role, **ends):
    """An event a second for a minute, of which every attempt fails, without retries."""
    return {
        "caller": {
            "type": "client",
            "target": "worker",
            "invocation": "Event",
            "limit": 60,
            "arrivals": {"constant": {"rate": 1}},
        },
        "worker": {
            "type": "function",
            **FAST,
            "error_rate": 1,
            "role": role,
            "asynchronous": {"maximum_retry_attempts": 0, **ends},
        },
        "dead": {"type": "queue"},
    }


@pytest.mark.parametrize(
    ("channel", "metric"),
    [
        ("dead_letter_queue", "DeadLetterErrors"),
        ("on_failure", "DestinationDeliveryFailures"),
    ],
)
def test_without_the_right_to_send_the_event_is_lost(channel, metric, total_from):
    """9.C: DeadLetterErrors or DestinationDeliveryFailures, and the event is lost."""
    logs = {"policies": ["AWSLambdaBasicExecutionRole"]}
    components = asynchronous(logs, **{channel: {"target": "dead"}})
    missing = findings(components)["permission.missing"]
    assert statement(missing.hint)["Action"] == "sqs:SendMessage"
    lost = result(components, duration="2 min")
    assert total_from(lost, "worker", metric, 0, 120) == 60
    assert lost["counters"]["dead"]["sent"] == 0
    kept = result(
        asynchronous({**logs, "actions": ["sqs:SendMessage"]}, **{channel: {"target": "dead"}}),
        duration="2 min",
    )
    assert total_from(kept, "worker", metric, 0, 120) == 0
    assert kept["counters"]["dead"]["sent"] == 60


def test_me_2_a_subscriber_that_sns_may_not_invoke_gets_nothing_and_there_is_no_retry():
    """ME-2: three functions, one without permission, 1,000 messages, no DLQ: 1,000 are lost."""
    function = {"type": "function", **FAST}
    closed = {**function, "resource_policy": {"allow": ["s3.amazonaws.com"]}}
    components = {
        "site": {
            "type": "client",
            "target": "news",
            "arrivals": {"constant": {"rate": 100}},
            "limit": 1_000,
        },
        "news": {"type": "topic", "subscriptions": [{"target": name} for name in "abc"]},
        "a": function,
        "b": function,
        "c": closed,
    }
    missing = findings(components)["permission.missing"]
    assert statement(missing.hint) == {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "lambda:InvokeFunction",
        "Resource": "c",
        "Condition": {"ArnLike": {"AWS:SourceArn": "news"}},
    }
    counters = result(components, duration="20 s")["counters"]
    assert (counters["news"]["notified"], counters["news"]["failed"]) == (2_000, 1_000)
    assert [counters[name].get("async_received", 0) for name in "abc"] == [1_000, 1_000, 0]


FUNCTION = {"type": "function", **FAST, "resource_policy": {"allow": ["sns.amazonaws.com"]}}
SECOND = {"constant": {"rate": 1}}


def behind(door):
    """Ten requests to a front door that the function's resource policy does not name."""
    return {
        "users": {"type": "client", "target": "door", "limit": 10, "arrivals": SECOND},
        "door": door,
        "worker": FUNCTION,
    }


@pytest.mark.parametrize(
    ("door", "principal", "counter"),
    [
        ({"type": "api", "integration": "worker"}, "apigateway.amazonaws.com", "answered.500"),
        (
            {"type": "load_balancer", "target_groups": [{"function": "worker"}]},
            "elasticloadbalancing.amazonaws.com",
            "errors.LambdaAccessDenied",
        ),
    ],
)
def test_a_front_door_that_may_not_invoke_answers_with_an_error(door, principal, counter):
    """9.C: API Gateway 500, the load balancer LambdaAccessDenied; the function never runs."""
    missing = findings(behind(door))["permission.missing"]
    assert statement(missing.hint)["Principal"] == {"Service": principal}
    counters = result(behind(door), duration="20 s")["counters"]
    assert counters["door"][counter] == 10
    assert counters["worker"].get("invocations", 0) == 0


def test_s3_does_not_take_a_notification_that_it_may_not_deliver():
    """9.C: the configuration of the notification is refused."""
    bucket = {"type": "bucket", "notifications": [{"target": "worker"}]}
    assert findings(behind(bucket))["permission.refused"].severity == "error"


CALLED = {"worker": {"type": "function", **FAST}}
USERS = {"type": "client", "target": "door", "arrivals": SECOND}


@pytest.mark.parametrize(
    "door",
    [
        {"type": "api", "integration": "worker"},
        {"type": "load_balancer", "target_groups": [{"function": "worker"}]},
        {"type": "function_url", "function": "worker"},
        {"type": "bucket", "notifications": [{"target": "worker"}]},
        {"type": "bus", "rules": [{"targets": [{"target": "worker"}]}]},
        {"type": "topic", "subscriptions": [{"target": "worker"}]},
        {"type": "function", **FAST, "calls": [{"target": "worker"}]},
    ],
    ids=lambda door: door["type"],
)
def test_a_caller_that_is_denied_for_a_while_comes_in_again(door, total_from):
    """Whoever invokes: nothing comes while it holds, from 10 s after it was said (assumed)."""
    denied = {"action": "deny", "component": "worker", "caller": "door", "at": 20, "for": 20}
    found = result({"users": USERS, "door": door, **CALLED}, denied, duration="1 min")
    counted = [total_from(found, "worker", "Invocations", *span) for span in ((0, 29), (35, 49))]
    assert counted[0] == pytest.approx(29, abs=2)  # a notification of S3 takes a second
    assert counted[1] == 0
    assert total_from(found, "worker", "Invocations", 51, 60) == pytest.approx(9, abs=2)


def test_a_client_keeps_the_rights_that_it_has():
    """It comes from outside, with an identity of its own; what is denied later is said so."""
    said = {"action": "deny", "component": "worker", "caller": "users", "at": 20}
    for more in ({}, {"invocation": "Event"}):
        components = {"users": {**USERS, "target": "worker", **more}, **CALLED}
        with pytest.raises(simcore.ScenarioInvalid, match="its rights"):
            simcore.run(simcore.load_scenario(document(components, said)))


@pytest.mark.parametrize("dead", [{}, {"dead_letter_queue": "dead"}])
def test_a_rule_that_may_not_invoke_does_not_try_again(dead, total_from):
    """9.C and G20: FailedInvocations, no retries: NO_PERMISSIONS goes to the rule's DLQ at once."""
    bus = {"type": "bus", "rules": [{"targets": [{"target": "worker", **dead}]}]}
    components = {**behind(bus), "dead": {"type": "queue"}}
    assert statement(findings(components)["permission.missing"].hint)["Principal"] == {
        "Service": "events.amazonaws.com"
    }
    found = result(components, duration="20 s")
    assert total_from(found, "door", "FailedInvocations", 0, 20) == 10
    assert found["counters"]["door"]["target_invocations"] == 10
    assert found["counters"]["dead"]["sent"] == (10 if dead else 0)


def test_who_comes_with_a_role_of_its_own_does_not_ask_the_resource_policy():
    """9.B: S3 Batch Operations and CodePipeline have lambda:InvokeFunction in roles of theirs."""
    for service, more in (("codepipeline", {"arrivals": SECOND}), ("logs", {"arrivals": SECOND})):
        source = {"type": "event_source", "service": service, "target": "worker", **more}
        found = findings({"source": source, "worker": FUNCTION})
        assert ("permission.missing" in found) == (service == "logs")


def test_st_8_a_role_for_the_stream_of_a_table_does_not_write_items():
    """ST-8: AWSLambdaDynamoDBExecutionRole reads a stream; PutItem is denied."""
    policy = POLICIES["AWSLambdaDynamoDBExecutionRole"]
    assert policy.allows("dynamodb:GetRecords", "items")
    assert not policy.allows("dynamodb:PutItem", "items")
    components = {
        "users": {"type": "client", "target": "worker", "limit": 10, "arrivals": SECOND},
        "items": {"type": "table"},
        "worker": {
            "type": "function",
            **FAST,
            "role": {"policies": ["AWSLambdaDynamoDBExecutionRole"]},
            "sends": [{"target": "items"}],
        },
    }
    missing = findings(components)["permission.missing"]
    assert statement(missing.hint) == {
        "Effect": "Allow",
        "Action": "dynamodb:PutItem",
        "Resource": "items",
    }
    worker = result(components, duration="20 s")["counters"]["worker"]
    assert (worker["invocations"], worker["errors"]) == (10, 10)


def test_without_logs_a_function_runs():
    """9.C: without logs:* the function runs, and there are no logs."""
    role = {"actions": ["sqs:*"]}
    logs = findings(queue_and_worker(role))["permission.no-logs"]
    assert logs.severity == "warning"
    assert statement(logs.hint)["Action"] == [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ]
    assert result(queue_and_worker(role), duration="1 min")["counters"]["worker"]["successes"] > 100


def test_a_name_that_is_not_known_is_said_and_not_guessed():
    found = findings(queue_and_worker({"policies": ["AWSLambdaSQSExecutionRole"]}))
    unknown = found["permission.unknown-policy"]
    assert unknown.severity == "error"
    assert "AWSLambdaSQSQueueExecutionRole" in unknown.hint
