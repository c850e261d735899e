"""Retry and Catch, read from a definition.

Source: developer guide, "Handling errors in Step Functions workflows", 2026: MaxDelaySeconds is
less than 31,622,401. IntervalSeconds and MaxAttempts up to 99,999,999: the language's specification
(https://states-language.net/spec.html) and histories recorded on AWS.
"""

from __future__ import annotations

from typing import Final

from simcore.asl.definition.flows.state import catcher_flow
from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Scope
from simcore.asl.states import Catcher, QueryLanguage, Retrier

__all__ = ["catch_of", "retry_of"]

ALL: Final = "States.ALL"
MOST: Final = 99_999_999
LONGEST_DELAY_S: Final = 31_622_400
RETRIER: Final = (
    "Comment",
    "ErrorEquals",
    "IntervalSeconds",
    "MaxAttempts",
    "BackoffRate",
    "MaxDelaySeconds",
    "JitterStrategy",
)


def retry_of(place: Place) -> tuple[Retrier, ...]:
    entries = place.objects("Retry")
    for entry in entries:
        entry.knows_only(RETRIER, "a retrier")
        entry.text("Comment")
    _all_stands_alone_and_last(entries)
    return tuple(_retrier(entry) for entry in entries)


def _retrier(entry: Place) -> Retrier:
    longest_s: float = float("inf")
    if "MaxDelaySeconds" in entry:
        longest_s = entry.whole("MaxDelaySeconds", LONGEST_DELAY_S, 1, LONGEST_DELAY_S)
    return Retrier(
        error_equals=entry.texts("ErrorEquals"),
        interval_s=float(entry.whole("IntervalSeconds", 1, 1, MOST)),
        max_attempts=entry.whole("MaxAttempts", 3, 0, MOST),
        backoff_rate=float(entry.number("BackoffRate", 2.0, 1.0, float("inf"))),
        max_delay_s=float(longest_s),
        full_jitter=entry.one_of("JitterStrategy", ("NONE", "FULL"), "NONE") == "FULL",
    )


def catch_of(place: Place, name: str, scope: Scope, language: QueryLanguage) -> tuple[Catcher, ...]:
    """``name`` is the state's, for causes."""
    entries = place.objects("Catch")
    own = ("Output",) if language == "JSONata" else ("ResultPath",)
    for entry in entries:
        entry.knows_only(("Comment", "ErrorEquals", "Next", "Assign", *own), "a catcher")
        entry.text("Comment")
    _all_stands_alone_and_last(entries)
    return tuple(
        Catcher(
            entry.texts("ErrorEquals"),
            entry.text("Next", needed=True),
            catcher_flow(entry, n, name, scope, language),
        )
        for n, entry in enumerate(entries)
    )


def _all_stands_alone_and_last(entries: list[Place]) -> None:
    for n, entry in enumerate(entries):
        names = entry.get("ErrorEquals")
        if not isinstance(names, list | tuple) or ALL not in names:
            continue
        if len(names) > 1:
            entry.complain("ErrorEquals", f"{ALL} stands with others", "it stands alone")
        if n < len(entries) - 1:
            entry.complain("ErrorEquals", f"{ALL} is not in the last entry", "move it to the end")
