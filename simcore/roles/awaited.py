"""An asynchronous event whose sender wants to know what became of it."""

from __future__ import annotations

from typing import Any

from simcore.roles.event import Event


class Awaited(Event):
    """The sender is told when the event has left Lambda's queue: whether a handler did its work.

    ``sender.ended(now, event, succeeded)`` is called then; of an event that was delivered twice
    each time. ``about`` is the sender's own. Whoever replaces its fields loses both.
    """

    sender: Any = None
    about: Any = None

    def ended(self, now: float, succeeded: bool) -> None:
        """Tell the sender."""
        if self.sender is not None:
            self.sender.ended(now, self, succeeded)


def awaited(sender: Any, about: Any) -> Awaited:
    """An event from outside that tells its sender of its end."""
    event = Awaited()
    event.sender, event.about = sender, about
    return event
