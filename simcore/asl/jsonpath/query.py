"""Paths that find many places: a library looks."""

from __future__ import annotations

from typing import Any

from simcore.asl.jsonpath.path import Malformed

__all__ = ["checked", "queried"]


def checked(rest: str) -> None:
    """Raises `Malformed` where what follows ``$`` is not JSONPath."""
    raise Malformed("only paths that name one place are read yet")


def queried(rest: str, data: Any) -> Any:
    """All that is found, as an array."""
    raise NotImplementedError
