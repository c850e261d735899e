"""A component of a scenario, read as what its `type` says: only the types that one names are built.

pydantic builds a validator from the fields of a class, which takes longer than to use it once. Of a
union of all types it would build every one whenever a scenario is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, SerializationInfo
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from simcore.components import SPECS
from simcore.spec.base import ComponentSpec

__all__ = ["ByType"]


class ByType:
    """Marks a field as a component of any type."""

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(_written, info_arg=True)
        return core_schema.no_info_plain_validator_function(_read, serialization=written)


def _read(given: Any) -> ComponentSpec:
    """Complaints are those of a union of all types, without the type in their place."""
    if isinstance(given, ComponentSpec):
        return given
    if not isinstance(given, Mapping):
        raise PydanticKnownError("model_attributes_type")
    name = given.get("type")
    spec = SPECS.get(name) if isinstance(name, str) else None
    if spec is None:
        about = {"discriminator": "type", "tag": str(name), "expected_tags": ", ".join(SPECS)}
        raise PydanticKnownError("union_tag_invalid", about)
    return spec.model_validate(given)


def _written(component: ComponentSpec, info: SerializationInfo) -> dict[str, Any]:
    return component.model_dump(mode=info.mode, exclude_unset=info.exclude_unset)
