"""How the facts of a function URL read."""

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
    Spread,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.function_url.facts import (
    CLIENT_ERRORS,
    SERVER_ERRORS,
    STATUSES,
    THROTTLED_AT,
    UrlAnswered,
    UrlObserved,
    UrlRequested,
    UrlStreamBegun,
)

__all__ = ["READING"]

LAMBDA = "AWS/Lambda metrics, urls-monitoring (2026; in 2022 it had Url4xxError, Url5xxError)"
WORDS = tuple("" if status == 200 else str(status) for status in STATUSES)


def _failed(row: Row) -> tuple[str, str]:
    return f"answered with {STATUSES[row[2]]}", f"after {row[0] - row[1]:.3g} s"


READING = Reading(
    metrics=(
        Metric(
            "UrlRequestCount", Count(UrlRequested), "URL requests",
            "Requests to the function URL.", counter="received", source=LAMBDA,
        ),
        Metric(
            "Url4xxCount", Where(UrlAnswered, "status", CLIENT_ERRORS), "URL client-side errors",
            "Answers with 400 to 499: 429 is among them.", counter="client_errors", source=LAMBDA,
        ),
        Metric(
            "Url5xxCount", Where(UrlAnswered, "status", SERVER_ERRORS), "URL server-side errors",
            "Answers with 500 to 599.", counter="server_errors", source=LAMBDA,
        ),
        Metric(
            "UrlThrottles", Where(UrlAnswered, "status", (THROTTLED_AT,)), "URL throttles",
            "Requests answered with 429.", counter="throttled",
        ),
        Metric(
            "UrlRequestLatency",
            Durations(UrlAnswered, "t", "came", without=("status", THROTTLED_AT)),
            "URL request latency",
            "From request to answer, without what was refused with 429: how long that takes is "
            "not modelled.",
            source=LAMBDA,
        ),
        Metric(
            "FirstByteLatency", Durations(UrlStreamBegun, "first_byte_s"), "First byte latency",
            "From request to the first byte of a streamed response.",
        ),
        Metric(
            "RequestsWaiting", Last(UrlObserved, "waiting"), "Requests waiting",
            "Requests that wait for their answer.", counter="waiting",
        ),
    ),
    counters=(
        Counter("answered_well", Where(UrlAnswered, "status", (0,)), "with 200"),
        Counter("answered.<status>", Each(UrlAnswered, "status", WORDS), "with anything but 200"),
    ),
    events=(Listed(UrlAnswered, "err", 3, _failed, only="status"),),
    balances=(
        Balance(("received",), ("answered_well", "answered.<status>", "waiting")),
        Balance(("client_errors", "server_errors"), ("answered.<status>",)),
    ),
    waits=("waiting",),
    tells=(
        Tally("received"),
        Tally("answered_well", better="more"),
        Tally("client_errors", better="less"),
        Tally("server_errors", better="less"),
        Tally("throttled", better="less"),
        Spread("UrlRequestLatency", "latency"),
    ),
    works=(
        Work(
            "call",
            (
                Part("done", ("answered_well",), "answered"),
                Part("refused", ("throttled",), "refused"),
                Part("failed", ("server_errors",), "answered with 5xx"),
            ),
            attempts=True,
        ),
    ),
)  # fmt: skip
