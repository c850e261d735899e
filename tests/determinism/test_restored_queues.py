"""Filters, duplicates, event pollers and moved messages go on after a snapshot all the same."""

from itertools import islice

import pytest

import simcore

TASK = {"start": "40 s", "rate": "7/s"}
MAPPINGS = {
    "on the ramp": {"filter_criteria": "70 %"},
    "with a window": {
        "filter_criteria": "70 %",
        "batch_size": 30,
        "maximum_batching_window": "2 s",
    },
    "provisioned": {"provisioned_pollers": {"minimum": 2, "maximum": 9}},
    "provisioned, filtered, with a window": {
        "provisioned_pollers": {},
        "filter_criteria": "40 %",
        "batch_size": 30,
        "maximum_batching_window": "2 s",
    },
}


def load(mapping):
    return simcore.load_scenario(
        {
            "format": "windtunnel.scenario/1",
            "id": "restored",
            "title": "Does it go on?",
            "duration": "60 s",
            "components": {
                "shop": {
                    "type": "client",
                    "target": "orders",
                    "arrivals": {"poisson": {"rate": 90}},
                    "message_size": "40 KB",
                },
                "orders": {
                    "type": "queue",
                    "visibility_timeout": "5 s",
                    "initial_messages": 300,
                    "duplicate_rate": "5 %",
                    "redrive": {"dead_letter_queue": "dead", "max_receive_count": 2},
                },
                "dead": {"type": "queue", "message_move_task": TASK},
                "poll": {
                    "type": "event_source_mapping",
                    "source": "orders",
                    "function": "worker",
                    **mapping,
                },
                "worker": {
                    "type": "function",
                    "timeout": "5 s",
                    "duration": {"exponential": {"mean": "700 ms"}},
                    "error_rate": "20 %",
                },
            },
        }
    )


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=MAPPINGS)
def test_put_away_again_and_again(mapping):
    scenario = load(mapping)
    whole, run = simcore.Run(scenario), simcore.Run(scenario)
    for _ in whole.frames():
        pass
    for frames in (1, 3, 9, 12):
        list(islice(run.frames(), frames))
        run = simcore.Run.restore(run.snapshot())
    for _ in run.frames():
        pass
    assert run.result().fingerprint == whole.result().fingerprint
    assert run.result().as_dict()["counters"] == whole.result().as_dict()["counters"]
    counters = whole.result().as_dict()["counters"]
    assert counters["dead"]["moved"] > 0
    assert counters["orders"]["duplicated"] > 0
