"""Permissions: what matches what, which policy wins, and what each reference needs."""

from typing import Any

import pytest

from simcore.component import Graph
from simcore.component.permissions import POLICIES, Permissions
from simcore.component.permissions.matching import matches
from simcore.component.permissions.verdicts import Verdict, of_resource_policy, of_role
from simcore.components import SPECS, TYPES
from simcore.roles.invocable import Invocable
from simcore.roles.readable import Deletable, Readable
from simcore.roles.taker import Taker
from simcore.spec.permissions import ResourcePolicy, Role

ALLOW, DENY, SILENT, UNSAID = Verdict.ALLOW, Verdict.DENY, Verdict.SILENT, Verdict.UNSAID


def verdict(said: dict[str, Any], action: str = "sqs:SendMessage", on: str = "jobs") -> Verdict:
    return of_role(Role.model_validate(said), action, on)


def about(actions: list[str], on: str, effect: str = "Allow") -> dict[str, Any]:
    return {"effect": effect, "actions": actions, "resources": [on]}


@pytest.mark.parametrize(
    ("said", "comes_to"),
    [
        ({}, ALLOW),  # nothing by name: all that is needed
        ({"actions": []}, SILENT),
        ({"actions": ["SQS:sendmessage"]}, ALLOW),
        ({"actions": ["sqs:Send*"]}, ALLOW),
        ({"actions": ["sqs:SendMessag?"]}, ALLOW),
        ({"actions": ["sqs:SendMessages"]}, SILENT),
        ({"actions": ["sns:*"]}, SILENT),
        ({"actions": ["*"]}, ALLOW),
        ({"actions": ["*"], "deny": ["sqs:*"]}, DENY),
        ({"deny": ["sqs:SendMessage"]}, DENY),
        ({"deny": ["sqs:DeleteMessage"]}, ALLOW),
        ({"statements": [about(["sqs:*"], "jobs")]}, ALLOW),
        ({"statements": [about(["sqs:*"], "other")]}, SILENT),
        ({"statements": [about(["sqs:*"], "other", "Deny")]}, ALLOW),
        ({"actions": ["*"], "statements": [about(["sqs:*"], "jobs", "Deny")]}, DENY),
        ({"policies": ["AmazonSQSFullAccess"]}, ALLOW),
        ({"policies": ["AWSLambdaSQSQueueExecutionRole"]}, SILENT),
        ({"policies": ["AmazonSQSFullAcces"]}, SILENT),  # not known: not guessed
    ],
)
def test_a_role(said: dict[str, Any], comes_to: Verdict) -> None:
    assert verdict(said) is comes_to


@pytest.mark.parametrize(
    ("said", "comes_to"),
    [
        ({}, UNSAID),
        ({"allow": []}, SILENT),
        ({"allow": ["sns.amazonaws.com"]}, ALLOW),
        ({"allow": ["news"]}, ALLOW),
        ({"allow": ["others"]}, SILENT),
        ({"deny": ["news"]}, DENY),
        ({"allow": ["sns.amazonaws.com"], "deny": ["news"]}, DENY),
    ],
)
def test_a_resource_policy(said: dict[str, Any], comes_to: Verdict) -> None:
    policy = ResourcePolicy.model_validate(said)
    assert of_resource_policy(policy, "news", "sns.amazonaws.com") is comes_to


def test_managed_policies_have_versions_and_dates() -> None:
    """AWS's managed policies, written down a second time for six of them."""
    assert {name: (POLICIES[name].version, POLICIES[name].date) for name in SIX} == SIX
    assert POLICIES["AWSLambdaSQSQueueExecutionRole"].arn == (
        "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"
    )
    assert POLICIES["AWSXRayDaemonWriteAccess"].arn == (
        "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
    )
    for policy in POLICIES.values():
        assert all(":" in action for actions, _ in policy.statements for action in actions), policy


SIX = {
    "AWSLambdaBasicExecutionRole": (1, "2015-04-09"),
    "AWSLambdaKinesisExecutionRole": (2, "2018-11-19"),
    "AWSLambdaDynamoDBExecutionRole": (1, "2015-04-09"),
    "AWSLambdaSQSQueueExecutionRole": (1, "2018-06-14"),
    "AWSLambdaVPCAccessExecutionRole": (3, "2024-01-05"),
    "AWSXRayDaemonWriteAccess": (2, "2024-02-13"),
}


@pytest.mark.parametrize(
    ("policy", "action", "allowed"),
    [
        ("AWSLambdaBasicExecutionRole", "logs:PutLogEvents", True),
        ("AWSLambdaBasicExecutionRole", "sqs:ReceiveMessage", False),
        ("AWSLambdaKinesisExecutionRole", "kinesis:SubscribeToShard", True),
        ("AWSLambdaKinesisExecutionRole", "kinesis:PutRecord", False),
        ("AWSLambdaSQSQueueExecutionRole", "sqs:DeleteMessage", True),
        ("AWSLambdaSQSQueueExecutionRole", "kms:Decrypt", False),
        ("AWSLambdaDynamoDBExecutionRole", "dynamodb:PutItem", False),
        ("AWSLambdaVPCAccessExecutionRole", "ec2:DescribeSubnets", True),
        ("AWSLambdaENIManagementAccess", "ec2:DescribeSubnets", False),
        ("AWSXRayDaemonWriteAccess", "xray:PutTraceSegments", True),
        ("AWSXrayReadOnlyAccess", "xray:PutTraceSegments", False),
        ("AWSLambda_ReadOnlyAccess", "lambda:InvokeFunction", False),
        ("AWSCodeDeployRoleForLambda", "lambda:InvokeFunction", False),
        ("CloudWatchLambdaInsightsExecutionRolePolicy", "logs:PutLogEvents", False),
    ],
)
def test_what_a_managed_policy_allows(policy: str, action: str, allowed: bool) -> None:
    assert POLICIES[policy].allows(action, "worker") is allowed


