"""What becomes of a caller without permission.

Sources: AWS Lambda Developer Guide, access-control-resource-based, with-sns,
services-apigateway-errors (14 Nov 2022, 12 Jul 2026);
Elastic Load Balancing guide, load-balancer-troubleshooting (2023).
"""

import pytest

import simcore
from tests.evidence.permission_parts import (
    FAST,
    document,
    findings,
    result,
    statement,
)

PROVES = (
    "simcore/component/permissions/permissions.py",
    "simcore/component/permissions/matching.py",
)

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
