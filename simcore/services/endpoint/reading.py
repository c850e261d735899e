"""How the facts of an HTTP endpoint read."""

from __future__ import annotations

from simcore.facts import Row
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Listed,
    Metric,
    Reading,
    Sum,
    Tally,
    Where,
)
from simcore.services.endpoint.facts import EndpointAnswered

__all__ = ["READING"]


def _failed(row: Row) -> tuple[str, str]:
    return "server error", ""


READING = Reading(
    metrics=(
        Metric(
            "EndpointRequests",
            Count(EndpointAnswered),
            "Requests",
            "Requests that came to the endpoint.",
            counter="endpoint_requests",
        ),
        Metric(
            "EndpointErrors",
            Sum(EndpointAnswered, "failed"),
            "Server errors",
            "Requests that it answered with a server error.",
            counter="endpoint_errors",
        ),
    ),
    counters=(Counter("endpoint_accepted", Where(EndpointAnswered, "failed", (0,))),),
    events=(Listed(EndpointAnswered, "err", 3, _failed, only="failed"),),
    balances=(Balance(("endpoint_requests",), ("endpoint_accepted", "endpoint_errors")),),
    tells=(
        Tally("endpoint_requests"),
        Tally("endpoint_accepted", better="more"),
        Tally("endpoint_errors", better="less"),
    ),
)
