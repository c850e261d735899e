"""What target tracking begins with: the more of its minimum and what the function asks for."""

from collections.abc import Callable
from typing import Any

import pytest

from simcore import Run, load_scenario

Bend = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(("asked_for", "ready"), [(None, 5), (3, 5), (8, 8)])
def test_the_minimum_is_ready_when_the_run_begins(
    asked_for: int | None, ready: int, bend: Bend
) -> None:
    worker = "components/worker/"
    document = bend(
        {
            worker + "provisioned_concurrency": asked_for,
            worker + "provisioned_tracking": {"target": 0.7, "minimum": 5, "maximum": 10},
        }
    )
    frame = next(Run(load_scenario(document)).frames())
    counters = frame.payload["counters"]["worker"]
    assert (counters["provisioned"], counters["provisioned_ready"]) == (ready, ready)
