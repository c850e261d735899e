"""Facts of a bucket; ``notification`` counts its notifications from 1 on, 0 is EventBridge."""

from typing import NamedTuple


class ObjectPut(NamedTuple):
    """An object was put into a bucket."""

    t: float


class RequestRefused(NamedTuple):
    """A bucket answered 503 Slow Down: the prefix had all the requests that it takes."""

    t: float


class NotificationMade(NamedTuple):
    """An object is to be told of; ``copies`` is 1 when it will be told of twice."""

    t: float
    notification: int
    copies: int


class NotificationDelivered(NamedTuple):
    """A destination took a notification of an object that was put at ``put``."""

    t: float
    put: float
    notification: int


class NotificationRefused(NamedTuple):
    """A destination did not take a notification; ``due`` is when S3 tries again, -1 if never."""

    t: float
    notification: int
    due: float


class NotificationsObserved(NamedTuple):
    """Notifications that are on their way at ``t``."""

    t: float
    waiting: int
