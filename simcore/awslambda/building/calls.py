"""What a handler calls, from what a scenario says of its function."""

from __future__ import annotations

from simcore.awslambda.calls import Call
from simcore.awslambda.spec import Function

__all__ = ["handler_calls"]


def handler_calls(spec: Function) -> tuple[Call, ...]:
    """What the handler calls, in order."""
    return tuple(
        Call(call.target, call.probability, call.count, call.catches_errors) for call in spec.calls
    )
