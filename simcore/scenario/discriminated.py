"""A part of a scenario that is one of many specs: only those that a scenario names are built.

pydantic builds a validator from the fields of a class, which takes longer than to use it once. Of a
union of all component types, or of all actions, it would build every one whenever a scenario is
loaded; and the types themselves would have to be loaded for that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Union

from pydantic import Field, GetCoreSchemaHandler, SerializationInfo
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from simcore.frozen import frozen
from simcore.spec.base import Spec
from simcore.spec.silent import silent_fields

__all__ = ["Discriminated"]


@frozen
class Discriminated:
    """Marks a field as one of `specs`: `field` of what is given says which; all are of `kinds`."""

    field: str
    specs: Callable[[], Mapping[str, type[Spec]]]
    kinds: tuple[type[Spec], ...]

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(_written, info_arg=True)
        return core_schema.no_info_plain_validator_function(self._read, serialization=written)

    def _read(self, given: Any) -> Spec:
        """Complaints are those of a union of all specs, without the tag in their place."""
        if isinstance(given, self.kinds):
            return given
        if not isinstance(given, Mapping):
            raise PydanticKnownError("model_attributes_type")
        name, specs = given.get(self.field), self.specs()
        spec = specs.get(name) if isinstance(name, str) else None
        if spec is None:
            known = ", ".join(specs)
            about = {"discriminator": self.field, "tag": str(name), "expected_tags": known}
            raise PydanticKnownError("union_tag_invalid", about)
        return spec.model_validate(given)

    def union(self) -> Any:
        """Of all the specs, as the published schema has it."""
        every: Any = Union[tuple(self.specs().values())]  # noqa: UP007
        return Annotated[every, Field(discriminator=self.field)]


def _written(one: Spec, info: SerializationInfo) -> dict[str, Any]:
    """All that it says; of what came later only what is said."""
    silent = None if info.exclude_unset else silent_fields(one)
    return one.model_dump(mode=info.mode, exclude_unset=info.exclude_unset, exclude=silent)
