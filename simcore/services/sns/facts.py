"""Facts of a topic.

A subscription is told by its number, from 1 on; a plain subscriber is 0. What a topic whose
subscribers can do no more than refuse a message states is the first five; one of which more is said
states the others, too.
"""

from typing import Final, NamedTuple

FILTERED_BY: Final = (
    "MessageAttributes",
    "MessageBody",
    "NoMessageAttributes",
    "InvalidMessageBody",
)
"""Why a filter policy did not accept a message: ends of CloudWatch's names."""


class MessagePublished(NamedTuple):
    """A message was published to a topic."""

    t: float


class NotificationDelivered(NamedTuple):
    """A topic handed a message to one subscriber."""

    t: float


class NotificationFilteredOut(NamedTuple):
    """The filter policy of a subscription, by its number from 1 on, did not accept a message."""

    t: float
    subscription: int


class NotificationFailed(NamedTuple):
    """A message could not be delivered, and is not tried again; 0 is a plain subscriber."""

    t: float
    subscription: int


class NotificationRedriven(NamedTuple):
    """The dead-letter queue of a subscription took what could not be delivered."""

    t: float
    subscription: int


class PublishTaken(NamedTuple):
    """A published message of so many ``bytes`` has ``due`` subscribers; it is charged as ``units``
    of 64 KB."""

    t: float
    due: int
    bytes: int
    units: int


class PublishRefused(NamedTuple):
    """A message was refused: above the quota (``why`` 0), or larger than the topic takes (1)."""

    t: float
    why: int


class PublishDeduplicated(NamedTuple):
    """A FIFO topic accepted a message and delivers none: its deduplication id was known."""

    t: float


class FilteredBy(NamedTuple):
    """Stated beside `NotificationFilteredOut`: ``why`` indexes :data:`FILTERED_BY`."""

    t: float
    subscription: int
    why: int


class AttemptFailed(NamedTuple):
    """An attempt to deliver had a server-side error; ``http`` is 1 of an HTTP endpoint."""

    t: float
    subscription: int
    http: int


class HttpDelivered(NamedTuple):
    """Stated beside `NotificationDelivered`: an HTTP endpoint took the message."""

    t: float
    subscription: int


class NotificationGivenUp(NamedTuple):
    """Instead of `NotificationFailed`: why, by `simcore.roles.redelivery.GIVEN_UP`.

    ``retries`` were made; ``counted`` is 1 where no failed attempt has been counted for it yet.
    """

    t: float
    subscription: int
    why: int
    retries: int
    counted: int


class RedriveFailed(NamedTuple):
    """The dead-letter queue of a subscription did not take what could not be delivered."""

    t: float
    subscription: int


class TopicObserved(NamedTuple):
    """So many notifications wait for their next attempt at ``t``."""

    t: float
    waiting: int
