"""How what a topic states is put into words."""

from __future__ import annotations

from simcore.facts import Row
from simcore.facts.parts import PART
from simcore.roles.redelivery import NOT_ALLOWED, TRIES_OVER

__all__ = ["attempt_failed", "given_up", "refused", "subscriber", "why_refused"]


def subscriber(row: Row) -> str:
    """The place of the subscription; who is just among the `subscribers` has no number."""
    return f"subscriptions.{row[1] - 1}" if row[1] else "a subscriber"


def given_up(row: Row) -> tuple[str, str]:
    """Of `NotificationGivenUp`."""
    why = {NOT_ALLOWED: "client-side error", TRIES_OVER: f"after {row[3]:,} retries"}
    return f"not delivered to {PART}", why.get(int(row[2]), "too old")


def attempt_failed(row: Row) -> tuple[str, str]:
    """Of `AttemptFailed`."""
    return f"{PART} did not take a message", "server-side error"


def refused(row: Row) -> tuple[str, str]:
    """Of `PublishRefused`."""
    return "message refused", why_refused(row)


def why_refused(row: Row) -> str:
    """Of the same."""
    return ("publish quota", "larger than the topic takes")[int(row[1])]
