"""How the facts of a WebSocket API read."""

from __future__ import annotations

from simcore.facts import Row
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Last,
    Listed,
    Metric,
    Reading,
    Sum,
    Tally,
    Where,
)
from simcore.services.api_gateway.facts import FAILED, REJECTED, TIMED_OUT
from simcore.services.api_gateway.websocket.facts import (
    CLOSED_BY,
    HANDSHAKE_STATUSES,
    MESSAGE_ENDS,
    MESSAGE_THROTTLED,
    OPENED,
    ConnectionAnswered,
    ConnectionClosed,
    ConnectionRequested,
    MessageReceived,
    MessageRouted,
    WebSocketsObserved,
)

__all__ = ["WEBSOCKETS"]

CLOUDWATCH = "AWS/ApiGateway metrics, apigateway-websocket-api-logging (Apr 2026)"
STATUS_WORDS = tuple(map(str, HANDSHAKE_STATUSES))
ANSWERED, ROUTED = ConnectionAnswered, MessageRouted


def _at(*statuses: int) -> tuple[int, ...]:
    return tuple(HANDSHAKE_STATUSES.index(status) for status in statuses)


def _refused(row: Row) -> tuple[str, str]:
    return "connection refused", str(HANDSHAKE_STATUSES[row[2]])


def _closed(row: Row) -> tuple[str, str]:
    return f"connection closed by {CLOSED_BY[row[2]]}", f"after {row[0] - row[1]:.0f} s"


def _lost(row: Row) -> tuple[str, str]:
    return f"message {MESSAGE_ENDS[row[1]]}", ""


WEBSOCKETS = Reading(
    metrics=(
        Metric(
            "Handshakes", Count(ConnectionRequested), "Connections requested",
            "Handshakes, refused ones included. What comes to the integration of `$connect`, "
            "ConnectCount in CloudWatch, is the invocations of its function.",
            counter="handshakes",
        ),
        Metric(
            "MessageCount", Count(MessageReceived), "Messages",
            "Messages from clients; CloudWatch adds those to clients, which are not modelled.",
            counter="messages", source=CLOUDWATCH,
        ),
        Metric(
            "ClientError",
            (Where(ANSWERED, "status", _at(401, 403, 429)),
             Where(ROUTED, "end", (MESSAGE_THROTTLED,))),
            "Client-side errors",
            "Handshakes and messages refused with 4xx before any integration.",
            counter="websocket_client_errors", source=CLOUDWATCH,
        ),
        Metric(
            "IntegrationError",
            (Where(ANSWERED, "status", _at(502)), Where(ROUTED, "end", (FAILED,))),
            "Integration errors", "Handshakes and messages whose function failed.",
            counter="integration_errors", source=CLOUDWATCH,
        ),
        Metric(
            "ExecutionError",
            (Where(ANSWERED, "status", _at(500, 504)), Where(ROUTED, "end", (REJECTED, TIMED_OUT))),
            "Execution errors",
            "Handshakes and messages whose function was not reached, or did not answer in time.",
            counter="execution_errors", source=CLOUDWATCH,
        ),
        Metric(
            "OpenConnections", Last(WebSocketsObserved, "open"), "Open connections",
            "Connections that are open.", counter="open",
        ),
        Metric(
            "ConnectionsOpening", Last(WebSocketsObserved, "opening"), "Connections opening",
            "Handshakes that wait for an answer.", counter="opening",
        ),
        Metric(
            "MessagesWaiting", Last(WebSocketsObserved, "routing"), "Messages waiting",
            "Messages that wait for the answer of their integration.", counter="routing",
        ),
        Metric(
            "HandshakeLatency",
            Durations(ANSWERED, "t", "came", without=("status", HANDSHAKE_STATUSES.index(429))),
            "Handshake latency", "From handshake to answer, without what was refused with 429.",
        ),
    ),
    counters=(
        Counter("connections_opened", Where(ANSWERED, "status", (OPENED,))),
        Counter("handshake.<status>", Each(ANSWERED, "status", STATUS_WORDS), "by the answer"),
        Counter("closed.<by>", Each(ConnectionClosed, "by", CLOSED_BY), "by who closes it"),
        Counter("message.<end>", Each(ROUTED, "end", MESSAGE_ENDS), "by what became of it"),
        Counter("metered_messages", Sum(MessageReceived, "units"), "of 32 KB each"),
        Counter(
            "connection_seconds", Last(WebSocketsObserved, "open_s"),
            "for how long all connections have been open",
        ),
    ),
    events=(
        Listed(ANSWERED, "err", 4, _refused, only="status"),
        Listed(ConnectionClosed, "free", 8, _closed),
        Listed(ROUTED, "err", 5, _lost, only="end"),
    ),
    balances=(
        Balance(("handshakes",), ("handshake.<status>", "opening")),
        Balance(("connections_opened",), ("closed.<by>", "open")),
        Balance(("messages",), ("message.<end>", "routing")),
    ),
    waits=("opening", "open", "routing"),
    tells=(
        Tally("handshakes"),
        Tally("connections_opened", better="more"),
        Tally("messages"),
        Tally("integration_errors", better="less"),
        Tally("execution_errors", better="less"),
    ),
)  # fmt: skip
