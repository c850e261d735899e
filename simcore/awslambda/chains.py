"""Chains of invocations: how many led to an invocation, this one counted."""

from __future__ import annotations

from typing import Any

__all__ = ["chain_of"]


def chain_of(payload: Any) -> int:
    """The place in its chain of an invocation with this payload, from 1 on.

    An asynchronous event knows its own; a request says how many led to it. Messages of a batch say
    nothing by themselves.
    """
    if payload.__class__ is tuple:
        return payload[0].chain if payload else 1
    led: int = getattr(payload, "chain", 0)
    return led + 1
