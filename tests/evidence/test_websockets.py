"""WebSocket APIs of API Gateway: how many connect, how long they stay, what their messages come to.

All numbers are worked out by hand from the Amazon API Gateway Developer Guide (limits, April 2026)
and its pricing page.
"""

import pytest

from tests.evidence.front_doors import FAST, burst, client

PROVES = (
    "simcore/services/api_gateway/integration.py",
    "simcore/services/api_gateway/websocket/api.py",
    "simcore/services/api_gateway/websocket/connections.py",
)
KB = 1024


def sockets(connections=None, **said):
    steady = {"duration": 95, "message_interval": 10, **(connections or {})}
    front = {"type": "api", "protocol": "WEBSOCKET", "integration": "worker", "overhead": 0}
    return {**front, "connections": steady, **said}


def test_a_connection_sends_until_it_closes(answered):
    """95 s, a message each 10 s: at 10, 20, ... 90 s. One `$connect`, one `$disconnect`.

    A message of 40 KB counts as two of 32 KB: 4 connections send 72, for 380 s altogether.
    """
    ends = {"connect": "hello", "disconnect": "bye", "message_size": 40 * KB}
    found, result = answered(burst(4, at=7), 120, sockets(ends), hello=FAST, bye=FAST)
    front = found["front"]
    assert front["messages"] == found["worker"]["invocations"] == front["message.answered"] == 36
    assert found["hello"]["invocations"] == found["bye"]["invocations"] == 4
    assert (front["handshake.101"], front["closed.client"], front["open"]) == (4, 4, 0)
    lines = {x["item"]: x for x in result["cost"]["items"] if x["component"] == "front"}
    assert lines["messages"]["usd"] == pytest.approx(72 * 1e-6)
    assert lines["connections"]["usd"] == pytest.approx(380 / 60 * 0.25e-6, rel=1e-3)
    assert found["site"]["responses"] == 4


def test_500_new_connections_a_second(answered):
    """limits: 700 at once, 500 are let in; a second later there are 500 more."""
    later = client(burst(600, at=1))
    found, _ = answered(burst(700), 5, sockets(), later=later)
    assert (found["site"]["responses"], found["site"]["throttles"]) == (500, 200)
    assert (found["later"]["responses"], found["later"]["throttles"]) == (500, 100)
    assert found["front"]["throttled.new connections"] == 300


def test_so_many_are_open_at_once(simulate):
    """G14 in small: 500 a second that stay for 2 h are 3,600,000; here 5 a second for 20 s: 100."""
    forever = sockets({"duration": 3_600, "message_interval": 3_600})
    parts = {"site": client({"constant": {"rate": 8}}), "front": forever, "worker": FAST}
    quotas = {
        "apigateway.websocket_connections_per_second": 5,
        "apigateway.websocket_connection_max_s": 20,
    }
    result = simulate(parts, 60, "aws-2026", quotas)
    assert set(result["series"]["front"]["OpenConnections"][25:]) <= {99, 100, 101}
    front = result["counters"]["front"]
    assert front["closed.connection limit"] == front["handshake.101"] - front["open"]


@pytest.mark.parametrize(
    ("by", "said", "open_s"),
    [
        ("idle timeout", {"duration": 3_000, "message_interval": 700}, 600),
        ("connection limit", {"duration": 9_000, "message_interval": 500}, 7_200),
        ("message too large", {"duration": 900, "message_size": 128 * KB + 1}, 10),
        ("client", {"duration": 900, "message_size": 128 * KB}, 900),
    ],
)
def test_who_closes_a_connection(answered, by, said, open_s):
    """limits: 10 minutes without a message, two hours at most, a message above 128 KB (1009)."""
    found, _ = answered(burst(1), open_s + 20, sockets(said))
    assert found["front"][f"closed.{by}"] == 1
    assert found["front"]["connection_seconds"] == open_s


@pytest.mark.parametrize(
    ("status", "said", "hello"),
    [
        (403, {"authorizer": {"function": "guard", "denied": 1}}, {}),
        (401, {"authorizer": {"function": "guard", "unidentified": 1}}, {}),
        (502, {}, {"error_rate": 1}),
        (500, {}, {"reserved_concurrency": 0}),
        (504, {"integration_timeout": "1 s"}, {"duration": "2 s"}),
    ],
)
def test_without_connect_there_is_no_connection(answered, status, said, hello):
    """apigateway-websocket-api-route-keys-connect-disconnect: `$connect` has to succeed first."""
    front = sockets({"connect": "hello"}, **said)
    found, _ = answered(burst(2), 30, front, guard=FAST, hello={**FAST, **hello})
    assert found["front"][f"handshake.{status}"] == 2
    assert found["front"]["connections_opened"] == found["worker"]["invocations"] == 0
    assert found["site"]["errors"] == 2


def test_what_becomes_of_messages(answered):
    """A throttle of the stage refuses; 29 s are the longest that a message waits."""
    slow = {**FAST, "duration": "40 s", "timeout": "60 s"}
    found, result = answered(burst(1), 200, sockets({"message_interval": 40}), slow)
    assert found["front"]["message.timed out"] == found["front"]["late_answers"] == 2
    assert result["percentiles"]["front"]["IntegrationLatency"]["p50"] == 29_000
    throttled = sockets({"message_interval": 1}, throttle={"rate": 0.5, "burst": 1})
    found, _ = answered(burst(1), 100, throttled)
    front = found["front"]
    assert front["messages"] == 94
    # The handshake takes the only token; every second message finds one.
    assert (front["message.answered"], front["message.throttled"]) == (47, 47)
    assert front["websocket_client_errors"] == 47
