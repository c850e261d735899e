"""What the ARN of a Task asks for, and whether it can be asked for so.

Source: developer guide, "Task workflow state", "Discover service integration patterns".
"""

from __future__ import annotations

import re
from typing import Final

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.integrations import NEEDED, SERVICES
from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Workflow
from simcore.asl.states import Pattern, QueryLanguage, Resource
from simcore.errors import nearest

__all__ = ["resource_of"]

ARN: Final = re.compile(r"arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:(\S{1,512})")
SUFFIX: Final = re.compile(r"(.*?)\.(sync:2|sync|waitForTaskToken)")
SDK_ACTION: Final = re.compile(r"[a-z][A-Za-z0-9]*")
NOTHING: Final = Resource("", "lambda", "", "", "")
EXAMPLE: Final = "arn:aws:states:::lambda:invoke, for one"


def resource_of(place: Place, workflow: Workflow, language: QueryLanguage) -> Resource:
    """Reads ``Resource``; complains about what is not to be had, or not by an Express workflow."""
    text = place.text("Resource", needed=True)
    arn = ARN.fullmatch(text)
    if arn is None:
        if text:
            place.complain("Resource", f"{shortened(text)} is not an ARN", EXAMPLE)
        return NOTHING
    resource = _read(place, text, arn[2], arn[5])
    _express_checked(place, resource, workflow)
    _needed_checked(place, resource, "Arguments" if language == "JSONata" else "Parameters")
    return resource


def _read(place: Place, text: str, service: str, rest: str) -> Resource:
    if service == "lambda" and rest.startswith("function:"):
        return Resource(text, "lambda", "", "", rest.split(":")[1])
    if service == "states" and rest.startswith("activity:"):
        return Resource(text, "activity", "", "", rest.split(":", 1)[1])
    if service == "states" and ":" in rest:
        return _integration(place, text, rest)
    told = f"{shortened(text)} is no function, activity or integration"
    place.complain("Resource", told, EXAMPLE)
    return NOTHING


def _integration(place: Place, text: str, rest: str) -> Resource:
    match = SUFFIX.fullmatch(rest)
    pattern: Pattern = match[2] if match else ""  # type: ignore[assignment]
    service, action = (match[1] if match else rest).rsplit(":", 1)
    if service.startswith("aws-sdk:"):
        _sdk_checked(place, action, pattern)
    elif service not in SERVICES:
        told = f"there is no integration of {shortened(service)}"
        place.complain("Resource", told, _other_service(service))
    else:
        _pattern_checked(place, service, action, pattern)
    return Resource(text, service, action, pattern, "")


def _other_service(service: str) -> str:
    close = nearest(service[:40], list(SERVICES), n=1)
    hint = "arn:aws:states:::aws-sdk:service:action is any API"
    return f"{close} {hint}" if close.startswith("did you mean") else hint


def _sdk_checked(place: Place, action: str, pattern: Pattern) -> None:
    if pattern.startswith("sync"):
        place.complain("Resource", f"an integration by the SDK has no .{pattern}")
    if not SDK_ACTION.fullmatch(action):
        told = f"{shortened(action)} is no action"
        place.complain("Resource", told, "its name begins with a small letter")


def _pattern_checked(place: Place, service: str, action: str, pattern: Pattern) -> None:
    integration = SERVICES[service]
    if integration.actions and action not in integration.actions:
        told = f"{service} has no integration of {shortened(action)}"
        place.complain("Resource", told, nearest(action[:40], list(integration.actions)))
    elif pattern and pattern not in integration.patterns:
        has = ", ".join(f".{one}" for one in integration.patterns) or "request-response only"
        place.complain("Resource", f"{service}:{action} has no .{pattern}", has)


def _express_checked(place: Place, resource: Resource, workflow: Workflow) -> None:
    if workflow != "EXPRESS":
        return
    hint = "only Standard ones"
    if resource.pattern:
        place.complain("Resource", f"Express workflows have no .{resource.pattern}", hint)
    elif resource.service == "activity":
        place.complain("Resource", "Express workflows have no activities", hint)


def _needed_checked(place: Place, resource: Resource, field: str) -> None:
    """Without the field the state's input is what the API is given, and nobody knows it yet."""
    given = place.get(field)
    if not isinstance(given, dict):
        return
    for name in NEEDED.get((resource.service, resource.action), ()):
        if name not in given and f"{name}.$" not in given:
            told = f"{resource.service}:{resource.action} needs it"
            place.complain(f"{field}.{name}", told)
