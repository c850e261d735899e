"""Values in what is told to people: as JSON has them."""

from __future__ import annotations

import json

__all__ = ["shown"]


def shown(value: object, most: int = 80) -> str:
    """A value as JSON (``null``, ``true``, ``"3"``), cut; what is none as Python has it."""
    try:
        said = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        said = repr(value)
    return said if len(said) <= most else said[: most - 1] + "…"
