"""Facts of a topic."""

from typing import NamedTuple


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
