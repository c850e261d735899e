"""What the pollers of a standard queue invoke a function with."""

from __future__ import annotations

from itertools import accumulate

from simcore.roles.polled import Receipt


class Gathered:
    """Receipts gathered in one batching window, which is over at ``closes`` (seconds).

    A window that is ``overdue`` ends with the poller's long poll, at ``latest`` without another
    message. ``polls_since`` is when the current long poll began.
    """

    __slots__ = ("closed", "closes", "latest", "overdue", "polls_since", "receipts", "size")

    def __init__(self, began: float, closes: float, latest: float) -> None:
        self.closes, self.latest, self.polls_since = closes, latest, began
        self.receipts: list[Receipt] = []
        self.size = 0
        self.closed = self.overdue = False

    def __len__(self) -> int:
        return self.size

    def poisoned(self) -> tuple[int, ...]:
        """The places of the messages that fail every time."""
        begins = accumulate([len(receipt) for receipt in self.receipts], initial=0)
        parts = zip(begins, self.receipts, strict=False)
        return tuple([begin + i for begin, receipt in parts for i in receipt.poisoned()])

    def add(self, receipt: Receipt) -> None:
        """Put the receipt's messages into the batch."""
        self.receipts.append(receipt)
        self.size += len(receipt)


Batch = Receipt | Gathered
"""What a poller invokes the function with."""
