"""Insights about what a mapping may not do: read its source, or delete what it has done with."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.reading.views.bound_by import METRIC, NAMES, PERMISSION
from simcore.component import Evidence, Found, History, InsightKind, Law
from simcore.component.spoken import many, seconds

__all__ = ["UNDELETED", "UNREAD_QUEUE", "UNREAD_STREAM"]

LEAST_S, GAP_S = 10.0, 30.0
"""Nobody has to read for so long; what is not further apart is one stretch."""

ROLE = "docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role"
DATE = "2026-07-12"
INVOKED, DELETED, FAILED = "InvokedEventCount", "DeletedEventCount", "FailedInvokeEventCount"
VISIBLE, RECORDS = "ApproximateNumberOfMessagesVisible", "RecordsWaiting"
MODEL = "Whether a component may do to another what the scenario has it do"
DELETING = "What a mapping does with messages of which all went well: it deletes them, if it may"


def _unread(history: History, id: str) -> Iterator[Found]:
    """Something waits, and the function's role does not let anybody read it."""
    spec = history.spec(id)
    bins = (n for n, rule in history.values(id, METRIC) if rule == PERMISSION)
    found = history.longest(history.stretches(bins, GAP_S), LEAST_S)
    if found is None:
        return
    where, metric = (id, RECORDS) if history.series(id, RECORDS) else (spec.source, VISIBLE)
    most, when = history.peak(where, metric, found)
    yield Found(
        found.t,
        found.until,
        f"{id} might not read {spec.source}: the execution role of {spec.function} did not allow "
        "it.",
        f"Nobody polled for {seconds(found.lasts_s)}, while up to {many(most, 'message')} waited. "
        "Nothing is lost until the source no longer keeps it.",
        (history.seen(id, METRIC, found.t), history.seen(where, metric, when)),
    )


def _undeleted(history: History, id: str) -> Iterator[Found]:
    """All went well, and the role does not let the mapping say so."""
    flag, n = history.first_flag(id, "limit_reached", NAMES[PERMISSION]), history.undeleted(id)
    if flag is None or n < 1:
        return
    deleted, failed = history.series(id, DELETED), history.series(id, FAILED)
    bins = (b for b, v in history.values(id, INVOKED) if v and not deleted[b] and not failed[b])
    since = (b for b in bins if history.ends(b) > flag)
    found = history.longest(history.stretches(since, GAP_S), LEAST_S)
    if found is None:
        return
    spec = history.spec(id)
    yield Found(
        found.t,
        found.until,
        f"{id} might not delete the messages that it had processed: they came back.",
        f"{many(n, 'message was', 'messages were')} handed to {spec.function} and neither deleted "
        "nor failed. Each is processed again after its visibility timeout, as often as the redrive "
        "policy allows.",
        (Evidence(id, "limit_reached", flag, 1.0), history.seen(id, INVOKED, found.t)),
    )


def _unread_kind(id: str, source: str) -> InsightKind:
    return InsightKind(
        id,
        f"A permission to read a {source} was missing",
        f"For at least {LEAST_S:.0f} s something waited in the {source}, and the mapping did not "
        "poll, as the function's execution role did not let it read.",
        Law("Lambda polls with the function's execution role.", MODEL, page=ROLE, date=DATE),
        _unread,
    )


UNREAD_QUEUE = _unread_kind("permission-to-read", "queue")
UNREAD_STREAM = _unread_kind("permission-to-read-stream", "stream")
UNDELETED = InsightKind(
    "permission-to-delete",
    "A permission to delete was missing",
    f"A permission went missing, and for at least {LEAST_S:.0f} s messages were processed that "
    "were neither deleted nor failed.",
    Law(
        "A message that is not deleted is visible again after its visibility timeout.",
        DELETING,
        page=ROLE,
        date=DATE,
    ),
    _undeleted,
    explains="loss",
)
