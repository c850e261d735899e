"""Amazon API Gateway, REST and HTTP: timeouts, statuses, what it costs.

EH-3 and all other numbers are worked out by hand from the Amazon API Gateway Developer Guide (text
of April 2026) and the AWS Lambda Developer Guide (2026).
"""

from typing import Any

import pytest

import simcore
from tests.evidence.front_doors import FAST, api, burst, client

PROVES = (
    "simcore/roles/waiting.py",
    "simcore/services/api_gateway/api.py",
    "simcore/services/api_gateway/integration.py",
)
MB = 1024 * 1024


def test_the_function_runs_on_and_is_paid_for_after_29_seconds(answered):
    """EH-3: 504 at 29 s; the invocation runs for its 40 s, is billed for them, and is no error."""
    slow = {**FAST, "duration": "40 s", "timeout": "60 s"}
    found, result = answered(burst(1), 60, api(), slow)
    assert found["site"]["timeouts"] == found["front"]["answered.504"] == 1
    assert result["percentiles"]["front"]["Latency"]["p50"] == pytest.approx(29_000, rel=0.01)
    assert found["worker"]["billed_duration_ms"] == 40_000
    assert (found["worker"]["errors"], found["worker"]["successes"]) == (0, 1)
    assert found["front"]["late_answers"] == 1


def test_an_answer_at_the_very_end_is_in_time(answered):
    """At 29 s there is an answer: the timeout has not passed before it.

    Nor where nobody knows before how long it takes, as the function waits for another one.
    """
    slow = {**FAST, "duration": "29 s", "timeout": "60 s"}
    found, _ = answered(burst(1), 60, api(), slow)
    assert found["front"]["answered.200"] == 1
    calling = {**FAST, "duration": "13 s", "timeout": "60 s", "calls": [{"target": "other"}]}
    other = {**FAST, "duration": "16 s", "timeout": "60 s"}
    found, _ = answered(burst(1), 60, api(), calling, other=other)
    assert found["front"]["answered.200"] == 1


@pytest.mark.parametrize(
    ("status", "front", "worker"),
    [
        (500, {}, {"reserved_concurrency": 0}),
        (502, {}, {"error_rate": 1}),
        (502, {}, {"duration": "5 s", "timeout": "1 s"}),
        (502, {"response_size": 6 * MB + 1}, {}),
        (504, {"integration_timeout": "50 ms"}, {"duration": "1 s", "timeout": "2 s"}),
        (503, {"integration_timeout": "50 ms", "protocol": "HTTP"}, {"duration": "1 s"}),
        (502, {"protocol": "HTTP"}, {"error_rate": 1}),
        (200, {"response_size": 6 * MB}, {}),
        (400, {"invalid_requests": 1}, {}),
    ],
)
def test_statuses(answered, status, front, worker):
    """services-apigateway-errors, supported-gateway-response-types: 500 where Lambda refuses the
    call, 502 where the function fails or cannot answer, 504 after the timeout (of HTTP APIs 503:
    `test_field_apis`), 400 for a request that is not valid; there is never a second try."""
    found, _ = answered(burst(3), 10, api(**front), {**FAST, **worker})
    assert found["front"][f"answered.{status}"] == 3
    assert found["worker"]["invocations"] + found["worker"]["throttles"] == (status != 400) * 3


def test_a_response_that_is_too_large_is_a_failure_of_the_integration(answered):
    """services-apigateway-errors: 502; whoever looks at the API sees what it was."""
    found, result = answered(burst(3), 10, api(response_size=6 * MB + 1))
    told = found["front"]
    assert (told["integrations_failed"], told["integrations_answered"]) == (3, 0)
    flags = [flag for flag in result["flags"] if flag["component"] == "front"]
    assert [(flag["kind"], flag["detail"]) for flag in flags] == [
        ("first_error", "response too large")
    ]


@pytest.mark.parametrize(
    ("front", "closed", "status"),
    [
        (api(), "worker", 500),
        (api(authorizer={"function": "guard"}), "guard", 500),
        ({"type": "function_url", "function": "worker"}, "worker", 403),
    ],
)
def test_a_function_that_may_not_be_invoked(answered, front, closed, status):
    """services-apigateway-errors: Lambda rejects the call, 500; urls-invocation: 403."""
    parts = {"worker": FAST, "guard": FAST}
    parts[closed] = {**FAST, "resource_policy": {"allow": ["sns.amazonaws.com"]}}
    found, _ = answered(burst(3), 5, front, parts["worker"], guard=parts["guard"])
    assert found["front"][f"answered.{status}"] == found["site"]["errors"] == 3
    assert found["worker"]["invocations"] == found[closed]["invocations"] == 0


