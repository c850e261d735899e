"""How operations say what they take and answer."""

from __future__ import annotations

from typing import Any

from ninja import Path
from pydantic import BaseModel

from visualizer.api.shapes import Checks, Problem

RUN_ID = Path(..., pattern="^[A-Za-z2-7]{10}$", description="id of a run")
SLUG = Path(..., pattern="^[-a-zA-Z0-9_]+$", description="name of a shipped scenario")
TRACE_ID = Path(..., pattern="^[-a-zA-Z0-9_]+$", description="id of an upload")
JSON, YAML, FORM = "application/json", "text/yaml", "multipart/form-data"
FAULTS = (503, 507)
CHANGING = (400, 403, 413, 415)


def answers(said: dict[int, Any], *statuses: int, checks: bool = False) -> dict[int, Any]:
    """By status: these, and a problem for each of the others."""
    problems: dict[int, Any] = dict.fromkeys(statuses, Problem)
    if checks:
        problems[422] = Checks | Problem
    return {**said, **problems, 503: Problem}


def changing(said: dict[int, Any], *statuses: int, checks: bool = False) -> dict[int, Any]:
    """The same of an operation that takes a body or changes something."""
    return answers(said, *CHANGING, *statuses, checks=checks)


def takes(model: type[BaseModel], *others: str, required: bool = True) -> dict[str, Any]:
    """A JSON body of that shape. The operation reads it itself, with an answer for each mistake."""
    content: dict[str, Any] = {JSON: {"schema": _schema(model)}}
    content |= {other: {"schema": {}} for other in others}
    return {"requestBody": {"content": content, "required": required}}


def takes_form(model: type[BaseModel]) -> dict[str, Any]:
    """A form with a file."""
    return {"requestBody": {"content": {FORM: {"schema": _schema(model)}}, "required": True}}


def gives(*content_types: str) -> dict[str, Any]:
    """A file of one of these types."""
    content_types = tuple(one.partition(";")[0] for one in content_types)
    data = [one for one in content_types if "json" in one or "yaml" in one]
    content: dict[str, Any] = {one: {"schema": {"type": "object"}} for one in data}
    for one in content_types:
        content.setdefault(one, {"schema": {"type": "string", "format": "binary"}})
    return {"responses": {200: {"content": content}}}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()
