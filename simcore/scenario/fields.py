"""Find the field that a path means: `components.worker.timeout`, or `worker.timeout` for short."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from simcore.scenario.document import Path
from simcore.scenario.model import (
    Bucket,
    Bus,
    Client,
    DataStream,
    EventSourceMapping,
    Function,
    Queue,
    Scenario,
    StreamMapping,
    Table,
    Topic,
)
from simcore.scenario.model.base import Spec

__all__ = [
    "COMPONENT_TYPES",
    "component_spec",
    "field_of",
    "names_of",
    "nearest",
    "open_paths",
    "spec_at",
    "spec_within",
]

COMPONENT_TYPES: dict[str, type[Spec]] = {
    "client": Client,
    "queue": Queue,
    "function": Function,
    "event_source_mapping": EventSourceMapping,
    "topic": Topic,
    "bus": Bus,
    "bucket": Bucket,
    "stream": DataStream,
    "table": Table,
    "stream_event_source_mapping": StreamMapping,
}
"""What `type` may say, and the fields it brings."""


def names_of(spec: type[Spec]) -> list[str]:
    """The field names a document may use, in order."""
    return [field.alias or name for name, field in spec.model_fields.items()]


def field_of(spec: type[Spec], written: str) -> tuple[str, FieldInfo] | None:
    """The field a document calls `written`: its Python name and what it says about itself."""
    for name, field in spec.model_fields.items():
        if (field.alias or name) == written:
            return name, field
    return None


def spec_within(annotation: Any) -> type[Spec] | None:
    """The one Spec that a field of this annotation holds, if it holds one."""
    if get_origin(annotation) is Annotated:
        return spec_within(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        found = [spec_within(part) for part in get_args(annotation)]
        return next((spec for spec in found if spec is not None), None)
    return annotation if isinstance(annotation, type) and issubclass(annotation, Spec) else None


def component_spec(data: Any, id: str) -> type[Spec] | None:
    """The fields of the document's component `id`, by what its `type` says."""
    components = data.get("components") if isinstance(data, dict) else None
    component = components.get(id) if isinstance(components, dict) else None
    type_name = component.get("type") if isinstance(component, dict) else None
    return COMPONENT_TYPES.get(type_name) if isinstance(type_name, str) else None


def spec_at(data: Any, path: Path) -> type[Spec] | None:
    """The Spec whose fields live directly under `path` of the document."""
    if not path:
        return Scenario
    if path[0] != "components" or len(path) < 2:
        return None
    spec = component_spec(data, str(path[1]))
    for part in path[2:]:
        found = field_of(spec, str(part)) if spec else None
        spec = spec_within(found[1].annotation) if found else None
    return spec


MOST_NAMED, MOST_KNOWN = 12, 40
"""A hint names so many at the most, and none where there are more to choose from."""


def nearest(name: str, names: list[str], n: int = 3) -> str:
    """A hint: "did you mean x or y?", or what there is, or nothing."""
    close = get_close_matches(name, names, n=n, cutoff=0.5)
    if close:
        return f"did you mean {' or '.join(close)}?"
    if not 0 < len(names) <= MOST_KNOWN:
        return ""
    more = len(names) - MOST_NAMED
    return f"there is {', '.join(names[:MOST_NAMED])}" + (f" and {more} more" if more > 0 else "")


def _leaves(spec: type[Spec], prefix: str) -> Iterator[str]:
    for name in names_of(spec):
        found = field_of(spec, name)
        inner = spec_within(found[1].annotation) if found else None
        yield f"{prefix}.{name}"
        if inner is not None:
            yield from _leaves(inner, f"{prefix}.{name}")


def open_paths(data: Any) -> list[str]:
    """Every path of the document's components, in the short form."""
    components = data.get("components") if isinstance(data, dict) else None
    ids = components if isinstance(components, dict) else {}
    specs = [(str(id), component_spec(data, str(id))) for id in ids]
    return [path for id, spec in specs if spec for path in _leaves(spec, id)]
