"""Find the field that a path means: `components.worker.timeout`, or `worker.timeout` for short.

Items of lists have numbers from 0, as in `components.stream.resharding.0.shards`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simcore.components import SPECS
from simcore.scenario.document import Path
from simcore.scenario.model import Scenario
from simcore.spec.base import Spec
from simcore.spec.walk import annotation_at, item_of, names_of, spec_itself, spec_within

__all__ = ["component_spec", "is_there", "open_paths", "spec_at", "typed"]


def component_spec(data: Any, id: str) -> type[Spec] | None:
    """The fields of the document's component `id`, by what its `type` says."""
    components = data.get("components") if isinstance(data, Mapping) else None
    component = components.get(id) if isinstance(components, Mapping) else None
    type_name = component.get("type") if isinstance(component, Mapping) else None
    return SPECS.get(type_name) if isinstance(type_name, str) else None


def typed(data: Any, path: Path) -> Any | None:
    """What may be written at a path within a component of the document; None if nothing may."""
    spec = component_spec(data, str(path[1])) if len(path) > 1 else None
    return None if spec is None else annotation_at(spec, path[2:])


def spec_at(data: Any, path: Path) -> type[Spec] | None:
    """The Spec whose fields live directly under `path` of the document."""
    if not path:
        return Scenario
    return spec_itself(typed(data, path)) if path[0] == "components" else None


def is_there(data: Any, path: Path) -> bool:
    """Do the lists along the path have the items that it names?"""
    holder = data
    for part in path:
        if isinstance(holder, Sequence) and not isinstance(holder, str):
            if str(part) != str(int(part)) or not 0 <= int(part) < len(holder):
                return False
            holder = holder[int(part)]
        elif isinstance(holder, Mapping):
            holder = holder.get(part)
        else:
            return not str(part).isdecimal()
    return True


def open_paths(data: Any) -> list[str]:
    """Every path of the document's components, in the short form."""
    components = data.get("components") if isinstance(data, Mapping) else None
    ids = components if isinstance(components, Mapping) else {}
    found = []
    for id, component in ids.items():
        spec = component_spec(data, str(id))
        if spec is not None:
            found += list(_leaves(spec, str(id), component))
    return found


def _leaves(spec: type[Spec], prefix: str, data: Any) -> Iterator[str]:
    """By the fields of the spec, and by the items that the document has."""
    for name in names_of(spec):
        said = data.get(name) if isinstance(data, Mapping) else None
        annotation = annotation_at(spec, [name])
        yield f"{prefix}.{name}"
        yield from _within(annotation, f"{prefix}.{name}", said)


def _within(annotation: Any, prefix: str, said: Any) -> Iterator[str]:
    inner = spec_itself(annotation)
    if inner is not None:
        yield from _leaves(inner, prefix, said)
        return
    each = spec_within(annotation)
    if each is not None and item_of(annotation) is not None:
        for key, item in _items(said):
            yield from _leaves(each, f"{prefix}.{key}", item)


def _items(said: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(said, Mapping):
        yield from ((str(key), item) for key, item in said.items())
    elif isinstance(said, list | tuple):
        yield from ((str(n), item) for n, item in enumerate(said))
