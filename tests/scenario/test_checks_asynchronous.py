"""Findings about asynchronous invocation beyond one by one."""

from collections.abc import Callable
from typing import Any

import pytest

from simcore.errors import Check
from simcore.scenario import check

Bend = Callable[..., dict[str, Any]]

C = "components/"
EVENTS = {
    C + "caller": {
        "type": "client",
        "target": "worker",
        "invocation": "Event",
        "arrivals": {"constant": {"rate": 1}},
    }
}


def found(document: dict[str, Any]) -> dict[str, Check]:
    return {finding.id: finding for finding in check(document)}


@pytest.mark.parametrize(
    ("asynchronous", "path"),
    [
        ({"dead_letter_queue": {"target": "worker"}}, "dead_letter_queue"),
        ({"dead_letter_queue": {"target": "kept"}}, "dead_letter_queue"),
        ({"on_success": {"target": "kept"}}, "on_success"),
        ({"on_failure": {"target": "mapping"}}, "on_failure"),
    ],
)
def test_not_everything_can_take_events(
    asynchronous: dict[str, Any], path: str, bend: Bend
) -> None:
    """Lambda guide, invocation-async-retain-records (12 Jul 2026): S3 for failures only; a
    dead-letter queue is a queue or a topic."""
    changes = {**EVENTS, C + "kept": {"type": "bucket"}, C + "worker/asynchronous": asynchronous}
    finding = found(bend(changes))["reference.wrong-type"]
    assert finding.path == f"components.worker.asynchronous.{path}.target"


def test_a_loop_in_which_events_multiply_is_an_error(bend: Bend) -> None:
    other = {"type": "function", "duration": 1, "asynchronous": {"on_success": {"target": "news"}}}
    changes = {
        C + "producer/target": "news",
        C + "news": {"type": "topic", "subscribers": ["worker", "other"]},
        C + "worker/asynchronous": {"on_success": {"target": "news"}},
        C + "other": other,
    }
    assert "function.endless-loop" in found(bend(changes))


def test_events_that_multiply_count_in_the_estimate(bend: Bend) -> None:
    """30,000 requests; each of eight topics doubles them: 30,000 x 1,021 in all."""
    changes: dict[str, Any] = {
        C + "producer/target": "t0",
        C + "producer/arrivals": {"constant": {"rate": 100}},
    }
    for n in range(8):
        onward = {"on_success": {"target": f"t{n + 1}"}}
        function = {"type": "function", "duration": 1, "asynchronous": onward}
        changes[C + f"t{n}"] = {"type": "topic", "subscribers": [f"a{n}", f"b{n}"]}
        changes |= {C + f"a{n}": function, C + f"b{n}": function}
    changes[C + "t8"] = {"type": "topic"}
    assert "scenario.event-budget" in found(bend(changes))


def test_an_event_may_be_larger_since_2022(bend: Bend) -> None:
    """256 KB, then 1 MB (gettingstarted-limits, 14 Nov 2022 and 12 Jul 2026)."""
    changes = {**EVENTS, C + "caller/message_size": "512 KB"}
    assert "client.message-too-large" not in found(bend(changes))
    assert "client.message-too-large" in found(bend(changes, profile="aws-2022"))
