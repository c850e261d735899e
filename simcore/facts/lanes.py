"""Facts of the lanes in which an order is kept: message groups, beside the shards of streams."""

from typing import NamedTuple

MOST_LANES = 32
"""So many lanes of a mapping are told one by one; the rest are told as a sum."""


class GroupsPolled(NamedTuple):
    """The message groups of the queue that a mapping polls, at ``t``: all that have messages.

    ``invoking`` have messages that the function works on, ``failing`` some that no poller works on
    (a batch failed, or was given up) and that are hidden still, ``holding`` some that were
    throttled and that a poller keeps. ``waiting`` counts the messages that nobody works on.
    """

    t: float
    groups: int
    invoking: int
    failing: int
    holding: int
    waiting: int


class GroupObserved(NamedTuple):
    """The same for one message group, one of those that have waited for longest.

    The first message that nobody works on was sent at ``oldest_sent``: -1 without any.
    """

    t: float
    group: int
    invoking: int
    failing: int
    holding: int
    waiting: int
    oldest_sent: float
