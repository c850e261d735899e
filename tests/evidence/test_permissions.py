"""What fails where a permission is missing.

Sources: AWS Lambda Developer Guide, lambda-intro-execution-role, with-sqs, with-sns,
invocation-async (14 Nov 2022, 12 Jul 2026); scribd/terraform-oxbow#30 for the words of a refusal.
"""

import pytest

from simcore.component.permissions import POLICIES
from tests.evidence.permission_parts import (
    FAST,
    SQS_ROLE,
    deny,
    findings,
    queue_and_worker,
    result,
    statement,
)

PROVES = (
    "simcore/component/permissions/permissions.py",
    "simcore/component/permissions/matching.py",
    "simcore/component/permissions/policies.py",
    "simcore/awslambda/event_source_mapping/deleting.py",
    "simcore/awslambda/event_source_mapping/updating.py",
    "simcore/awslambda/permission_actions.py",
)


@pytest.mark.parametrize("profile", ["notes-2021", "aws-2022", "aws-2026"])
def test_st_6_a_mapping_whose_role_cannot_read_is_refused(profile):
    """With AWSLambdaBasicExecutionRole alone CreateEventSourceMapping is refused."""
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
    """kms:Decrypt is missing: the mapping cannot read. The statement mends it."""
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
    """Three functions, one without permission, 1,000 messages, no DLQ: 1,000 are lost."""
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


def test_st_8_a_role_for_the_stream_of_a_table_does_not_write_items():
    """AWSLambdaDynamoDBExecutionRole reads a stream; PutItem is denied."""
    policy = POLICIES["AWSLambdaDynamoDBExecutionRole"]
    assert policy.allows("dynamodb:GetRecords", "items")
    assert not policy.allows("dynamodb:PutItem", "items")
    components = {
        "users": {
            "type": "client",
            "target": "worker",
            "limit": 10,
            "arrivals": {"constant": {"rate": 1}},
        },
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
