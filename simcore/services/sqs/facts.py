"""Facts of queues; ``n`` counts messages."""

from typing import NamedTuple


class SendsRefused(NamedTuple):
    """``n`` messages were refused at SendMessage: the throughput quota was used up."""

    t: float
    n: int


class MessagesDeduplicated(NamedTuple):
    """``n`` messages were accepted and not added: their deduplication id was known."""

    t: float
    n: int


class GroupsObserved(NamedTuple):
    """Message groups of a queue at ``t``.

    ``groups`` have messages that the queue looks at; of these ``in_flight`` have some in flight
    and are blocked until those are gone or visible again, ``waiting`` of them without anybody
    working on them (a batch failed, or was given up).
    """

    t: float
    groups: int
    in_flight: int
    waiting: int


class MessagesSent(NamedTuple):
    """``n`` messages were accepted by a queue (also: by a dead-letter queue)."""

    t: float
    n: int


class MessagesTakenIn(NamedTuple):
    """``n`` of the messages sent came otherwise than by SendMessage: moved, or there at the start.

    Stated beside `MessagesSent`, which counts them too.
    """

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


class MessagesLeftAlone(NamedTuple):
    """``n`` of the messages in flight are worked on by nobody: they wait for their timeout's end.

    Their batch failed, or was given up. Stated at an observation that finds another number.
    """

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


class MessagesPurged(NamedTuple):
    """``n`` messages were deleted by PurgeQueue, of which ``in_flight`` were in flight."""

    t: float
    n: int
    in_flight: int


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


class FairObserved(NamedTuple):
    """Levels of a fair queue's quiet groups at ``t``, and how many groups are noisy.

    ``oldest_sent`` is of those that are visible; -1 without any.
    """

    t: float
    visible: int
    in_flight: int
    delayed: int
    oldest_sent: float
    noisy: int


class QuietMessageDeleted(NamedTuple):
    """A message deleted was received while its group was quiet; beside `MessageDeleted`."""

    t: float
    sent: float
