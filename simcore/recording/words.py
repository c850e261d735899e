"""How numbers read in the event list."""

from __future__ import annotations

__all__ = ["counted", "lasts"]


def counted(n: int, thing: str) -> str:
    """So many of a thing: "1 msg", "3 msgs"."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def lasts(seconds: float) -> str:
    """As everywhere in the lab: milliseconds below a second."""
    return f"{seconds:.2f} s" if seconds >= 0.9995 else f"{seconds * 1000:.0f} ms"
