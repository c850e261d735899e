"""All messages of a FIFO queue in the order of sending: who is the oldest, whose time is over."""

from __future__ import annotations

from collections import deque

from simcore.roles.grouped import GroupedMessage

SPARE = 64


class SendingOrder:
    """Those that are gone are dropped now and then, not one by one."""

    def __init__(self) -> None:
        self.line: deque[GroupedMessage] = deque()

    def tidy(self, alive: int) -> None:
        """Drop those that are gone: at the front, and behind an old one when they are many."""
        line = self.line
        while line and line[0].gone:
            line.popleft()
        if len(line) > 2 * alive + SPARE:
            here = [message for message in line if not message.gone]
            line.clear()
            line.extend(here)

    def expired(self, oldest: float) -> list[GroupedMessage]:
        """The visible ones sent at ``oldest`` or before, first ones first."""
        found = []
        for message in self.line:
            if message.sent > oldest:
                break
            if not message.gone and not message.hidden:
                found.append(message)
        return found

    def oldest_sent(self) -> float:
        """When the first message that is not gone was sent; -1 without any."""
        return next((message.sent for message in self.line if not message.gone), -1.0)
