"""What only a Distributed Map has: batches, a label.

Source: developer guide, "Using Map state in Distributed mode", page ItemBatcher.
"""

from __future__ import annotations

from typing import Final

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.flows.values import any_in, number_in
from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Scope
from simcore.asl.states import ItemBatcher, QueryLanguage

__all__ = ["batcher_in", "distributed_checked", "label_in"]

ONLY_DISTRIBUTED: Final = (
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "Label",
    "ToleratedFailureCount",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentage",
    "ToleratedFailurePercentagePath",
)
BATCHES: Final = ("MaxItemsPerBatch", "MaxInputBytesPerBatch")
LONGEST_LABEL: Final = 40
NOT_IN_LABELS: Final = ' <>{}[]?*"#%\\^|~`$&,;:/'
MOST_ITEMS: Final = 100_000_000
MOST_BYTES: Final = 262_144
"""Of a batch: what an input may be, page ItemBatcher. Items: quotas page, 2026."""


def distributed_checked(place: Place, scope: Scope, distributed: bool) -> None:
    if distributed and scope.workflow == "EXPRESS":
        place.complain("", "Express workflows have no Distributed Map", "only Standard ones")
    for field in () if distributed else ONLY_DISTRIBUTED:
        if field in place:
            hint = "ProcessorConfig: {Mode: DISTRIBUTED, …}"
            place.complain(field, "only a Distributed Map has it", hint)


def label_in(place: Place) -> str:
    """What names its Map Runs are prefixed with, "" where nothing is said."""
    label = place.text("Label", longest=LONGEST_LABEL, needed="Label" in place)
    odd = "".join(sorted({character for character in label if _is_odd(character)}))
    if odd:
        told = f"{shortened(odd)} cannot be in a label"
        place.complain("Label", told, "letters, digits, - and _")
    return label


def _is_odd(character: str) -> bool:
    return not character.isprintable() or character in NOT_IN_LABELS


def batcher_in(place: Place, language: QueryLanguage) -> ItemBatcher | None:
    inner = place.object("ItemBatcher")
    if inner is None:
        return None
    paths = () if language == "JSONata" else tuple(f"{name}Path" for name in BATCHES)
    inner.knows_only((*BATCHES, *paths, "BatchInput"), "ItemBatcher")
    if not any(name in inner for name in (*BATCHES, *paths)):
        inner.complain("", f"neither {BATCHES[0]} nor {BATCHES[1]}", "at least one of both")
    return ItemBatcher(
        max_items=number_in(inner, BATCHES[0], language, 1, MOST_ITEMS),
        max_input_bytes=number_in(inner, BATCHES[1], language, 1, MOST_BYTES),
        batch_input=any_in(inner, "BatchInput", language),
    )