def permissions(role: Any = None, resource_policy: Any = None, key: bool = False) -> Permissions:
    said: dict[str, Any] = {
        "shop": {"type": "client", "target": "news", "arrivals": {"constant": {"rate": 1}}},
        "news": {"type": "topic", "subscribers": ["worker"]},
        "jobs": {"type": "queue", "customer_key": key},
        "poll": {"type": "event_source_mapping", "source": "jobs", "function": "worker"},
        "items": {"type": "table"},
        "other": {"type": "function", "duration": 1},
        "worker": {
            "type": "function",
            "duration": 1,
            "role": role,
            "resource_policy": resource_policy,
            "calls": [{"target": "other"}],
        },
    }
    specs = {id: SPECS[one["type"]].model_validate(one) for id, one in said.items()}
    return Permissions(TYPES, Graph(specs))


@pytest.mark.parametrize(
    ("owner", "target", "role", "lacking"),
    [
        ("poll", "jobs", Readable, ("sqs:ReceiveMessage", "sqs:GetQueueAttributes")),
        ("poll", "jobs", Deletable, ("sqs:DeleteMessage",)),
        ("poll", "worker", Invocable, ()),  # its own function: Lambda invokes it
        ("worker", "other", Invocable, ("lambda:InvokeFunction",)),
        ("worker", "jobs", Taker, ("sqs:SendMessage",)),
        ("worker", "items", Taker, ("dynamodb:PutItem",)),
        ("worker", "news", Taker, ("sns:Publish",)),
        ("shop", "worker", Invocable, ()),  # from outside: with rights of its own
        ("news", "worker", Taker, ()),  # nobody wrote a resource policy
        ("news", "jobs", Taker, ()),
    ],
)
def test_what_a_role_that_allows_nothing_lacks(
    owner: str, target: str, role: Any, lacking: tuple[str, ...]
) -> None:
    assert permissions({"actions": []}).lacking(owner, target, role) == lacking
    assert permissions().lacking(owner, target, role) == ()


def test_a_role_that_lacks_may_be_let_in_by_the_resource_policy() -> None:
    """Same account: either is enough, and a Deny in either is one (sheet, section 2)."""

    def lacks(role: Any, policy: Any) -> bool:
        said = permissions(role)
        specs = dict(said._graph.components)
        specs["other"] = SPECS["function"].model_validate(
            {"type": "function", "duration": 1, "resource_policy": policy}
        )
        return bool(Permissions(TYPES, Graph(specs)).lacking("worker", "other", Invocable))

    nothing: dict[str, Any] = {"actions": []}
    assert lacks(nothing, None)
    assert not lacks(nothing, {"allow": ["worker"]})
    assert lacks({"deny": ["lambda:*"]}, {"allow": ["worker"]})
    assert not lacks({"actions": ["lambda:InvokeFunction"]}, {"allow": []})
    assert lacks({"actions": ["lambda:InvokeFunction"]}, {"deny": ["worker"]})


def test_a_service_needs_the_resource_policy() -> None:
    def lacking(policy: Any) -> tuple[str, ...]:
        return permissions(resource_policy=policy).lacking("news", "worker", Taker)

    assert lacking({"allow": ["s3.amazonaws.com"]}) == ("lambda:InvokeFunction",)
    assert lacking({"allow": ["sns.amazonaws.com"]}) == ()
    assert lacking({"deny": ["news"]}) == ("lambda:InvokeFunction",)
    clients = permissions(resource_policy={"deny": ["shop"]})
    assert clients.lacking("shop", "worker", Invocable) == ("lambda:InvokeFunction",)


def test_a_key_needs_rights_of_its_own() -> None:
    reads = {"policies": ["AWSLambdaSQSQueueExecutionRole"], "actions": ["sqs:SendMessage"]}
    found = permissions(reads, key=True)
    assert found.lacking("poll", "jobs", Readable) == ("kms:Decrypt",)
    assert found.lacking("worker", "jobs", Taker) == ("kms:GenerateDataKey",)
    assert permissions(reads).lacking("poll", "jobs", Readable) == ()


def test_many_stars_cost_no_more_than_one() -> None:
    name = "a" * 128  # with a way to go back for each star this would never end
    assert not matches(["*a" * 60 + "*x"], name)
    assert not matches(["*" * 127 + "x"], name)
    assert matches(["*a" * 60 + "*?"], name)


def test_a_bracket_is_a_bracket() -> None:
    assert matches(["[a]*"], "[a]b")
    assert not matches(["[a]", "[!b]"], "a")
