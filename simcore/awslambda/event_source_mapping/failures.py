"""What becomes of a batch of a standard queue that failed, as a whole or in part."""

from __future__ import annotations

from typing import Protocol

from simcore.awslambda.event_source_mapping.batch import Batch
from simcore.awslambda.event_source_mapping.deleting import deleted, deleting
from simcore.awslambda.event_source_mapping.facts import BatchFailed, BatchSucceeded
from simcore.awslambda.event_source_mapping.settings import MappingSettings
from simcore.facts import TIMEOUT, Ledgers
from simcore.roles.polled import PolledQueue

__all__ = ["deleted", "deleting", "failed", "partly_failed"]


class Mapping(Protocol):
    """The mapping whose batch it is."""

    ledgers: Ledgers
    queue: PolledQueue
    settings: MappingSettings


def failed(mapping: Mapping, now: float, batch: Batch, outcome: int) -> None:
    """Nothing is deleted; every message waits for the end of its visibility timeout."""
    mapping.ledgers[BatchFailed].append((now, len(batch)))
    step = "timeout" if outcome == TIMEOUT else "error"
    for receipt in batch.receipts:
        mapping.queue.tell(now, receipt, step)
        mapping.queue.keep_hidden(receipt)


def partly_failed(mapping: Mapping, now: float, batch: Batch, places: tuple[int, ...]) -> None:
    """Delete what succeeded, if that may be; ``places`` in the batch are those that failed."""
    n_failed = len(places)
    if not mapping.settings.may_delete:
        places = tuple(range(len(batch)))
    n_deleted, first = 0, 0
    for receipt in batch.receipts:
        last = first + len(receipt)
        kept = frozenset(i - first for i in places if first <= i < last)
        n_deleted += mapping.queue.delete_except(now, receipt, kept)
        first = last
    mapping.ledgers[BatchSucceeded].append((now, n_deleted, n_failed))
