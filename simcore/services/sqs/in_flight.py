"""How many messages of a queue are in flight, and how many may be."""

from __future__ import annotations

from simcore import facts
from simcore.services.sqs.facts import MessagesLeftAlone, MessagesReturned
from simcore.services.sqs.settings import QueueSettings

IN_FLIGHT = facts.LIMITS.index("in-flight messages")


class InFlight:
    """``count`` messages are received, and neither deleted nor visible again; ``most`` may be.

    What is received is hidden from other receivers for ``timeout_s``. Of ``left_alone`` nobody
    works on any more.
    """

    def __init__(self, ledgers: facts.Ledgers) -> None:
        self.ledgers = ledgers
        self.count = self.left_alone = self._told_left_alone = 0
        self._is_at_quota = False

    def bind(self, settings: QueueSettings, hidden_s: float) -> None:
        """The queue's settings are these; a consumer wants at least ``hidden_s``."""
        self.most = settings.in_flight_max
        self.timeout_s = max(settings.visibility_timeout_s, hidden_s)

    def room(self, now: float) -> int:
        """How many more there is room for; that there is none is stated once an observation."""
        room = self.most - self.count
        if room <= 0 and not self._is_at_quota:
            self._is_at_quota = True
            self.ledgers[facts.LimitReached].append((now, IN_FLIGHT))
        return max(room, 0)

    def returned(self, now: float, n: int) -> None:
        """The visibility timeout of ``n`` has ended."""
        self.count -= n
        self.ledgers[MessagesReturned].append((now, n))

    def observe(self, now: float) -> None:
        """State how many are left alone, if that has changed."""
        self._is_at_quota = False
        if self.left_alone != self._told_left_alone:
            self._told_left_alone = self.left_alone
            self.ledgers[MessagesLeftAlone].append((now, self.left_alone))
