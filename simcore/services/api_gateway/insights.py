"""Why it went as it did with an API: answers that nobody got."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent, rounded_up, seconds
from simcore.services.api_gateway.spec import API

__all__ = ["INSIGHTS"]

MODEL = (
    "The integration of an API: one invocation of what is behind it, and the answer that it gives"
)
SHARE, FEWEST = 0.01, 5
"""Such a share of the requests, and so many, are answered with 504."""


def _nobody_got(history: History, id: str) -> Iterator[Found]:
    """Clients were told 504, and what they had asked for ran on."""
    late, received = history.counter(id, "late_answers"), history.counter(id, "received")
    gone = history.counter(id, "integration_timeouts")
    if late < FEWEST or gone < SHARE * received:
        return
    seen = history.where(id, "IntegrationTimeouts", lambda n: n > 0)
    ran_s = (history.percentile(id, "LateAnswerDuration", "mean") or 0.0) / 1000.0
    spec = history.spec(id)
    if not seen or not ran_s:
        return
    yield Found(
        seen[0].t,
        seen[-1].until,
        f"{spec.integration} worked on for clients that {id} had told 504.",
        f"{many(gone, 'request')} of {received:,.0f} ({percent(gone, received)}) had no answer "
        f"within {seconds(spec.integration_timeout)}. {many(late, 'invocation')} ended later, "
        f"after {seconds(ran_s)} on average: {seconds(late * ran_s)} that are paid for.",
        (history.seen(id, "IntegrationTimeouts", seen[0].t), history.counted(id, "late_answers")),
        _longer(history, id),
    )


def _longer(history: History, id: str) -> Try | None:
    """As long as the slowest in a hundred take, where AWS lets it wait for that."""
    spec = history.spec(id)
    p99_s = (history.percentile(spec.integration, "Duration", "p99") or 0.0) / 1000.0
    longest = API + spec.longest()
    value = float(rounded_up(p99_s))
    if not spec.integration_timeout < value <= history.quota(longest):
        return None
    words = f"Let it wait for {seconds(value)}."
    return Try(f"components.{id}.integration_timeout", value, words)


INSIGHTS = (
    InsightKind(
        "answers-nobody-got",
        "Answers that nobody got",
        f"At least {FEWEST} requests, {SHARE:.0%} of all, were answered with 504 while the "
        "function ran on.",
        Law(
            "An API waits for its integration timeout; the invocation goes on, and is paid for.",
            MODEL,
            "apigateway.integration_timeout_max_s",
        ),
        _nobody_got,
        explains="loss",
    ),
)
