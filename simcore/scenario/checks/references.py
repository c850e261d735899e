"""Every name must mean a component, of a type that fits."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Reference, Subject, error
from simcore.components import IMPLIED, TYPES, fits, types_that
from simcore.errors import Check, nearest

__all__ = ["CHECKS"]


def reserved_ids(subject: Subject) -> Iterator[Check]:
    """What is there in every run has its own name."""
    for id in IMPLIED:
        if id in subject.graph.components:
            yield error(
                "reference.reserved-id",
                f"components.{id}",
                f"{id} is the name of the {TYPES[id].noun} itself",
                "give the component another id",
            )


def dangling(subject: Subject) -> Iterator[Check]:
    """A name that no component has, or one of another type."""
    for reference in subject.graph.references:
        if not fits(subject.type_of(reference.target), reference.refers.to):
            yield _unfit(subject, reference, types_that(reference.refers.to))


def _unfit(subject: Subject, reference: Reference, fitting: tuple[str, ...]) -> Check:
    name, wanted = reference.target, _any_of(fitting)
    hint = nearest(name, list(subject.graph.named(*fitting))) or f"add {wanted}"
    if name not in subject.graph.components:
        message = f"there is no component {name}"
        return error("reference.unknown", reference.path, message, hint)
    found = TYPES[subject.type_of(name)].article
    message = f"{name} is {found}; {wanted} is needed"
    return error("reference.wrong-type", reference.path, message, hint)


def _any_of(types: tuple[str, ...]) -> str:
    """As in "a queue", "a queue or a topic", "a queue, topic or bucket"."""
    first, *others = [TYPES[name] for name in types]
    if len(others) == 1:
        return f"{first.article} or {others[0].article}"
    nouns = [kind.noun for kind in others]
    return ", ".join([first.article, *nouns[:-1]]) + (f" or {nouns[-1]}" if nouns else "")


CHECKS = (reserved_ids, dangling)
