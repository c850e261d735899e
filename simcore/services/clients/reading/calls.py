"""How the facts of clients read that do something with the answers."""

from __future__ import annotations

from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Last,
    Metric,
    Positive,
    Reading,
    Spread,
    Tally,
    Where,
)
from simcore.services.clients import answers
from simcore.services.clients.facts import (
    AnsweredTooLate,
    AttemptEnded,
    AttemptSent,
    CallerObserved,
    PageLoaded,
    RetryQuotaReached,
    UsersObserved,
)

__all__ = ["CALLS"]

ENDED = AttemptEnded

METRICS = (
    Metric(
        "Attempts",
        Count(AttemptSent),
        "Attempts",
        "Requests as they go out: each for the first time, and each time that it is tried again.",
        counter="attempts",
    ),
    Metric(
        "Retries",
        Positive(AttemptSent, "number"),
        "Retries",
        "Attempts that are not the first of their request.",
        counter="retries",
    ),
    Metric(
        "Attempts.429",
        Where(ENDED, "answer", (answers.REFUSED,)),
        "Attempts refused",
        "Attempts that were refused (429, or a message that was not taken), tried again or not.",
    ),
    Metric(
        "Attempts.5xx",
        Where(ENDED, "answer", (answers.SERVER_ERROR,)),
        "Attempts answered 5xx",
        "Attempts that were answered 500, 502, 503 or 504.",
    ),
    Metric(
        "Attempts.4xx",
        Where(ENDED, "answer", (answers.FORBIDDEN, answers.CLIENT_ERROR)),
        "Attempts answered 4xx",
        "Attempts that were answered 403 or another error of the client's; none is tried again.",
    ),
    Metric(
        "ClientTimeouts",
        Where(ENDED, "answer", (answers.GIVEN_UP,)),
        "Client timeouts",
        "Attempts for whose answer the client waited no longer; what it had called went on.",
    ),
    Metric(
        "LateAnswers",
        Count(AnsweredTooLate),
        "Late answers",
        "Answers to attempts that had been given up: work that nobody waited for.",
        counter="late_answers",
    ),
    Metric(
        "RetryQuotaReached",
        Count(RetryQuotaReached),
        "Retry quota reached",
        "Requests that were not tried again, as the retry quota of their SDK client was used up.",
        counter="retry_quota_reached",
    ),
    Metric(
        "AttemptLatency",
        Durations(ENDED, "t", "sent", without=("answer", answers.REFUSED), mean=False),
        "Latency of an attempt",
        "From an attempt to its answer, or to when it was given up; without those refused.",
    ),
    Metric(
        "PageLatency",
        Durations(PageLoaded, "t", "begun", mean=False),
        "Latency of a page",
        "From a page's requests to the last of their answers.",
    ),
    Metric(
        "Pages",
        Count(PageLoaded),
        "Pages",
        "Pages of which all requests have ended.",
        counter="pages",
    ),
    Metric(
        "PagesFailed",
        Positive(PageLoaded, "failed"),
        "Pages failed",
        "Pages of which a request did not succeed.",
        counter="pages_failed",
    ),
    Metric(
        "Waiting",
        Last(CallerObserved, "waiting"),
        "Waiting for answers",
        "Attempts whose answer is waited for.",
        counter="waiting",
    ),
    Metric(
        "BackingOff",
        Last(CallerObserved, "backing_off"),
        "Backing off",
        "Requests that wait before they are tried again.",
        counter="backing_off",
    ),
    Metric(
        "HeldBack",
        Last(CallerObserved, "held"),
        "Held back",
        "Requests that adaptive mode holds back: their SDK client sends no faster.",
        counter="held_back",
    ),
    Metric(
        "RetryQuota",
        Last(CallerObserved, "tokens"),
        "Retry quota",
        "Tokens that are left of the retry quotas of all SDK clients together.",
    ),
    Metric(
        "UsersThinking",
        Last(UsersObserved, "thinking"),
        "Users who think",
        "Users of a closed loop who have their answer and do not ask yet.",
    ),
    Metric(
        "UsersWaiting",
        Last(UsersObserved, "waiting"),
        "Users who wait",
        "Users of a closed loop who have asked and have no answer yet.",
    ),
)

CALLS = Reading(
    metrics=METRICS,
    counters=(Counter("answers.<kind>", Each(ENDED, "answer", answers.ANSWERS), "of attempts"),),
    observed=(CallerObserved, UsersObserved),
    balances=(
        Balance(("attempts",), ("answers.<kind>", "waiting")),
        Balance(("requests", "retries"), ("attempts",), rest="those that are held back"),
    ),
    tells=(
        Tally("attempts"),
        Tally("retries", better="less"),
        Tally("late_answers", better="less"),
        Tally("retry_quota_reached"),
        Tally("pages_failed", better="less"),
        Spread("PageLatency", "latency of a page"),
    ),
)
