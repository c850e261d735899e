"""The published JSON Schema of a scenario file."""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import Field, create_model

from simcore.components import SPECS
from simcore.scenario.model import Scenario
from simcore.spec.base import Slug

__all__ = ["SCHEMA_ID", "json_schema"]

SCHEMA_ID = "urn:windtunnel:scenario:1"


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `windtunnel.scenario/1`."""
    schema = _of_all_types().model_json_schema(by_alias=True, mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    return {**head, **schema}


def _of_all_types() -> type[Scenario]:
    """A scenario whose components are a union: to read one, `by_type` takes a shorter way."""
    kinds: Any = Annotated[Union[tuple(SPECS.values())], Field(discriminator="type")]  # noqa: UP007
    components: Any = (dict[Slug, kinds], Scenario.model_fields["components"])
    doc = Scenario.__doc__
    return create_model("Scenario", __base__=Scenario, __doc__=doc, components=components)
