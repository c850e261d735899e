"""The environment variables that a handler finds: those that Lambda sets, and its own."""

from __future__ import annotations

from collections.abc import Mapping

from simcore.awslambda.invoked.context import is_node, log_group, log_stream, version
from simcore.awslambda.invoked.trace import trace_header
from simcore.component.invocation import Invocation

__all__ = ["variables"]

FROM_ROLE = "(of the execution role)"
XRAY_DAEMON = "169.254.79.129:2000"
"""An example: AWS says that it is an address and a port."""


def variables(invocation: Invocation) -> Mapping[str, str]:
    """All of them; the function's own may say another thing than those that are not reserved."""
    own = invocation.delivery.spec(invocation.function).environment
    return {**_reserved(invocation), **_usual(), **own}


def _reserved(invocation: Invocation) -> dict[str, str]:
    function, region = invocation.delivery.spec(invocation.function), invocation.delivery.region
    said = {
        "_HANDLER": "index.handler" if is_node(invocation) else "app.handler",
        "_X_AMZN_TRACE_ID": trace_header(invocation),
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime or 'python3.13'}",
        "AWS_LAMBDA_FUNCTION_NAME": invocation.function,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": f"{function.memory:.0f}",
        "AWS_LAMBDA_FUNCTION_VERSION": version(invocation),
        "AWS_LAMBDA_INITIALIZATION_TYPE": _initialization(invocation),
        "AWS_LAMBDA_LOG_GROUP_NAME": log_group(invocation),
        "AWS_LAMBDA_LOG_STREAM_NAME": log_stream(invocation),
        "AWS_ACCESS_KEY_ID": FROM_ROLE,
        "AWS_SECRET_ACCESS_KEY": FROM_ROLE,
        "AWS_SESSION_TOKEN": FROM_ROLE,
        "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001",
        "LAMBDA_TASK_ROOT": "/var/task",
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
    }
    for name in _missing(invocation):
        del said[name]
    return said


def _missing(invocation: Invocation) -> tuple[str, ...]:
    """SnapStart has no names of logs, a runtime of one's own no trace header."""
    function = invocation.delivery.spec(invocation.function)
    if function.snap_start:
        return ("AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME")
    custom = function.package == "container" or str(function.runtime or "").startswith("provided")
    return ("_X_AMZN_TRACE_ID", "AWS_EXECUTION_ENV") if custom else ()


def _initialization(invocation: Invocation) -> str:
    function = invocation.delivery.spec(invocation.function)
    if function.snap_start:
        return "snap-start"
    provisioned = function.provisioned_concurrency or function.provisioned_tracking
    return "provisioned-concurrency" if provisioned else "on-demand"


def _usual() -> dict[str, str]:
    """What the function may set to something else."""
    return {
        "LANG": "en_US.UTF-8",
        "TZ": "UTC",
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "AWS_XRAY_DAEMON_ADDRESS": XRAY_DAEMON,
    }
