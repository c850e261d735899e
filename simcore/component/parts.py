"""What components and their parts are called: a part of a list by what it leads to.

A subscription, a target of a rule, a schedule or a group of targets has the name of whom it is for,
an origin its own. Where two of a list have the same, their places tell them apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from simcore.recording.parts import Names, counted
from simcore.spec.annotations import Refers
from simcore.spec.base import ComponentSpec, Spec
from simcore.spec.walk import walk

__all__ = ["names_of_parts", "part_at", "title_of"]

Components = Mapping[str, ComponentSpec]


def title_of(id: str, components: Components) -> str:
    """The name on screen."""
    said = components[id].title if id in components else ""
    return said or id.replace("-", " ").capitalize()


def names_of_parts(components: Components) -> Names:
    """Of each component that has any: place -> name."""
    found = {id: dict(_named(spec, components)) for id, spec in components.items()}
    return {id: _told_apart(names) for id, names in found.items() if names}


def part_at(path: str, names: Names) -> str:
    """What the innermost part that a path leads into is called; empty without a name."""
    _, id, *pieces = path.split(".")
    numbered = [n for n, piece in enumerate(pieces, start=1) if piece.isdigit()]
    place = ".".join(pieces[: max(numbered, default=0)])
    return names.get(id, {}).get(place, "")


def _named(spec: ComponentSpec, components: Components) -> Iterator[tuple[str, str]]:
    for place in walk(spec):
        if isinstance(place.value, tuple):
            for n, item in enumerate(place.value):
                if isinstance(item, Spec) and (name := _name(item, components)):
                    yield f"{place.path}.{n}", name


def _name(item: Spec, components: Components) -> str:
    """Its own, or that of the component that it leads to."""
    own = getattr(item, "name", "")
    if own:
        return str(own)
    for place in walk(item):
        refers = place.says(Refers) if place.spec is item else None
        if refers is not None and refers.edge and isinstance(place.value, str):
            return title_of(place.value, components)
    return ""


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    """Of several with one name each has its place behind it."""
    among = {place: (_list_of(place), name) for place, name in names.items()}
    times = Counter(among.values())
    return {
        place: name if times[among[place]] == 1 else f"{name} ({counted(place)})"
        for place, name in names.items()
    }


def _list_of(place: str) -> str:
    return ".".join([piece for piece in place.split(".") if not piece.isdigit()])
