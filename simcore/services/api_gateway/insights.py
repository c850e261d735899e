"""Why it went as it did with an API: answers that nobody got, requests that were refused."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Found, History, InsightKind, Law, Stretch, Try
from simcore.component.spoken import many, percent, rounded_up, seconds
from simcore.services.api_gateway.refusals.reading import NAMES
from simcore.services.api_gateway.spec import API

__all__ = ["INSIGHTS"]

MODEL = "The integration of an API: one invocation of what is behind it, and its answer"
WHO = {
    "usage plan quota": "the quota of an API key",
    "usage plan": "the throttle of an API key",
    "method": "the throttle of a method",
    "stage": "the throttle of the stage",
    "account": "the throttle of the account",
    "new connections": "the rate of new connections",
}
SHARE, FEWEST = 0.01, 5
"""Such a share of the requests, and so many, have no answer in time, or 429 for one."""
CAME = ("Count", "Handshakes", "MessageCount")
"""What may be refused: requests, handshakes, messages."""
GAP_S = 10.0
"""Refusals that are not further apart are told as one."""


def _nobody_got(history: History, id: str) -> Iterator[Found]:
    """Clients were told 504 or 503, and what they had asked for ran on."""
    late, received = history.counter(id, "late_answers"), history.counter(id, "received")
    gone = history.counter(id, "integration_timeouts")
    if late < FEWEST or gone < SHARE * received:
        return
    seen = history.where(id, "IntegrationTimeouts", lambda n: n > 0)
    ran_s = (history.percentile(id, "LateAnswerDuration", "mean") or 0.0) / 1000.0
    spec = history.spec(id)
    if not seen or not ran_s:
        return
    came = _came(history, id, history.over(seen, began_s=spec.integration_timeout))
    told = 503 if spec.protocol == "HTTP" else 504
    yield Found(
        seen[0].t,
        seen[-1].until,
        f"{spec.integration} worked on for clients that {id} had told {told}.",
        f"{many(gone, 'request')} of {came:,.0f} ({percent(gone, came)}) had no answer "
        f"within {seconds(spec.integration_timeout)}. {many(late, 'invocation')} ended later, "
        f"after {seconds(ran_s)} on average: {seconds(late * ran_s)} that are paid for.",
        (history.seen(id, "IntegrationTimeouts", seen[0].t), history.counted(id, "late_answers")),
        _longer(history, id),
        quota=_waits_by(history, id),
    )


def _waits_by(history: History, id: str) -> str:
    """The row that its integration timeout keeps to; the raised one, where that is used."""
    spec = history.spec(id)
    row, usual = API + spec.longest(), API + "integration_timeout_max_s"
    raised = row == API + "raised_integration_timeout_max_s"
    return usual if raised and spec.integration_timeout <= history.quota(usual) else row


def _came(history: History, id: str, within: Stretch) -> float:
    return sum(history.total(id, metric, within) for metric in CAME)


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


def _refused(history: History, id: str) -> Iterator[Found]:
    """A throttle or a quota let no more in."""
    came = sum(history.counter(id, name) for name in ("received", "handshakes", "messages"))
    refused = history.counter(id, "throttled")
    found = history.where(id, "ThrottledCount", lambda n: n > 0, GAP_S)
    worst = history.heaviest(found, id, "ThrottledCount")
    if refused < FEWEST or refused < SHARE * came or worst is None:
        return
    by = max(NAMES, key=lambda name: history.counter(id, f"throttled.{name}"))
    most = history.counter(id, f"throttled.{by}")
    yield Found(
        worst.t,
        worst.until,
        f"{id} refused what came: {WHO[by]} let no more in.",
        _how_many(history, id, worst, WHO[by], most / refused),
        (
            history.seen(id, "ThrottledCount", history.peak(id, "ThrottledCount", worst)[1]),
            history.counted(id, f"throttled.{by}"),
        ),
        _more(history, id, worst) if by == "stage" else None,
    )


def _how_many(history: History, id: str, within: Stretch, who: str, share: float) -> str:
    """Of what came while it refused; ``share`` is what they were refused by of all the run."""
    refused = history.total(id, "ThrottledCount", within)
    came = _came(history, id, within)
    by = f"by {who}" if share == 1.0 else f"{percent(share, 1.0)} of all by {who}"
    return (
        f"{refused:,.0f} of {came:,.0f} ({percent(refused, came)}) were answered with 429, "
        f"{by}, whoever asked."
    )


def _more(history: History, id: str, worst: Stretch) -> Try | None:
    """As much as came in a second, where the account lets that in."""
    metric = "Count" if history.series(id, "Count") else "MessageCount"
    came_per_s = history.peak(id, metric, worst)[0] / history.bin_s
    value = float(rounded_up(came_per_s))
    said = history.spec(id).throttle
    if not said.rate < value <= history.quota(API + "account_requests_per_second"):
        return None
    words = f"Let {value:,.0f} a second in; or give whoever asks for most a usage plan."
    return Try(f"components.{id}.throttle.rate", value, words)


INSIGHTS = (
    InsightKind(
        "api-refused",
        "An API refused requests",
        f"At least {FEWEST} requests, handshakes or messages, {SHARE:.0%} of all, were answered "
        "with 429 by a throttle or a quota.",
        Law(
            "A throttle is a token bucket for all who share it; whoever finds it empty gets 429.",
            "Who may refuse a request to an API, in order, and with 429",
            page="docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling",
            date="2026-04",
        ),
        _refused,
        explains="refusal",
    ),
    InsightKind(
        "answers-nobody-got",
        "Answers that nobody got",
        f"At least {FEWEST} requests, {SHARE:.0%} of all, were answered with 504 or 503 "
        "while the function ran on.",
        Law(
            "An API waits for its integration timeout; the invocation goes on, and is paid for.",
            MODEL,
            "apigateway.integration_timeout_max_s",
        ),
        _nobody_got,
        explains="loss",
    ),
)
