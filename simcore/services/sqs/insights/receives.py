"""Insights about messages that are received in vain, or again and again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import average, many, percent, seconds
from simcore.services.sqs.insights.around import (
    as_recommended,
    failed,
    given_up,
    less_at_a_time,
    mappings,
    only,
    report_failures,
    undeleted,
)

__all__ = ["RECEIVES"]

RETURNED, ALONE = "MessagesReturned", "MessagesLeftAlone"
IN_FLIGHT = "ApproximateNumberOfMessagesNotVisible"
DEAD = "MessagesDeadLettered"
GAP_S = 30.0
FEWEST = 5
"""So many messages are worth a word."""

HIDDEN_S, HIDDEN_SHARE = 30.0, 0.5
"""For so long such a share of the messages in flight has to be worked on by nobody."""

AGAIN_SHARE, AGAIN = 0.25, 20
"""Such a share of the receives, and so many, have to be of messages that came back."""


def _too_short(history: History, id: str) -> Iterator[Found]:
    """More came back than failed or was refused: it was being worked on."""
    if not mappings(history, id) or len(mappings(history, id)) != len(_readers(history, id)):
        return
    excess = history.counter(id, "returned") - failed(history, id) - given_up(history, id)
    excess -= undeleted(history, id)
    if excess < FEWEST:
        return
    first = _first_excess(history, id)
    last = max(n for n, value in enumerate(history.series(id, RETURNED)) if value)
    visibility = history.spec(id).visibility_timeout
    yield Found(
        history.begins(first),
        history.ends(last),
        f"Messages of {id} became visible again while they were being worked on.",
        f"{excess:,.0f} came back that had neither failed nor been refused: waiting and working "
        f"took longer than the visibility timeout of {seconds(visibility)}.",
        (history.seen(id, RETURNED, history.begins(first)),),
        as_recommended(history, id) or _longer(history, id),
    )


def _readers(history: History, id: str) -> list[str]:
    """Whoever takes messages from the queue."""
    return [edge.target for edge in history.graph.edges if edge.source == id and edge.kind == READ]


READ = "receive"


def _first_excess(history: History, id: str) -> int:
    """The first bin until which more had come back than could have failed; where some were refused,
    the first in which any came back, as it is not recorded when those did."""
    back = [value or 0 for value in history.series(id, RETURNED)]
    if given_up(history, id):
        return next(n for n, value in enumerate(back) if value)
    lost = [0.0] * history.bins
    for mapping in mappings(history, id):
        values = history.series(mapping, "FailedInvokeEventCount") or [0] * history.bins
        lost = [a + (b or 0) for a, b in zip(lost, values, strict=False)]
    known = zip(accumulate(lost), accumulate(back), strict=False)
    return next(n for n, (failures, returns) in enumerate(known) if returns > failures)


def _longer(history: History, id: str) -> Try | None:
    value = 2 * history.spec(id).visibility_timeout
    if not 0 < value <= history.quota("sqs.visibility_timeout_max_s"):
        return None
    return Try(f"components.{id}.visibility_timeout", value, "Hide messages for twice as long.")


def _refused(history: History, id: str) -> Iterator[Found]:
    n, received = given_up(history, id), history.counter(id, "received")
    mapping = only(history, id)
    t = None if mapping is None else history.first_flag(mapping, "first_hidden")
    back = [n for n, value in enumerate(history.series(id, RETURNED)) if value]
    if n < FEWEST or mapping is None or t is None or not back:
        return
    visibility = history.spec(id).visibility_timeout
    yield Found(
        t,
        max(history.ends(back[-1]), t),
        f"Receives of {id} were used up by refusals: no invocation, and one receive more.",
        f"{n:,.0f} of {many(received, 'receive')} ({percent(n, received)}) were of messages that "
        f"{history.spec(mapping).function} refused until their {seconds(visibility)} were over.",
        (history.seen(id, RETURNED, history.begins(back[0])),),
        less_at_a_time(history, id) or as_recommended(history, id),
    )


def _hidden(history: History, id: str) -> Iterator[Found]:
    """Most of what is in flight waits for its timeout; groups that do are told of as such.

    What has been purged or deleted late meanwhile is left alone until then, and not in flight.
    """
    if history.spec(id).fifo is not None or undeleted(history, id):
        return
    flying = history.series(id, IN_FLIGHT)
    bins = [
        n
        for n, value in history.values(id, ALONE)
        if value >= FEWEST and HIDDEN_SHARE * (flying[n] or 0) <= value <= (flying[n] or 0)
    ]
    found = history.longest(history.stretches(bins, GAP_S), HIDDEN_S)
    if found is None:
        return
    alone = history.series(id, ALONE)
    when = history.begins(
        max([n for n in bins if found.first <= n < found.end], key=lambda n: alone[n] or 0)
    )
    most = history.at(id, ALONE, when)
    visibility = history.spec(id).visibility_timeout
    yield Found(
        found.t,
        found.until,
        f"Messages of {id} were hidden with nobody working on them.",
        f"Up to {most:,.0f} of {history.at(id, IN_FLIGHT, when):,.0f} in flight waited for the end "
        f"of their visibility timeout, {seconds(visibility)}: their batch had failed or been "
        "given up.",
        (history.seen(id, ALONE, when), history.seen(id, IN_FLIGHT, when)),
        _fewer_hidden(history, id),
    )


def _fewer_hidden(history: History, id: str) -> Try | None:
    """Fewer of them; to hide them for less time would only use up their receives sooner."""
    refused = less_at_a_time(history, id) if given_up(history, id) else None
    return report_failures(history, id) or refused


def _trap(history: History, id: str) -> Iterator[Found]:
    """More receives were used up than were spent on failures."""
    redrive, dead = history.spec(id).redrive, history.counter(id, "dead_lettered")
    t = history.first_flag(id, "first_dead_letter")
    if redrive is None or t is None or not given_up(history, id):
        return
    used, bad, n = dead * redrive.max_receive_count, failed(history, id), given_up(history, id)
    late = history.counter(id, "returned") - bad - n
    if bad >= used or late > n:  # it is not refusals that used them up
        return
    last = max(n for n, value in enumerate(history.series(id, DEAD)) if value)
    yield Found(
        t,
        max(history.ends(last), t),
        f"Messages of {id} went to the dead-letter queue without having failed.",
        f"{dead:,.0f} {'was' if dead == 1 else 'were'} received "
        f"{many(redrive.max_receive_count, 'time')} each, which is all that they had. "
        f"{_blamed(bad, n, late)}: a message that is received and refused has been received.",
        (history.seen(id, DEAD, t),),
        as_recommended(history, id) or less_at_a_time(history, id),
    )


def _blamed(failed: float, refused: float, late: float) -> str:
    """How the receives of all of the queue's messages ended that came back."""
    bad = f"Only {failed:,.0f} had failed" if failed else "Not one of them had failed"
    others = f", and {late:,.0f} while they were worked on" if late > 0 else ""
    return f"{bad}; of all that came back, {refused:,.0f} had been refused{others}"


