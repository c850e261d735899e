"""The published JSON Schema of a scenario file."""

from __future__ import annotations

from typing import Any

from simcore.scenario.model import Scenario

__all__ = ["SCHEMA_ID", "json_schema"]

SCHEMA_ID = "urn:windtunnel:scenario:1"


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `windtunnel.scenario/1`."""
    schema = Scenario.model_json_schema(by_alias=True, mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    return {**head, **schema}
