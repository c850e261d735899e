"""Why it went as it did with a delivery stream: records that its function did not process."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent, seconds

__all__ = ["INSIGHTS"]

MODEL = "The function through which records go before they are delivered"
SHARE, FEWEST = 0.01, 5
"""Such a share of the records, and so many, are put aside."""

WAITS = "firehose.transform_timeout_s"


def _put_aside(history: History, id: str) -> Iterator[Found]:
    """Records are below processing-failed/, and what is delivered lacks them."""
    aside, taken = history.counter(id, "records_failed"), history.counter(id, "records")
    if aside < FEWEST or aside < SHARE * taken:
        return
    seen = history.where(id, "FailedProcessing.Records", lambda n: n > 0)
    if not seen:
        return
    made, failed = (history.counter(id, f"processing_{x}") for x in ("attempts", "failed"))
    function = history.spec(id).transformation.target
    yield Found(
        seen[0].t,
        seen[-1].until,
        f"{many(aside, 'record')} of {id} were put aside: {function} did not process them.",
        f"{percent(aside, taken)} of {many(taken, 'record')} are in processing-failed; "
        f"{many(failed, 'invocation')} of {made:,.0f} failed, and were paid for.",
        (history.seen(id, "FailedProcessing.Records", seen[0].t),),
        _longer(history, id, function),
    )


def _longer(history: History, id: str, function: str) -> Try | None:
    """Where it was cut off: as long as the delivery stream waits, at the most."""
    timeout, most = history.spec(function).timeout, history.quota(WAITS)
    if not history.counter(function, "timeouts") or timeout >= most:
        return None
    value = min(2 * timeout, most)
    return Try(f"components.{function}.timeout", value, f"Let it run for {seconds(value)}.")


INSIGHTS = (
    InsightKind(
        "records-put-aside",
        "Records that were put aside",
        f"At least {FEWEST} records, {SHARE:.0%} of all, could not be processed.",
        Law(
            "A batch whose invocation fails is invoked again, three times where nothing is said, "
            "and put aside then.",
            MODEL,
            "firehose.transform_retries_default",
        ),
        _put_aside,
        explains="loss",
    ),
)
