"""A FIFO queue with all that it has goes on after a snapshot as if there was none."""

from itertools import islice

import pytest

import simcore


def load(mixes):
    components = {
        "shop": {
            "type": "client",
            "target": "orders",
            "arrivals": {"poisson": {"rate": 100}},
            "keys": {"zipf": {"count": 40, "exponent": 1.2}},
            "poison": {"rate": 0.01, "messages": [7]},
            "sent_again": {"rate": 0.1, "after": "4 s"},
        },
        "orders": {
            "type": "queue",
            "fifo": {"high_throughput": True},
            "delay": "1 s",
            "message_retention_period": "60 s",
            "visibility_timeout": "6 s",
            "initial_messages": 200,
            "redrive": {"dead_letter_queue": "dead", "max_receive_count": 2},
        },
        "dead": {"type": "queue", "fifo": {}},
        "poll": {
            "type": "event_source_mapping",
            "source": "orders",
            "function": "worker",
            "report_batch_item_failures": True,
            "filter_criteria": "80 %",
            "fifo": {"mixes_groups": mixes},
        },
        "worker": {
            "type": "function",
            "timeout": "5 s",
            "duration": {"exponential": {"mean": "700 ms"}},
            "error_rate": "5 %",
            "reserved_concurrency": 4,
        },
    }
    return simcore.load_scenario(
        {
            "format": "windtunnel.scenario/1",
            "id": "restored",
            "title": "Does it go on?",
            "duration": "100 s",
            "quotas": {"sqs.fifo.look_ahead": 300, "sqs.fifo.deduplication_s": 3},
            "components": components,
        }
    )


@pytest.mark.parametrize("mixes", [False, True])
def test_a_restored_run_gives_the_same_frames(mixes):
    whole = [frame.payload for frame in simcore.Run(load(mixes)).frames()]
    counters = whole[-1]["counters"]["orders"]
    for name in ("deleted", "returned", "dead_lettered", "expired"):
        assert counters[name] > 0, name
    for frames in (7, 33, 61):
        run = simcore.Run(load(mixes))
        list(islice(run.frames(), frames))
        again = simcore.Run.restore(run.snapshot())
        assert [frame.payload for frame in again.frames()] == whole[frames:]
