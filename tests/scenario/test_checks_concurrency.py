"""What is said of reserved concurrency, and of what it refuses."""

from collections.abc import Callable
from typing import Any

from tests.scenario.test_checks import EVENTS, FIVE, C, found

Bend = Callable[..., dict[str, Any]]


def test_a_function_that_is_switched_off(bend: Bend) -> None:
    off = {C + "worker/reserved_concurrency": 0}
    assert "given up" not in found(bend(off))["function.reserved-zero"].message
    said = found(bend({**EVENTS, **off, C + "orders/redrive": FIVE, C + "dlq": {"type": "queue"}}))
    assert "asynchronous events are given up at once" in said["function.reserved-zero"].message
    assert "function.reserved-below-five" not in said


def test_a_mapping_that_keeps_below_what_is_reserved_is_not_throttled(bend: Bend) -> None:
    changes = {
        C + "orders/redrive": {**FIVE, "max_receive_count": 4},
        C + "dlq": {"type": "queue"},
        C + "worker/reserved_concurrency": 5,
    }
    id = "queue.receive-count-below-recommended"
    assert "throttles" in found(bend(changes))[id].message
    held = found(bend({**changes, C + "mapping/maximum_concurrency": 5}))[id]
    assert "throttles" not in held.message
