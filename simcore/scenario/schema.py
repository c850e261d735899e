"""The published JSON Schema of a scenario file."""

from __future__ import annotations

from typing import Any

from pydantic import create_model

from simcore.scenario.interventions import BY_ACTION
from simcore.scenario.model import BY_TYPE, Scenario
from simcore.spec.base import Slug

__all__ = ["SCHEMA_ID", "json_schema"]

SCHEMA_ID = "urn:windtunnel:scenario:1"


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `windtunnel.scenario/1`."""
    schema = _of_all_types().model_json_schema(by_alias=True, mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    return {**head, **schema}


def _of_all_types() -> type[Scenario]:
    """A scenario whose parts are unions: to read one, `Discriminated` takes a shorter way."""
    fields = Scenario.model_fields
    parts: Any = {
        "components": (dict[Slug, BY_TYPE.union()], fields["components"]),  # type: ignore[misc]
        "interventions": (tuple[BY_ACTION.union(), ...], fields["interventions"]),  # type: ignore[misc]
    }
    return create_model("Scenario", __base__=Scenario, __doc__=Scenario.__doc__, **parts)
