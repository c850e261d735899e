"""Sockets that say far too much are cut off where they are read, before anything is made of it.

A consumer that has had enough closes in words, but until the other side agrees the server goes on
reading: some thousand messages in one piece, each of which takes the event loop 50 microseconds and
more. Here they are counted as they are read; beyond the budget the connection is dropped, and who
did that opens no other one for a while: the handshake is refused, which costs least.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from typing import Any

from django.conf import settings

from visualizer.budget import Budget
from visualizer.visitor import whose_socket

AT_ONCE_S = 2  # so many seconds' worth of messages at once
AWAY_S = 10.0
REMEMBERED = 4096


class Floods:
    """Who was cut off, and when: visitors, so that others at the same address are not meant."""

    def __init__(self) -> None:
        self.when: OrderedDict[str, float] = OrderedDict()

    def cut_off(self, visitor: str) -> None:
        self.when[visitor] = time.monotonic()
        self.when.move_to_end(visitor)
        while len(self.when) > REMEMBERED:
            self.when.popitem(last=False)

    def is_away(self, scope: dict[str, Any]) -> bool:
        """Whether whoever opens a socket was cut off a moment ago."""
        if not self.when:
            return False
        at = self.when.get(whose_socket(scope).visitor, -math.inf)
        return time.monotonic() - at < AWAY_S


floods = Floods()


def guard(protocol: Any, scope: dict[str, Any]) -> None:
    """Count what one of Daphne's websockets brings, and drop it beyond the budget."""
    a_second = settings.SOCKET_MESSAGES_PER_S
    budget = Budget(time.monotonic(), AT_ONCE_S * a_second, a_second)
    take = protocol.onMessage

    def on_message(payload: bytes, is_binary: bool) -> None:
        if budget.takes_one(time.monotonic()):
            take(payload, is_binary)
            return
        floods.cut_off(whose_socket(scope).visitor)
        protocol.dropConnection(abort=True)

    protocol.onMessage = on_message
