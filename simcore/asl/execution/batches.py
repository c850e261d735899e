"""How the items of a Distributed Map are put into the inputs of its child executions.

Source: step-functions developer guide, "ItemBatcher (Map)", 2026: with both limits, the one
in bytes leaves fewer items in a batch than the other would. Assumed: an item that is larger than
that is alone in its batch; one that is more than an input may be fails the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from simcore.asl.execution.items import number_of, selected
from simcore.asl.execution.strand import Strand
from simcore.asl.flow import Json
from simcore.asl.size import LIMIT_BYTES, size_of, too_much, within_limit
from simcore.asl.states import Map

__all__ = ["Batches"]


class Batches:
    """Inputs one after the other, made when they are asked for."""

    __slots__ = ("at", "base", "is_batched", "items", "most_bytes", "most_items", "source", "state",
                 "strand")  # fmt: skip

    def __init__(self, strand: Strand, state: Map, items: Sequence[Json], source: str) -> None:
        self.strand = strand
        self.state = state
        self.items = items
        self.source = source
        self.at = 0
        self.is_batched = state.batcher is not None
        self.base: dict[str, Json] = {}
        self.most_items = inf
        self.most_bytes = LIMIT_BYTES
        if state.batcher is not None:
            self._limit(strand)

    def _limit(self, strand: Strand) -> None:
        """What ItemBatcher says; raises StateFault."""
        batcher = self.state.batcher
        assert batcher is not None
        many = number_of("MaxItemsPerBatch", batcher.max_items, strand, 1)
        self.most_items = inf if many is None else int(many)
        size = number_of("MaxInputBytesPerBatch", batcher.max_input_bytes, strand, 1)
        self.most_bytes = LIMIT_BYTES if size is None else min(int(size), LIMIT_BYTES)
        if batcher.batch_input is not None:
            given = batcher.batch_input.of(strand.effective, strand)
            self.base = {"BatchInput": within_limit(given, self.state.name)}

    def is_empty(self) -> bool:
        """All have been taken."""
        return self.at >= len(self.items)

    def take(self) -> tuple[Json, int, Json]:
        """(the next input, how many items are in it, which item it is).

        Raises StateFault; the same items are the next ones then.
        """
        if not self.is_batched:
            item, input = self._about(self.at), self._selected(self.at)
            self.at += 1
            return input, 1, item
        batch = self._batch()
        self.at += len(batch)
        return {"Items": batch, **self.base}, len(batch), None

    def _batch(self) -> list[Json]:
        """The items of the next batch, of which there is always one."""
        batch: list[Json] = []
        size = size_of({"Items": [], **self.base})
        for at in range(self.at, len(self.items)):
            if len(batch) >= self.most_items:
                break
            item = self._selected(at)
            size += size_of(item) + (1 if batch else 0)
            if batch and size > self.most_bytes:
                break
            if size > LIMIT_BYTES:
                raise too_much(self.state.name)
            batch.append(item)
        return batch

    def _selected(self, at: int) -> Json:
        return selected(self.strand, self.state, self.items[at], self._about(at))

    def _about(self, index: int) -> Json:
        """``Map.Item`` of the context object."""
        item = self.items[index]
        about = {"Index": index, "Value": item, "Source": self.source}
        is_pair = self.source == "" and isinstance(item, dict)
        return {**about, "Key": item["Key"], "Value": item["Value"]} if is_pair else about
