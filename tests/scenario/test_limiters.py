"""Why a function does not run more, where two queues feed it and each is held back otherwise."""

from collections.abc import Callable
from typing import Any

from simcore.awslambda.reading.views.limited_by import NAMES
from simcore.scenario import load_scenario
from tests import store

Bend = Callable[..., dict[str, Any]]

QUEUE = {"type": "queue", "visibility_timeout": "60 s", "initial_messages": 20_000}


def test_a_maximum_is_named_before_a_ramp(bend: Bend) -> None:
    """Both queues have messages waiting: one mapping is at its maximum of 2, the other one still
    adds pollers, which will pass."""
    document = bend(
        {
            "components/orders": QUEUE,
            "components/others": QUEUE,
            "components/mapping/maximum_concurrency": 2,
            "components/second": {
                "type": "event_source_mapping",
                "source": "others",
                "function": "worker",
            },
            "components/worker/duration": "8 s",
            "components/orders-dlq": ...,
            "duration": "30 s",
        }
    )
    found = store.result(load_scenario(document))
    limited = found["series"]["worker"]["LimitedBy"][1:]  # it is met in the first second
    assert {NAMES[value] for value in limited} == {"maximum concurrency"}
    assert found["counters"]["orders"]["visible"] > 0 < found["counters"]["others"]["visible"]