def test_what_is_no_function_answers_for_itself(answered):
    """supported-gateway-response-types: INTEGRATION_FAILURE is 504; a refusal is no answer.

    One connection, 400 ms a call, nobody may wait: of two at once, one is refused.
    """
    store = {"type": "downstream", "connections": 1, "latency": "400 ms", "max_waiting": 0}
    found, _ = answered(burst(2), 5, {**api(), "integration": "store"}, store=store)
    assert found["front"]["answered.200"] == found["front"]["answered.504"] == 1
    assert found["front"]["integrations_rejected"] == 1
    assert found["front"]["late_answers"] == 0


@pytest.mark.parametrize("parts", [{}, {"aside": FAST}])
def test_front_doors_that_lead_to_each_other(parts):
    document = {
        "format": "windtunnel.scenario/1",
        "id": "round",
        "title": "Where does it end?",
        "duration": 5,
        "components": {
            "site": client(burst(1)),
            "front": {**api(), "integration": "back"},
            "back": {**api(), "integration": "front"},
            **parts,
        },
    }
    found = [check.id for check in simcore.check(document) if check.severity == "error"]
    assert found == ["api.circle"]


@pytest.mark.parametrize(
    ("said", "profile", "complaint"),
    [
        ({"integration_timeout": "60 s"}, "aws-2022", "quota.too-high"),
        ({"integration_timeout": "60 s", "endpoint": "EDGE"}, "aws-2026", "quota.too-high"),
        ({"integration_timeout": "31 s", "protocol": "HTTP"}, "aws-2026", "quota.too-high"),
        ({"integration_timeout": "49 ms"}, "aws-2026", "quota.too-low"),
        ({"integration_timeout": "60 s"}, "aws-2026", None),
        ({"integration_timeout": "60 s", "endpoint": "PRIVATE"}, "aws-2026", None),
        ({"response_transfer_mode": "STREAM"}, "aws-2022", "quota.not-offered"),
    ],
)
def test_how_long_it_may_wait(said, profile, complaint):
    """limits: 50 ms to 29 s; since June 2024 more for Regional and private REST APIs, never for
    edge-optimized ones; 30 s for HTTP APIs."""
    parts = {"site": client(burst(1)), "front": api(**said), "worker": FAST}
    document = {
        "format": "windtunnel.scenario/1",
        "id": "waits",
        "title": "How long?",
        "profile": profile,
        "duration": 60,
        "components": parts,
    }
    found = {check.id for check in simcore.check(document) if check.severity == "error"}
    assert found == ({complaint} if complaint else set())


def test_what_an_api_costs(answered):
    """Pricing, us-east-1: REST 3.50 a million and a cache of 0.5 GB 0.02 an hour; HTTP 1.00."""
    _, result = answered({"constant": {"rate": 2}}, 180, api(cache={"ttl": 60}))
    assert bill(result) == pytest.approx({"requests": 360 * 3.5e-6, "response cache": 0.001})
    _, result = answered({"constant": {"rate": 2}}, 60, api(protocol="HTTP"))
    assert bill(result) == pytest.approx({"requests": 120 * 1e-6})


@pytest.mark.parametrize("protocol", ["REST", "HTTP"])
def test_what_is_not_authorized_or_throttled_costs_nothing(answered, protocol):
    """api-gateway-pricing (the guide's public source): failures of authorization and requests that
    are throttled are not charged. Of ten at once the stage lets in five, which have no token; three
    that the authorizer lets in are charged."""
    guard = {"authorizer": {"function": "guard", "unidentified": 1}, "protocol": protocol}
    found, result = answered(
        burst(10), 5, api(**guard, throttle={"rate": 1, "burst": 5}), guard=FAST
    )
    assert (found["front"]["answered.401"], found["front"]["throttled"]) == (5, 5)
    assert bill(result)["requests"] == 0
    let_in = api(protocol=protocol, authorizer={"function": "guard"})
    assert bill(answered(burst(3), 5, let_in, guard=FAST)[1])["requests"] > 0


def test_nothing_is_charged_and_taken_back(answered):
    """While an authorizer takes its 2 s nobody knows whether a request costs anything."""
    guard = {"authorizer": {"function": "guard", "denied": 1}}
    slow = {"type": "function", "duration": "2 s"}
    _, result = answered(burst(10), 5, api(**guard), guard=slow)
    assert set(result["series"]["front"]["EstimatedCharges"]) == {0}


def bill(result: dict[str, Any]) -> dict[str, float]:
    lines = result["cost"]["items"]
    return {line["item"]: line["usd"] for line in lines if line["component"] == "front"}
