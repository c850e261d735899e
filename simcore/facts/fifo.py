"""Facts of queues with message groups."""

from __future__ import annotations

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
