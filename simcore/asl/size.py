"""How much data there is, and how much there may be.

AWS's limit is 262,144 bytes of JSON as UTF-8 (step functions developer guide, "Quotas", 2026). How
deep data may be nested is not published: ``MAX_DEPTH`` is assumed.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

from simcore.asl.flow import Json, StateFault

__all__ = [
    "FEW",
    "LIMIT_BYTES",
    "MAX_DEPTH",
    "PROVIDED",
    "size_of",
    "text_of",
    "within_limit",
    "within_limit_within",
]

LIMIT_BYTES = 262_144
MAX_DEPTH = 200
FEW = 16
HALVES = "backslashreplace"  # half of a pair of characters is written as JSON escapes it
RETURNED, PROVIDED = "returned a result", "provided parameters"
TOO_DEEP = f"The data is nested more than {MAX_DEPTH} levels deep."


def size_of(data: Json) -> int:
    """Bytes of the data as compact JSON; raises `StateFault` (States.Runtime) when it is nested
    too deep to be written."""
    return len(text_of(data))


def text_of(data: Json) -> bytes:
    """The data as compact JSON in UTF-8; raises as `size_of`."""
    try:
        return orjson.dumps(data)
    except TypeError:  # nested too deep, a number beyond 64 bits, half of a pair of characters
        return _slow_text(data)


def within_limit(data: Json, whose: str, did: str = RETURNED) -> Json:
    """The data; raises `StateFault` (States.DataLimitExceeded) when it is more than may be.

    ``whose`` is the task or state that it comes from, and ``did`` how, as AWS's cause says it. Of
    what has many parts, they are measured one by one until it is too much: they may all be the
    same large one.
    """
    if isinstance(data, list | dict) and len(data) > FEW:
        _add_up(data, whose, did)
    elif isinstance(data, list | dict | str) and size_of(data) > LIMIT_BYTES:
        raise too_much(whose, did)
    return data


def _add_up(data: list[Json] | dict[str, Json], whose: str, did: str) -> None:
    size = 2 + len(data)
    if isinstance(data, dict):
        size += sum(len(name.encode("utf-8", HALVES)) + 3 for name in data)
        parts = list(data.values())
    else:
        parts = data
    for part in parts:
        size += size_of(part)
        if size - 1 > LIMIT_BYTES:
            raise too_much(whose, did)


def within_limit_within(data: Json, whose: str) -> Json:
    """As `within_limit`, of what may have the same large part in many places, at any depth."""
    left = LIMIT_BYTES
    waiting: list[tuple[Any, int]] = [(data, 1)]
    while waiting:
        one, depth = waiting.pop()
        left -= _own_size(one)
        if left < 0:
            raise too_much(whose)
        if depth > MAX_DEPTH:
            raise StateFault("States.Runtime", TOO_DEEP)
        parts = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting += [(part, depth + 1) for part in parts]
    return within_limit(data, whose)


def _own_size(one: Json) -> int:
    """No more than what it takes without its parts."""
    if isinstance(one, str):
        return len(one) + 2
    if isinstance(one, dict):
        return 2 + sum(map(len, one))
    return 1


def too_much(whose: str, did: str = RETURNED) -> StateFault:
    return StateFault(
        "States.DataLimitExceeded",
        f"The state/task '{whose}' {did} with a size exceeding the maximum number of bytes service "
        "limit.",
    )


def _slow_text(data: Json) -> bytes:
    if _is_too_deep(data):
        raise StateFault("States.Runtime", TOO_DEEP)
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode("utf-8", HALVES)


def _is_too_deep(data: Json) -> bool:
    waiting: list[tuple[Any, int]] = [(data, 1)]
    while waiting:
        one, depth = waiting.pop()
        if depth > MAX_DEPTH:
            return True
        if isinstance(one, dict):
            waiting += [(part, depth + 1) for part in one.values()]
        elif isinstance(one, list):
            waiting += [(part, depth + 1) for part in one]
    return False
