"""Streams that are pickled in the middle of things go on as if nothing had happened."""

import pytest

import simcore


def document(**mapping):
    """Every feature at once: throttles, errors, poison, windows, new shards, two readers."""
    reader = {"type": "stream_event_source_mapping", "function": "worker"}
    return {
        "format": "windtunnel.scenario/1",
        "id": "paused",
        "title": "Does it go on the same?",
        "seed": 5,
        "duration": 60,
        "quotas": {"kinesis.shard_write_records": 8},
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
            "orders": {"type": "table", "partitions": 2},
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
