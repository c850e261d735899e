"""What a handler calls and takes for its records, from what a scenario says of its function."""

from __future__ import annotations

from simcore.awslambda.calls import Call
from simcore.awslambda.spec import Function
from simcore.component.convert import distribution
from simcore.engine.distributions import Distribution

__all__ = ["handler_calls", "record_duration"]


def handler_calls(spec: Function) -> tuple[Call, ...]:
    """What the handler calls, in order."""
    return tuple(
        Call(call.target, call.probability, call.count, call.catches_errors) for call in spec.calls
    )


def record_duration(spec: Function) -> Distribution | None:
    """What the handler takes for each record of its batch, where that is said."""
    each = spec.duration_per_record
    return None if each is None else distribution(each)
