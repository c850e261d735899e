"""How much a definition may be, found out before anything of it is looked at.

AWS: 1 MB, and 80 characters for a name (developer guide, "Quotas", 2026). The others are ours: they
bound what reading costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.asl.definition.complaints import Complaints, Trail, shortened, told

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_STATES", "within_bounds"]

MAX_BYTES = 1_048_576
MAX_DEPTH = 80
MAX_STATES = 10_000

TOO_LARGE = f"the definition is larger than {MAX_BYTES:,} bytes"
QUOTED = "YAML reads dates, times and yes or no as what they are: put the value in quotes"


def within_bounds(document: Any, complaints: Complaints) -> None:
    """Raises :class:`DefinitionInvalid`: too large, too deep, or no JSON.

    What YAML's aliases repeat counts each time; a walk that goes beyond ends there.
    """
    if not isinstance(document, Mapping):
        complaints.add("", "a definition is an object with StartAt and States", "{...} in JSON")
        complaints.raise_if_any()
    _Walk(complaints).over(document)
    complaints.raise_if_any()


class _Walk:
    def __init__(self, complaints: Complaints) -> None:
        self.complaints = complaints
        self.bytes = 0
        self.waiting: list[tuple[Any, int, Trail]] = []

    def over(self, document: Any) -> None:
        self.waiting.append((document, 1, None))
        while self.waiting and self.bytes <= MAX_BYTES:
            self.step(*self.waiting.pop())
        if self.bytes > MAX_BYTES:
            self.complaints.add("", TOO_LARGE, "AWS takes 1 MB")

    def step(self, part: Any, depth: int, trail: Trail) -> None:
        if depth > MAX_DEPTH:
            self.complaints.add(told(trail), f"nested more than {MAX_DEPTH} levels deep")
        elif isinstance(part, Mapping):
            self.object(part, depth, trail)
        elif isinstance(part, list | tuple):
            self.bytes += 2 + len(part)
            self.waiting += [(one, depth + 1, (trail, f"[{n}]")) for n, one in enumerate(part)]
        else:
            self.scalar(part, trail)

    def object(self, part: Mapping[Any, Any], depth: int, trail: Trail) -> None:
        self.bytes += 2 + 4 * len(part)
        if self.bytes > MAX_BYTES:
            return
        for name, one in part.items():
            if not isinstance(name, str):
                self.complaints.add(told(trail), f"the name {shortened(name)} is not text", QUOTED)
                continue
            self.bytes += len(name)
            self.waiting.append((one, depth + 1, (trail, name)))

    def scalar(self, part: Any, trail: Trail) -> None:
        if isinstance(part, str):
            self.bytes += 2 + len(part)
        elif part is None or isinstance(part, bool | int):
            self.bytes += 4
        elif not isinstance(part, float):
            self.complaints.add(told(trail), f"{shortened(part)} is not JSON", QUOTED)
        elif part != part or part in (float("inf"), float("-inf")):
            self.complaints.add(told(trail), f"{part} is not JSON", "a finite number")
        else:
            self.bytes += 4
