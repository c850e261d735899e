"""The context object that a handler gets with its event."""

from __future__ import annotations

from typing import Any

from simcore.component.event import Json
from simcore.component.invocation import Invocation
from simcore.component.made_up import EPOCH

__all__ = ["ALIAS", "context", "is_node", "log_group", "log_stream", "version"]

ALIAS = "live"
"""What an alias is called here: a scenario names none."""

PYTHON = {
    "name": "function_name",
    "version": "function_version",
    "arn": "invoked_function_arn",
    "memory": "memory_limit_in_mb",
    "request": "aws_request_id",
    "group": "log_group_name",
    "stream": "log_stream_name",
    "identity": "identity",
    "client": "client_context",
    "left": "get_remaining_time_in_millis()",
}
NODE = {
    "name": "functionName",
    "version": "functionVersion",
    "arn": "invokedFunctionArn",
    "memory": "memoryLimitInMB",
    "request": "awsRequestId",
    "group": "logGroupName",
    "stream": "logStreamName",
    "identity": "identity",
    "client": "clientContext",
    "left": "getRemainingTimeInMillis()",
}
NOBODY = {"cognito_identity_id": None, "cognito_identity_pool_id": None}


def context(invocation: Invocation) -> Json:
    """Its attributes and, as a call, the time that is left when the handler begins."""
    node = is_node(invocation)
    said = {**_said(invocation), "identity": None if node else NOBODY, "client": None}
    named = {name: said[key] for key, name in (NODE if node else PYTHON).items()}
    return {**named, "callbackWaitsForEmptyEventLoop": True} if node else named


def _said(invocation: Invocation) -> dict[str, Any]:
    function, arn = invocation.delivery.spec(invocation.function), invocation.delivery.function_arn
    left_s = max(function.timeout - invocation.again_s, 0.0)
    return {
        "name": invocation.function,
        "version": version(invocation),
        "arn": arn if version(invocation) == LATEST else f"{arn}:{ALIAS}",
        "memory": f"{function.memory:.0f}",
        "request": invocation.request_id,
        "group": log_group(invocation),
        "stream": log_stream(invocation),
        "left": round(left_s * 1000),
    }


LATEST = "$LATEST"


def version(invocation: Invocation) -> str:
    """What needs a published version has number 1, which an alias leads to."""
    function = invocation.delivery.spec(invocation.function)
    provisioned = function.provisioned_concurrency or function.provisioned_tracking
    published = provisioned or function.provisioned_schedule or function.snap_start
    return "1" if published or function.additional_version else LATEST


def log_group(invocation: Invocation) -> str:
    """One for each function."""
    return f"/aws/lambda/{invocation.function}"


def log_stream(invocation: Invocation) -> str:
    """One for each execution environment."""
    where = invocation.environment_ids.hex(32, "log stream")
    return f"{EPOCH:%Y/%m/%d}/[{version(invocation)}]{where}"


def is_node(invocation: Invocation) -> bool:
    """Whether its runtime is Node.js."""
    return str(invocation.delivery.spec(invocation.function).runtime or "").startswith("node")