def _again(history: History, id: str) -> Iterator[Found]:
    back, received = history.counter(id, "returned"), history.counter(id, "received")
    if undeleted(history, id):
        return
    again = back - history.counter(id, "dead_lettered")  # those were not received once more
    if again < AGAIN or again < AGAIN_SHARE * received:
        return
    bins = [n for n, value in enumerate(history.series(id, RETURNED)) if value]
    came = _came(history, id)
    causes = (
        f"{failed(history, id):,.0f} times with a failure, {given_up(history, id):,.0f} refused"
    )
    yield Found(
        history.begins(bins[0]),
        history.ends(bins[-1]),
        f"Retries multiplied the work of {id}.",
        f"{came}{back:,.0f} of {received:,.0f} receives were of messages that came back "
        f"({causes}).",
        (history.seen(id, RETURNED, history.begins(bins[0])),),
        _fewer_again(history, id),
    )


def _came(history: History, id: str) -> str:
    """How often each was received, as far as that is known: what came back was received again, or
    it left the queue some other way, or is still there; and so had some that never were received.
    """
    received, back = (history.counter(id, name) for name in ("received", "returned"))
    fewest = received - back + history.counter(id, "dead_lettered")
    most = fewest + sum([history.counter(id, name) for name in OTHERWISE])
    times = average(received, fewest, most)
    return f"Each message was received {times} times on average: " if times not in ("", "1") else ""


OTHERWISE = ("visible", "expired", "purged", "moved")


def _fewer_again(history: History, id: str) -> Try | None:
    return report_failures(history, id) or less_at_a_time(history, id)


CONFIGURE = "docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure"
HANDLING = "docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling"
DATE = "2026-07-12"
FLIGHT_MODEL = (
    "Messages of a standard queue in flight: received, and neither deleted nor visible again"
)
REFUSED_MODEL = "Batches that the function refused, and the pollers that keep them"
REDRIVE_MODEL = "Redrive: where messages go that are received too often"
BACK_MODEL = "The messages of a standard queue that have been received and came back"

RECEIVES = (
    InsightKind(
        "visibility-shorter-than-processing",
        "The visibility timeout was shorter than the processing",
        f"At least {FEWEST} messages became visible again beyond those that had failed or been "
        "refused until their visibility timeout was over.",
        Law(
            "A message has to be deleted before its visibility timeout ends; AWS recommends six "
            "times the function's timeout, and the batching window.",
            FLIGHT_MODEL,
            page=CONFIGURE,
            date=DATE,
        ),
        _too_short,
    ),
    InsightKind(
        "throttles-counted-as-receives",
        "Refusals were counted as receives",
        f"At least {FEWEST} messages were refused until their visibility timeout was over.",
        Law(
            "The mapping receives messages before it knows whether the function takes them, and "
            "tries until their visibility timeout is over.",
            REFUSED_MODEL,
            page=HANDLING,
            date=DATE,
        ),
        _refused,
        explains="refusal",
    ),
    InsightKind(
        "hidden-messages",
        "Messages were hidden with nobody working on them",
        f"For at least {HIDDEN_S:.0f} s {HIDDEN_SHARE:.0%} of the messages in flight, {FEWEST} or "
        "more, waited for the end of their visibility timeout.",
        Law(
            "What failed is visible again when its visibility timeout is over, not before.",
            BACK_MODEL,
            page=HANDLING,
            date=DATE,
        ),
        _hidden,
    ),
    InsightKind(
        "dlq-trap",
        "Healthy messages went to the dead-letter queue",
        "Messages were dead-lettered and others refused until their visibility timeout was over, "
        "and fewer had failed than it takes to be dead-lettered.",
        Law(
            "What counts for the dead-letter queue is how often a message was received, whether or "
            "not the function was invoked with it.",
            REDRIVE_MODEL,
            page=CONFIGURE,
            date=DATE,
        ),
        _trap,
        explains="loss",
    ),
    InsightKind(
        "retry-amplification",
        "Retries multiplied the work",
        f"At least {AGAIN_SHARE:.0%} of the receives, {AGAIN} or more, were of messages that had "
        "come back.",
        Law(
            "A failed batch comes back as a whole unless the function reports what failed.",
            BACK_MODEL,
            page=HANDLING,
            date=DATE,
        ),
        _again,
        explains="loss",
    ),
)
