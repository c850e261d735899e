"""How large a document may be, and how a refusal is stated."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from simcore.errors import Check, ScenarioInvalid
from simcore.frozen import frozen

__all__ = ["LIMITS", "Limits", "Path", "Source", "refusal", "too_deep", "too_many", "written"]

Path = tuple[str | int, ...]


@frozen
class Limits:
    """The largest document that is read, and what is said to one that is larger or deeper."""

    bytes: int = 256 * 1024
    depth: int = 20
    nodes: int = 20_000
    text_length: int = 4_000
    if_large: str = "a recorded trace belongs into a file of its own"
    if_deep: str = "no part of a scenario needs more than eight"


LIMITS = Limits()


@frozen
class Source:
    """A document and the line of each of its parts (from 1, where known)."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of the part, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path) if path else None


def refusal(id: str, message: str, hint: str = "", path: str = "") -> ScenarioInvalid:
    """The exception for a document that is not even looked into."""
    return ScenarioInvalid([Check(id, "error", path, message, hint)])


def too_deep(limits: Limits) -> ScenarioInvalid:
    return refusal(
        "document.too-deep",
        f"nested more than {limits.depth} levels deep",
        limits.if_deep,
    )


def too_many(limits: Limits) -> ScenarioInvalid:
    return refusal(
        "document.too-many-values",
        f"more than {limits.nodes:,} values",
        limits.if_large,
    )


def duplicate_key(key: str, line: int | None = None) -> ScenarioInvalid:
    where = f"line {line}: " if line else ""
    message = f'{where}the key "{key[:80]}" is given twice'
    return refusal("document.duplicate-key", message, "keep one of them")


def written(path: Path) -> str:
    """A path as people write it: `components.worker.timeout`."""
    return ".".join(str(part)[:80] for part in path)
