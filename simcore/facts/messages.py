"""Facts of queues and event source mappings; ``n`` counts messages."""

from __future__ import annotations

from typing import NamedTuple


class MessagesSent(NamedTuple):
    """``n`` messages were accepted by a queue (also: by a dead-letter queue)."""

    t: float
    n: int


class MessagesBecameVisible(NamedTuple):
    """``n`` messages ended their delay."""

    t: float
    n: int


class MessagesReceived(NamedTuple):
    """``n`` messages were received, with ``calls`` requests to ReceiveMessage."""

    t: float
    n: int
    calls: int


class EmptyReceived(NamedTuple):
    """``calls`` long polls ended without a message."""

    t: float
    calls: int


class MessageDeleted(NamedTuple):
    """One message was deleted; ``sent`` is when its sender sent it, ``receives`` its count."""

    t: float
    sent: float
    receives: int


class MessagesReturned(NamedTuple):
    """``n`` messages became visible again because their visibility timeout ended."""

    t: float
    n: int


class MessagesDeadLettered(NamedTuple):
    """``n`` messages left a queue for its dead-letter queue."""

    t: float
    n: int


class MessagesExpired(NamedTuple):
    """``n`` messages outlived the message retention period."""

    t: float
    n: int


class MessagesMoved(NamedTuple):
    """``n`` messages left a dead-letter queue for another one (StartMessageMoveTask)."""

    t: float
    n: int


class MessagesDuplicated(NamedTuple):
    """``n`` messages that had been deleted are visible again (at-least-once delivery)."""

    t: float
    n: int


class QueueObserved(NamedTuple):
    """Levels of a queue at ``t``; ``oldest_sent`` is -1 when it holds no message.

    In a dead-letter queue it is when the message came, not when it was sent.
    """

    t: float
    visible: int
    in_flight: int
    delayed: int
    oldest_sent: float


class BatchInvoked(NamedTuple):
    """A batch of ``n`` messages was handed to the function."""

    t: float
    n: int


class BatchSucceeded(NamedTuple):
    """The function returned: ``n_deleted`` messages deleted, ``n_failed`` reported as failed."""

    t: float
    n_deleted: int
    n_failed: int


class BatchFailed(NamedTuple):
    """The invocation failed as a whole with ``n`` messages."""

    t: float
    n: int


class BatchThrottled(NamedTuple):
    """The function refused a batch of ``n`` messages (the poller keeps it)."""

    t: float
    n: int


class BatchAbandoned(NamedTuple):
    """A poller gave up a throttled batch of ``n`` messages."""

    t: float
    n: int


class EventsFilteredOut(NamedTuple):
    """``n`` messages or records did not match a mapping's filter."""

    t: float
    n: int


class PollersObserved(NamedTuple):
    """Event pollers of a mapping in provisioned mode at ``t``."""

    t: float
    provisioned: int


class MappingObserved(NamedTuple):
    """Pollers of a mapping at ``t``; ``holding`` of them keep a throttled batch."""

    t: float
    pollers: int
    invoking: int
    holding: int
