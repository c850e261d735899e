"""What the library's description of the operations lacks: words for statuses, and headers."""

from __future__ import annotations

from typing import Any

STATUSES = {
    "200": "It is so.",
    "201": "It is new.",
    "202": "It is on its way.",
    "204": "It is gone.",
    "304": "It is what you have.",
    "400": "The body is not what it says to be: no JSON, not UTF-8, a form without a boundary.",
    "403": "It is not yours, or it came from another site's page.",
    "404": "There is no such thing, or no longer.",
    "405": "This address does not take that method; Allow says which.",
    "409": "It cannot be done as things are.",
    "410": "The class is over.",
    "413": "The body is above its limit, which is named.",
    "415": "The body is of another type, or in another character set than UTF-8.",
    "422": "A value is not possible, or the scenario has errors: then checks say which.",
    "429": "You have as many runs or reports waiting or under way, or classes, as one may; or too "
    "many codes that are none were tried.",
    "503": "Too many runs wait, the server is starting, or its database is held.",
    "507": "There is no room.",
}
LATER = ("429", "503")
RETRY_AFTER = {
    "description": "Seconds after which it is worth trying again",
    "schema": {"type": "integer", "minimum": 0},
}
VISITOR = {
    "name": "X-Windtunnel-Visitor",
    "in": "header",
    "required": False,
    "description": "A name that a program gives itself, which nobody can guess, of 16 to 200 "
    "characters; another one is as good as none",
    "schema": {"type": "string"},
}


def told(schema: dict[str, Any]) -> dict[str, Any]:
    """The description with all that a program has to know of an answer."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation.setdefault("parameters", []).append(VISITOR)
            for status, answer in operation["responses"].items():
                _tell(str(status), answer)
    schema["servers"] = [{"url": "/"}]
    return schema


def _tell(status: str, answer: dict[str, Any]) -> None:
    answer["description"] = STATUSES[status]
    if status in LATER:
        answer["headers"] = {"Retry-After": RETRY_AFTER}
