"""A scenario with a little of everything that a queue needs."""

from typing import Any

SMALL: dict[str, Any] = {
    "format": "windtunnel.scenario/1",
    "id": "small",
    "title": "What happens?",
    "duration": "5 min",
    "components": {
        "producer": {
            "type": "client",
            "target": "orders",
            "arrivals": {"poisson": {"rate": "10/s"}},
        },
        "orders": {
            "type": "queue",
            "visibility_timeout": "60 s",
            "redrive": {"dead_letter_queue": "orders-dlq", "max_receive_count": 5},
        },
        "orders-dlq": {"type": "queue"},
        "mapping": {"type": "event_source_mapping", "source": "orders", "function": "worker"},
        "worker": {"type": "function", "timeout": "10 s", "duration": "200 ms"},
    },
}
