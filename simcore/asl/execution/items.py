"""The items of a Map state: which they are, how many at once, and what an iteration is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simcore.asl.execution.matching import RUNTIME
from simcore.asl.execution.strand import Strand
from simcore.asl.flow import Evaluated, Json, StateFault
from simcore.asl.shown import shown
from simcore.asl.size import within_limit
from simcore.asl.states import Map

__all__ = ["ItemAround", "entries_of", "items_of", "number_of", "selected"]


class ItemAround:
    """What is around an item when its input is made: the Map state's, and the item."""

    __slots__ = ("item", "strand")

    def __init__(self, strand: Strand, item: Json) -> None:
        self.strand = strand
        self.item = item

    @property
    def context(self) -> Json:
        """The Map state's context object, and which item it is."""
        return {**self.strand.context, "Map": {"Item": self.item}}

    @property
    def variables(self) -> Mapping[str, Json]:
        """Those of the Map state."""
        return self.strand.variables

    def millis(self) -> int:
        """As of the Map state."""
        return self.strand.millis()

    def uniform(self) -> float:
        """As of the Map state."""
        return self.strand.uniform()


def items_of(strand: Strand, state: Map) -> list[Json]:
    """The array of items of an inline Map; raises StateFault where it is none."""
    effective = strand.effective
    items = effective if state.items is None else state.items.of(effective, strand)
    if not isinstance(items, list):
        raise StateFault(RUNTIME, f"The items of a Map state are an array, not {_named(items)}.")
    return items


def entries_of(items: Json) -> Sequence[Json]:
    """An object's items are its keys with their values; a host may give what it makes as needed."""
    if isinstance(items, Mapping):
        return [{"Key": key, "Value": value} for key, value in items.items()]
    if isinstance(items, str) or not isinstance(items, Sequence):
        raise StateFault(RUNTIME, f"The items of a Map state are an array, not {_named(items)}.")
    return items


def selected(strand: Strand, state: Map, item: Json, about: Json) -> Json:
    """What ItemSelector makes of an item; itself without one. Raises StateFault.

    It is the input of an execution or of a thread, which is bounded as all inputs are.
    """
    if state.selector is not None:
        item = state.selector.of(strand.effective, ItemAround(strand, about))
    return within_limit(item, state.name)


def number_of(field: str, given: Evaluated | None, strand: Strand, least: int = 0) -> Any:
    """The number of a field, None where it is not given; raises StateFault."""
    if given is None:
        return None
    value = given.of(strand.effective, strand)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < least:
        raise StateFault(RUNTIME, f"{field} is {shown(value)}: a number from {least} is expected.")
    return value


def _named(value: Json) -> str:
    names = {dict: "an object", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
