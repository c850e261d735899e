"""How the facts of a client read."""

from __future__ import annotations

from simcore.facts import ERROR, SUCCESS, THROTTLED, TIMEOUT
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Durations,
    Metric,
    Reading,
    Spread,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.clients.facts import RequestEnded, RequestSent
from simcore.services.clients.reading.calls import CALLS

__all__ = ["READING"]

ENDED = RequestEnded

SENDING = Reading(
    metrics=(
        Metric(
            "Requests",
            Count(RequestSent),
            "Requests",
            "Requests sent.",
            counter="requests",
        ),
        Metric(
            "Responses",
            Where(ENDED, "outcome", (SUCCESS,)),
            "Responses",
            "Requests answered without an error.",
            counter="responses",
        ),
        Metric(
            "Errors",
            Where(ENDED, "outcome", (ERROR, TIMEOUT)),
            "Errors",
            "Requests answered with an error or a timeout, or not at all in the client's time.",
            counter="errors",
        ),
        Metric(
            "Throttles",
            Where(ENDED, "outcome", (THROTTLED,)),
            "Throttles",
            "Requests refused with 429, in the end.",
            counter="throttles",
        ),
        Metric(
            "Latency",
            Durations(ENDED, "t", "sent", without=("outcome", THROTTLED), mean=False),
            "Latency",
            "From request to response, init and retries included; without throttled requests.",
        ),
    ),
    counters=(Counter("timeouts", Where(ENDED, "outcome", (TIMEOUT,)), "of the errors"),),
    balances=(
        Balance(
            ("requests",),
            ("responses", "errors", "throttles"),
            rest="those that wait for an answer",
        ),
    ),
    tells=(
        Tally("requests"),
        Tally("responses", better="more"),
        Tally("errors", better="less"),
        Tally("timeouts", better="less"),
        Tally("throttles", better="less"),
        Spread("Latency", "latency"),
    ),
    works=(
        Work(
            "request",
            (
                Part("done", ("responses",), "answered"),
                Part("refused", ("throttles",), "refused"),
                Part("failed", ("errors",), "answered with an error"),
            ),
            came=("requests",),
            rest="still waiting for an answer",
            took="Latency",
        ),
    ),
)

READING = SENDING + CALLS
