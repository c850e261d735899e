"""Clients, front doors and functions without a duration of their own: parts of the examples."""

from typing import Any

FAST = {"type": "function", "duration": 0, "init_duration": 0}


def burst(count: int, at: float = 0) -> dict[str, Any]:
    return {"burst": {"rate": 0, "count": count, "at": at, "for": 0}}


def client(arrivals: Any, **more: Any) -> dict[str, Any]:
    return {"type": "client", "target": "front", "arrivals": arrivals, **more}


def api(**said: Any) -> dict[str, Any]:
    return {"type": "api", "integration": "worker", "overhead": 0, **said}
