"""The page of all operations, from the OpenAPI description."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

LATER = ("429", "503")
HEAD = """\
# Operations of the HTTP interface

Written by the code (`make pages`), not by hand: what `/api/openapi.json` says. In words, with
examples: [the HTTP interface](http-api.md); a program from end to end:
[Program the lab over HTTP](../how-to/program-the-lab.md).

Every operation takes the header `X-Windtunnel-Visitor`. What is wrong is said as a `Problem`, or,
of a scenario, as `Checks`.
"""


def page() -> str:
    """The page; the names of statuses and shapes are those of the description."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "visualizer.settings")
    import django

    django.setup()
    from visualizer.api import description

    told = description()
    parts = [HEAD, *_operations(told), *_statuses(told), "## Shapes\n"]
    return "\n".join([*parts, *_shapes(told["components"]["schemas"])])


def _statuses(told: dict[str, Any]) -> Iterator[str]:
    """What each status of a refusal means, once for all operations."""
    operations = [one for methods in told["paths"].values() for one in methods.values()]
    found = {str(s): a["description"] for one in operations for s, a in one["responses"].items()}
    yield "## Refusals\n\n| status | meaning |\n|---|---|"
    for status in sorted(status for status in found if status >= "4"):
        later = " With `Retry-After`." if status in LATER else ""
        yield f"| {status} | {found[status]}{later} |"
    yield ""


def _operations(told: dict[str, Any]) -> Iterator[str]:
    last = ""
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            tag = operation["tags"][0]
            if tag != last:
                yield f"## {tag.capitalize()}\n"
                last = tag
            yield from _operation(method, path, operation)


def _operation(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"### `{method.upper()} {path}`\n"
    yield f"`{operation['operationId']}`. {operation.get('description', '').strip()}\n"
    parameters = [one for one in operation["parameters"] if one["in"] != "header"]
    if parameters:
        yield "| parameter | in | type | meaning |\n|---|---|---|---|"
        for one in parameters:
            words = one.get("description") or one["schema"].get("description", "")
            yield f"| `{one['name']}` | {one['in']} | {_type(one['schema'])} | {words} |"
        yield ""
    for kind, body in operation.get("requestBody", {}).get("content", {}).items():
        yield from _body(kind, body["schema"])
    yield from _answers(operation["responses"])


def _answers(answers: dict[str, Any]) -> Iterator[str]:
    """What is had, each in a line, and the statuses of what is refused."""
    refused = sorted(str(status) for status in answers if str(status) >= "4")
    for status, answer in answers.items():
        if str(status) < "4":
            yield f"- {status}: {_answer(answer)}"
    yield f"- Refused with {', '.join(refused)}.\n"


def _body(kind: str, schema: dict[str, Any]) -> Iterator[str]:
    fields = schema.get("properties", {})
    if not fields:
        yield f"Body `{kind}`: a scenario.\n"
        return
    yield f"Body `{kind}`: {schema.get('description', '').split(chr(10))[0]}\n"
    yield from _fields(fields)


def _fields(fields: dict[str, Any]) -> Iterator[str]:
    yield "| field | type | meaning |\n|---|---|---|"
    for name, field in fields.items():
        yield f"| `{name}` | {_type(field)} | {field.get('description', '')} |"
    yield ""


def _answer(answer: dict[str, Any]) -> str:
    shapes = [
        _type(content["schema"]) if kind == "application/json" else f"`{kind}`"
        for kind, content in answer.get("content", {}).items()
    ]
    return f"{', '.join(shapes)}. {answer['description']}" if shapes else answer["description"]


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(map(_type, schema["anyOf"])))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return f"{schema.get('type', 'anything')}{_range(schema)}"


def _range(schema: dict[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f", {low:,} to {high:,}"
    longest = schema.get("maxLength")
    return f", at most {longest:,} characters" if longest is not None else ""


def _shapes(schemas: dict[str, Any]) -> Iterator[str]:
    for name, schema in sorted(schemas.items()):
        if "properties" in schema:
            yield f"### {name}\n"
            yield f"{' '.join(schema.get('description', '').split())}\n"
            yield from _fields(schema["properties"])
