"""Streams that are pickled in the middle of things go on as if nothing had happened."""

import pytest

import simcore


def document(**mapping):
    """Every feature at once: throttles, errors, poison, windows, new shards, two readers; lanes
    that hold so little that records are passed over."""
    reader = {"type": "stream_event_source_mapping", "function": "worker"}
    return {
        "format": "windtunnel.scenario/1",
        "id": "paused",
        "title": "Does it go on the same?",
        "seed": 5,
        "duration": 60,
        "quotas": {"kinesis.shard_write_records": 8, "esm.streams.read_ahead": 8}
        | {"esm.dynamodb.shard_found_min_s": 1, "esm.dynamodb.shard_found_max_s": 4},
        "components": {
            "producer": {
                "type": "client",
                "target": "clicks",
                "arrivals": {"poisson": {"rate": 20}},
                "keys": {"zipf": {"count": 30}},
                "poison": {"rate": 0.02},
            },
            "writer": {
                "type": "client",
                "target": "orders",
                "arrivals": {"poisson": {"rate": 5}},
            },
            "clicks": {"type": "stream", "shards": 2, "resharding": [{"at": 21, "shards": 3}]},
            "orders": {"type": "table", "partitions": 2, "shard_lifetime": 15},
            "poll": {
                **reader,
                "source": "clicks",
                "batch_size": 5,
                "maximum_batching_window": 1,
                "parallelization_factor": 3,
                "maximum_retry_attempts": 2,
                "bisect_batch_on_function_error": True,
                "on_failure": {"target": "given-up"},
                **mapping,
            },
            "push": {**reader, "source": "clicks", "enhanced_fan_out": True},
            "read": {
                **reader,
                "source": "orders",
                "filter_criteria": 0.7,
                "maximum_record_age": 20,
            },
            "given-up": {"type": "queue"},
            "worker": {
                "type": "function",
                "duration": {"lognormal": {"median": 0.4, "p99": 3}},
                "timeout": 4,
                "error_rate": 0.1,
                "reserved_concurrency": 4,
            },
        },
    }


TUMBLING = {"tumbling_window": 7, "parallelization_factor": 1, "maximum_retry_attempts": 1}


@pytest.mark.parametrize("mapping", [{}, {"failing_batch_blocks": "shard"}, TUMBLING])
@pytest.mark.parametrize("pause", [1, 13, 20, 22, 41])
def test_a_restored_run_has_the_same_frames_and_fingerprint(mapping, pause):
    scenario = simcore.load_scenario(document(**mapping))
    whole = simcore.Run(scenario)
    frames = [frame.payload for frame in whole.frames()]
    run = simcore.Run(scenario)
    before = [frame.payload for _, frame in zip(range(pause), run.frames(), strict=False)]
    restored = simcore.Run.restore(run.snapshot())
    after = [frame.payload for frame in restored.frames()]
    assert before + after == frames
    assert restored.result().fingerprint == whole.result().fingerprint


def test_the_lanes_of_these_runs_pass_records_over():
    """What was passed over is read again: the stream gives more than its two readers take in."""
    counters = simcore.run(simcore.load_scenario(document())).as_dict()["counters"]
    polled = sum(counters[reader]["polled_events"] for reader in ("poll", "push"))
    assert counters["clicks"]["records_read"] > polled + 50
