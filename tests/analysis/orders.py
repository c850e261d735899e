"""Orders through a queue to a function that is reserved a few environments: enough, or just not."""

from __future__ import annotations

from typing import Any


def orders(
    rate: float, duration: str, reserved: int, *changes: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """The components; `changes` are fields of theirs by component, and further components."""
    components: dict[str, dict[str, Any]] = {
        "orders": {"type": "client", "target": "inbox", "arrivals": {"poisson": {"rate": rate}}},
        "inbox": {"type": "queue", "visibility_timeout": "60 s"},
        "esm": {"type": "event_source_mapping", "source": "inbox", "function": "worker",
                "batch_size": 1},
        "worker": {"type": "function", "timeout": "10 s", "duration": duration,
                   "reserved_concurrency": reserved},
    }  # fmt: skip
    for id, fields in (change for changed in changes for change in changed.items()):
        components.setdefault(id, {}).update(fields)
    return components
