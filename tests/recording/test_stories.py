"""Whose story it is: two queues number their messages alike, and nobody confuses them."""

from __future__ import annotations

from collections import Counter

import simcore

STEADY = {"constant": {"rate": "5/s"}}
SECONDS = 20
SCENARIO = {
    "format": "windtunnel.scenario/1",
    "id": "two-queues",
    "title": "Whose message is it?",
    "duration": f"{SECONDS} s",
    "components": {
        "worker": {"type": "function", "duration": "100 ms", "error_rate": 0.2},
        "orders": {"type": "queue", "visibility_timeout": "4 s"},
        "returns": {"type": "queue", "visibility_timeout": "4 s"},
        **{
            f"poll-{queue}": {
                "type": "event_source_mapping",
                "source": queue,
                "function": "worker",
                "batch_size": 1,
            }
            for queue in ("orders", "returns")
        },
        **{
            f"sends-{queue}": {"type": "client", "target": queue, "arrivals": STEADY}
            for queue in ("orders", "returns")
        },
    },
}


def test_a_story_belongs_to_the_queue_that_tells_it():
    run = simcore.Run(simcore.load_scenario(SCENARIO))
    sent: dict[tuple[int, str], list[list]] = {}
    for frame in run.frames():
        for step in frame.payload["stories"]:
            sent.setdefault((step[1], step[3]), []).append(step)
    result = run.result().as_dict()
    told = {(story["id"], story["component"]): story["steps"] for story in result["stories"]}
    assert len(told) == len(result["stories"])
    assert list(told) == sorted(told)
    assert {key: len(steps) for key, steps in told.items()} == {
        key: len(steps) for key, steps in sent.items()
    }
    numbers = Counter(component for _, component in told)
    assert numbers == {"orders": 5 * SECONDS, "returns": 5 * SECONDS}
    for (_, component), steps in told.items():
        assert {step["component"] for step in steps} == {component}
        assert [step["step"] for step in steps].count("sent") == 1
        assert [step["t_s"] for step in steps] == sorted(step["t_s"] for step in steps)
