"""With whose execution role a mapping reads its source: its function's."""

from __future__ import annotations

from typing import Any

__all__ = ["its_function"]


def its_function(id: str, spec: Any) -> str:
    """Lambda assumes the function's execution role to poll."""
    return str(spec.function)
