"""What mappings say of what they read: filters, and the classes that these can tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcore.component import Subject, error, warning
from simcore.errors import Check, nearest

__all__ = ["CHECKS"]

NEAR_ENOUGH = 1e-9
MAPPINGS = ("event_source_mapping", "stream_event_source_mapping")


def filters(subject: Subject) -> Iterator[Check]:
    """Classes that nobody sends, and filters that let nothing through."""
    for id, mapping in subject.graph.named(*MAPPINGS).items():
        said, path = mapping.filter_criteria, f"components.{id}.filter_criteria"
        source: Any = subject.graph.components.get(mapping.source)
        if said is None or not hasattr(source, "message_classes"):
            continue
        for name in said.classes or ():
            if name not in source.message_classes:
                message = f"{mapping.source} has no class {name}"
                known = list(source.message_classes)
                hint = nearest(name, known) or f"message_classes: {{{name}: 50 %}}"
                yield error("mapping.unknown-class", f"{path}.classes", message, hint)
        if said.matching == 0 or said.classes == ():
            yield warning(
                "mapping.nothing-matches",
                path,
                f"no message matches: nothing that comes to {mapping.source} is processed",
                "matching: 50 %, unless that is the question",
            )


def classes(subject: Subject) -> Iterator[Check]:
    """Shares of one whole."""
    for id, source in subject.graph.components.items():
        shares = getattr(source, "message_classes", {})
        if sum(shares.values()) > 1.0 + NEAR_ENOUGH:
            yield error(
                "source.classes-beyond-one",
                f"components.{id}.message_classes",
                f"the classes are {sum(shares.values()):.0%} of the messages together",
                "shares that add up to 100 % at most; the rest has no class",
            )


def shared_queues(subject: Subject) -> Iterator[Check]:
    """Two mappings on one queue compete for its messages."""
    first: dict[str, str] = {}
    for id, mapping in subject.graph.named("event_source_mapping").items():
        other = first.setdefault(mapping.source, id)
        if other != id:
            yield warning(
                "mapping.shared-queue",
                f"components.{id}.source",
                f"{other} reads {mapping.source} too: each message goes to one of them",
                "a message for several functions needs a queue for each",
            )


CHECKS = (shared_queues, filters, classes)
