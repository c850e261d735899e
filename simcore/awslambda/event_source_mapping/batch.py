"""What the pollers of a standard queue invoke a function with."""

from __future__ import annotations

from itertools import accumulate

from simcore.roles.polled import Receipt


class Gathered:
    """Receipts gathered in one batching window, which ends at ``closes`` (seconds).

    ``polls_since`` is when the poller's current long poll began.
    """

    __slots__ = ("closed", "closes", "polls_since", "receipts", "size")

    def __init__(self, opens: float, closes: float) -> None:
        self.closes, self.polls_since = closes, opens
        self.receipts: list[Receipt] = []
        self.size = 0
        self.closed = False

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
