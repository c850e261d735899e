"""What a purge of a FIFO queue deletes.

Models: see :mod:`simcore.services.sqs.purges`; no message group is blocked any more (assumed), so
    that its next message may be handled while a handler still works on one that was purged.
Ignores: nothing more; deduplication ids stay known.
States: MessagesPurged, StoryStep.

Sources: those of :mod:`simcore.services.sqs.purges`.
"""

from __future__ import annotations

from simcore.engine.environment import Environment
from simcore.facts import Ledgers
from simcore.services.sqs.delay import DelayedMessages
from simcore.services.sqs.fifo.coming import ComingInGroups
from simcore.services.sqs.fifo.groups import MessageGroups
from simcore.services.sqs.fifo.receipts import FifoReceipts
from simcore.services.sqs.purges import Purges


class FifoPurges(Purges):
    """Knows everybody who owns messages."""

    def __init__(
        self,
        env: Environment,
        ledgers: Ledgers,
        coming: ComingInGroups,
        delayed: DelayedMessages[tuple[int, int]],
        groups: MessageGroups,
        receipts: FifoReceipts,
    ) -> None:
        super().__init__(env, ledgers)
        self._coming, self._delayed = coming, delayed
        self._groups, self._receipts = groups, receipts

    def _delete_all(self, now: float) -> tuple[int, int]:
        self._coming.catch_up()
        waiting = self._groups.visible + len(self._delayed.clear())
        self._receipts.tell_purged(now, self._groups.returned())
        in_flight = self._receipts.delete_all(now)
        self._groups.delete_all()
        return in_flight, waiting
