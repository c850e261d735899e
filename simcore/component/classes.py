"""What filters say of classes of messages, wherever they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simcore.component.subject import error
from simcore.errors import Check, nearest

__all__ = ["unknown_classes"]


def unknown_classes(
    path: str, wanted: tuple[str, ...] | None, classes: Mapping[str, float], source: str
) -> Iterator[Check]:
    """A filter names classes that ``source`` has not."""
    for name in wanted or ():
        if name not in classes:
            hint = nearest(name, list(classes)) or f"message_classes: {{{name}: 50 %}}"
            yield error("filter.unknown-class", path, f"{source} has no class {name}", hint)
