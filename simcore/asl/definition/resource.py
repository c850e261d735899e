"""What the ARN of a Task asks for, and whether it can be asked for so.

Source: developer guide, "Integrating services", "Discover service integration patterns".
"""

from __future__ import annotations

import re
from typing import Final

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Workflow
from simcore.asl.states import Pattern, Resource

__all__ = ["OPTIMIZED", "resource_of"]

ARN: Final = re.compile(r"arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:(\S+)")
SUFFIX: Final = re.compile(r"(.*?)\.(sync:2|sync|waitForTaskToken)")
NOTHING: Final = Resource("", "lambda", "", "", "")

# service -> action -> patterns beside request-response
TOKEN: Final[tuple[Pattern, ...]] = ("waitForTaskToken",)
JOB: Final[tuple[Pattern, ...]] = ("sync",)
OPTIMIZED: Final[dict[str, dict[str, tuple[Pattern, ...]]]] = {
    "lambda": {"invoke": TOKEN},
    "sqs": {"sendMessage": TOKEN},
    "sns": {"publish": TOKEN},
    "events": {"putEvents": TOKEN},
    "dynamodb": {"getItem": (), "putItem": (), "updateItem": (), "deleteItem": ()},
    "states": {"startExecution": ("sync", "sync:2", "waitForTaskToken")},
    "http": {"invoke": ()},
    "apigateway": {"invoke": TOKEN},
    "batch": {"submitJob": JOB},
    "ecs": {"runTask": ("sync", "waitForTaskToken")},
    "glue": {"startJobRun": JOB},
    "athena": {
        "startQueryExecution": JOB,
        "stopQueryExecution": (),
        "getQueryExecution": (),
        "getQueryResults": (),
    },
    "codebuild": {
        "startBuild": JOB,
        "stopBuild": (),
        "batchDeleteBuilds": (),
        "batchGetReports": (),
    },
    "bedrock": {"invokeModel": (), "createModelCustomizationJob": JOB},
}


def resource_of(place: Place, workflow: Workflow) -> Resource:
    """Reads ``Resource``; complains about what is not to be had, or not by an Express workflow."""
    text = place.text("Resource", needed=True)
    arn = ARN.fullmatch(text)
    if arn is None:
        if text:
            place.complain("Resource", f"{shortened(text)} is not an ARN", "arn:aws:states:::…")
        return NOTHING
    resource = _read(place, text, arn[2], arn[5])
    _express_checked(place, resource, workflow)
    return resource


def _read(place: Place, text: str, service: str, rest: str) -> Resource:
    if service == "lambda" and rest.startswith("function:"):
        return Resource(text, "lambda", "", "", rest.split(":")[1])
    if service == "states" and rest.startswith("activity:"):
        return Resource(text, "activity", "", "", rest.split(":", 1)[1])
    if service == "states" and ":" in rest:
        return _integration(place, text, rest)
    place.complain(
        "Resource",
        f"{shortened(text)} is no function, activity or integration",
        "arn:aws:states:::lambda:invoke, for one",
    )
    return NOTHING


def _integration(place: Place, text: str, rest: str) -> Resource:
    match = SUFFIX.fullmatch(rest)
    pattern: Pattern = match[2] if match else ""  # type: ignore[assignment]
    service, action = (match[1] if match else rest).rsplit(":", 1)
    resource = Resource(text, service, action, pattern, "")
    if service.startswith("aws-sdk:"):
        if pattern.startswith("sync"):
            place.complain("Resource", "an integration by the SDK has no .sync")
        return resource
    patterns = OPTIMIZED.get(service, {}).get(action)
    if patterns is not None and pattern and pattern not in patterns:
        has = ", ".join(f".{one}" for one in patterns) or "request-response only"
        place.complain("Resource", f"{service}:{action} has no .{pattern}", has)
    return resource


def _express_checked(place: Place, resource: Resource, workflow: Workflow) -> None:
    if workflow != "EXPRESS":
        return
    hint = "only in Standard workflows"
    if resource.pattern:
        place.complain("Resource", f"Express workflows have no .{resource.pattern}", hint)
    elif resource.service == "activity":
        place.complain("Resource", "Express workflows have no activities", hint)
