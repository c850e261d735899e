"""The statement that would give what is missing, as JSON for a policy."""

from __future__ import annotations

import json
from collections.abc import Sequence

__all__ = ["for_caller", "for_role"]

ANYBODY: dict[str, object] = {"Effect": "Allow", "Principal": "*"}


def for_role(actions: Sequence[str], resource: str) -> str:
    """Of a policy of the execution role."""
    return _written({"Effect": "Allow", "Action": _one_or_all(actions), "Resource": resource})


def for_caller(actions: Sequence[str], principal: str, source: str, function: str) -> str:
    """Of the function's resource policy: what AddPermission writes.

    Anybody is who has the address of a function URL, which needs a permission of its own, too.
    """
    if principal == "*":
        both = ("lambda:InvokeFunctionUrl", *actions)
        return _written({**ANYBODY, "Action": list(both), "Resource": function})
    return _written(
        {
            "Effect": "Allow",
            "Principal": {"Service": principal},
            "Action": _one_or_all(actions),
            "Resource": function,
            "Condition": {"ArnLike": {"AWS:SourceArn": source}},
        }
    )


def _one_or_all(names: Sequence[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


def _written(statement: dict[str, object]) -> str:
    return json.dumps(statement)
