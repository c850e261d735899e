"""The execution environments of a run as they were at given moments, from its frames."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

__all__ = ["FREE", "Grid", "Grids", "frozen"]

FREE = "."
RUNS = re.compile(r"([A-Z.])(\d*)")

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Grid:
    """A letter a slot (SlotLetter in static/src/core/told.ts); what was `refused` in that bin."""

    slots: str
    limit: int | None
    limited_by: str
    refused: int

    @property
    def counts(self) -> Counter[str]:
        """How many environments are in each state."""
        return Counter(self.slots.replace(FREE, ""))


Grids = Mapping[str, Grid]
"""By function."""


def frozen(frames: Iterable[bytes], times: Sequence[float]) -> dict[float, Grids]:
    """As it was at each of the times; of those that are in no frame nothing is told."""
    open_times = sorted(set(times), reverse=True)
    found: dict[float, Grids] = {}
    before: Payload = {}
    for frame in frames:
        payload = orjson.loads(frame)
        while open_times and open_times[-1] < payload["t1"]:
            t = open_times.pop()
            found[t] = _at(t, payload, before)
        before = payload.get("environments", {})
    return found


def _at(t: float, payload: Payload, before: Payload) -> Grids:
    return {
        function: Grid(
            _moved(_slots(before.get(function, {}).get("slots", "")), told.get("moves"), t),
            told["limit"],
            told.get("limited_by") or "",
            told["refused"],
        )
        for function, told in payload.get("environments", {}).items()
    }


def _slots(text: str) -> list[str]:
    """`B12I3.2N1` as a letter a slot."""
    return [letter for letter, n in RUNS.findall(text) for _ in range(int(n or 1))]


def _moved(slots: list[str], moves: Sequence[Sequence[Any]] | None, t: float) -> str:
    """After the moves up to t; where none are told, as they were."""
    for at, slot, letter in zip(*(moves or ((), (), ())), strict=True):
        if at > t:
            break
        slots += [FREE] * (slot + 1 - len(slots))
        slots[slot] = letter
    return "".join(slots).rstrip(FREE)
