"""Messages of a queue that are in flight for the first time: who is the oldest."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from simcore.engine.environment import INF
from simcore.roles.polled import Receipt


class FirstReceipts:
    """Receipts with fresh messages, in the order of receiving, which is that of sending."""

    def __init__(self) -> None:
        self._line: deque[Receipt] = deque()
        self.add = self._line.append

    def oldest(self, in_flight: int, since: Callable[[int, float], float]) -> float:
        """From when the oldest of them counts, as ``since(id, sent)`` says; infinity without any.

        Receipts that are done are dropped here, so the line stays in proportion to ``in_flight``
        at the cost of a look at each receipt.
        """
        line = self._line
        while line and line[0].done:
            line.popleft()
        if len(line) > 2 * in_flight + 64:
            waiting = [receipt for receipt in line if not receipt.done]
            line.clear()
            line.extend(waiting)
        return _oldest(line[0], since) if line else INF


def _oldest(receipt: Receipt, since: Callable[[int, float], float]) -> float:
    """Of a receipt that is not done; some of its messages may have been deleted."""
    if receipt.fresh:
        return since(receipt.first_id, receipt.fresh[0])
    return min([since(message.id, message.sent) for message in receipt.messages], default=INF)
