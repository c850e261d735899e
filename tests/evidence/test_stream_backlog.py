"""A backlog in a shard: how fast it is read, and whom a failing lane holds up."""

import pytest

from tests.evidence.stream_parts import PLENTY, burst, mapping, stream, worker

PROVES = (
    "simcore/awslambda/event_source_mapping/streams/reader.py",
    "simcore/awslambda/event_source_mapping/streams/passed_over.py",
)

FAST = PLENTY | {"lambda.scaling_burst": 1000}


def behind(simulate, count, parallelization, duration, **more):
    """So many records at once in one shard, in batches of a hundred; what is processed a second."""
    result = simulate(
        {
            "producers": burst(count, message_size=10, **more),
            "clicks": stream(),
            "poll": mapping(batch_size=100, parallelization_factor=parallelization),
            "worker": worker(duration),
        },
        "12 s",
        "aws-2026",
        FAST,
    )
    return result, result["series"]["poll"]["RecordsProcessed"]


def test_a_poller_keeps_reading_while_it_is_behind(simulate):
    """Facts 7.1, 7.18: five calls a second of 10,000 records each are 50,000 a second, so that the
    function is what limits: 4 lanes x 100 records / 20 ms = 20,000 a second. What it lacks of that
    is the gap between a lane's last batch and the next call."""
    result, processed = behind(simulate, 150_000, 4, "20 ms")
    assert sum(processed[2:7]) / 5 == pytest.approx(20_000, rel=0.02)
    assert sum(processed) == 150_000 == result["counters"]["clicks"]["records_read"]


def test_a_failing_lane_stops_no_other_lane_of_a_shard_with_a_backlog(simulate):
    """Facts 7.6 (assumed: lane-block): 2 lanes, one of which fails for ever with the first record.
    The other does its half of 100,000 records (keys of even hashes: within 2 % of 50,000) at
    100 / 10 ms = 10,000 a second: in the first six seconds, and nothing of the failing lane."""
    result, processed = behind(simulate, 100_000, 2, "10 ms", poison={"messages": [1]})
    assert sum(processed[1:5]) / 4 == pytest.approx(10_000, rel=0.02)
    assert sum(processed[:6]) == sum(processed) == pytest.approx(50_000, rel=0.02)
    assert result["counters"]["poll"]["lanes_failing"] == 1
    assert result["counters"]["poll"]["waiting"] == 100_000 - sum(processed)
