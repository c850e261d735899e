"""What handlers call, from what a scenario says of their functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.awslambda.calls import Call
from simcore.scenario import model

__all__ = ["connect", "handler_calls"]


def handler_calls(spec: model.Function) -> tuple[Call, ...]:
    """What the handler calls, in order."""
    return tuple(
        Call(call.target, call.probability, call.count, call.catches_errors) for call in spec.calls
    )


def connect(scenario: model.Scenario, built: Mapping[str, Any]) -> None:
    """Tell the functions, when all of them are there, whom they call."""
    for id, spec in sorted(scenario.components.items()):
        if isinstance(spec, model.Function) and spec.calls:
            built[id].connect({call.target: built[call.target] for call in spec.calls})
