"""Insights about topics: what was lost although somebody would have taken it later."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent

__all__ = ["INSIGHTS"]

RETRIES = (
    "When SNS tries again: four phases, of which only the numbers differ from one kind of endpoint "
    "to the other."
)
LONGEST_S, MOST = 3_600.0, 100
"""Of a delivery policy: all delays together, and retries."""


def _given_up(history: History, id: str) -> Iterator[Found]:
    """Tried as often as the policy says, and lost for want of a dead-letter queue."""
    given_up = history.counter(id, "notifications_given_up")
    lost = given_up - history.counter(id, "redriven")
    tried = history.counter(id, "attempts_failed")
    gone = history.where(id, "NotificationsGivenUp", _any)
    if lost <= 0 or not tried or not gone:
        return
    due = history.counter(id, "notifications_due")
    yield Found(
        gone[0].t,
        gone[-1].until,
        f"{id} gave up {many(lost, 'notification')}: the retries were over too soon.",
        f"{percent(lost, due)} of {due:,.0f} are lost, after {tried:,.0f} attempts that failed; no "
        "dead-letter queue has them.",
        (history.seen(id, "NotificationsGivenUp", gone[0].t),),
        _longer(history, id),
    )


def _any(n: float) -> bool:
    return n > 0


def _longer(history: History, id: str) -> Try | None:
    """As many retries as a delivery policy may have, of the first that has fewer."""
    for n, said in enumerate(history.spec(id).subscriptions):
        policy = said.delivery_policy
        if policy is None or said.dead_letter_queue is not None:
            continue
        most = min(int(LONGEST_S // policy.max_delay_target), MOST)
        if most > policy.num_retries:
            path = f"components.{id}.subscriptions.{n}.delivery_policy.num_retries"
            return Try(
                path, most, f"Have {said.target} tried {most} times again, the most there is."
            )
    return None


INSIGHTS = (
    InsightKind(
        "notifications-given-up",
        "Notifications were given up",
        "A topic gave up notifications after attempts that failed, and no dead-letter queue of "
        "the subscription took them.",
        Law(
            "After the last retry of its policy a notification is dropped, unless the subscription "
            "has a dead-letter queue.",
            RETRIES.rstrip("."),
            page="docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries",
            date="2026",
        ),
        _given_up,
        explains="loss",
    ),
)
