"""What takes events that others hand over: a queue, a topic, a bus, a bucket, a function."""

from __future__ import annotations

from typing import Protocol

from simcore.roles.event import Event


class Taker(Protocol):
    """Where an event can be delivered.

    One that never refuses says so by an attribute, ``always_takes``: nobody has to wait for what
    came of it before going on.
    """

    def deliver(self, now: float, event: Event) -> bool:
        """Take the event; False when it is refused.

        Whoever refuses has stated why, if there is a reason of its own; what becomes of the event
        is the sender's business: it tries again, sends it elsewhere, or states that it is lost.
        """


class Denied:
    """What stands in for a taker that its sender may not reach, or that is gone.

    Senders that tell errors of the client's side, which are not tried again, from others tell it
    by this type.
    """

    def deliver(self, now: float, event: Event) -> bool:
        """Never."""
        return False


def takes_as(taker: Taker) -> str:
    """How those who push to it treat it where they have rules for kinds of endpoints.

    Empty of what AWS runs itself, which is the rule; a type says otherwise with a class attribute
    ``takes_as``: "http" of HTTP endpoints, "customer" of others that customers run.
    """
    return str(getattr(taker, "takes_as", ""))
