"""What a purge of a standard queue deletes.

Models: see :mod:`simcore.services.sqs.purges`; a copy that a server kept of a message that was
    deleted before comes back all the same.
Ignores: nothing more.
States: MessagesPurged, StoryStep.

Sources: those of :mod:`simcore.services.sqs.purges`.
"""

from __future__ import annotations

from simcore.engine.environment import Environment
from simcore.facts import Ledgers
from simcore.services.sqs.delay import DelayedMessages
from simcore.services.sqs.purges import Purges
from simcore.services.sqs.standard.coming import ComingMessages
from simcore.services.sqs.standard.new import NewMessages
from simcore.services.sqs.standard.receipts import StandardReceipts
from simcore.services.sqs.standard.returned import ReturnedMessages


class StandardPurges(Purges):
    """Knows everybody who owns messages."""

    def __init__(
        self,
        env: Environment,
        ledgers: Ledgers,
        coming: ComingMessages,
        delayed: DelayedMessages[int],
        new: NewMessages,
        returned: ReturnedMessages,
        receipts: StandardReceipts,
    ) -> None:
        super().__init__(env, ledgers)
        self._coming, self._delayed, self._new = coming, delayed, new
        self._returned, self._receipts = returned, receipts

    def _delete_all(self, now: float) -> tuple[int, int]:
        self._coming.catch_up(now)
        back = self._returned.clear()
        self._receipts.tell_purged(now, back)
        waiting = len(back) + self._new.clear() + len(self._delayed.clear())
        return self._receipts.delete_all(now), waiting
