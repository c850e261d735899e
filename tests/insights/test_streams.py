"""Streams that fall behind: for want of lanes, of one hot shard, of a bad record, of reads."""

import pytest

from simcore.awslambda.reading.views.bound_by import NAMES
from tests.insights.recordings import FUNCTION, Recording

READS = NAMES.index("reads of a shard")


def read(series: dict, counters=None, of_worker=None, more=None, **mapping) -> Recording:
    parts = {
        "worker": FUNCTION,
        "clicks": {"type": "stream", "shards": 4},
        "mapping": {
            "type": "stream_event_source_mapping",
            "source": "clicks",
            "function": "worker",
            "batch_size": 20,
            **mapping,
        },
        **(more or {}),
    }
    quiet = {"LanesFailing": [0], "LanesHolding": [0], "ReadsRefused": [0], "Lanes": [4]}
    all = {"mapping": quiet | series, "worker": of_worker or {}}
    return Recording(parts, all, {"mapping": counters or {}})


def lagging(batch: int, **more) -> Recording:
    """From 0:10 to 0:50 records are late; two batches a second begin."""
    series = {
        "AgeOfOldestRecord": [1] * 10 + [60] * 40 + [1],
        "RecordsWaiting": [900],
        "InvokedEventCount": [2 * batch],
    } | more.pop("series", {})
    return read(series, of_worker={"Invocations": [2], "ConcurrentExecutions": [4]}, **more)


def test_lanes_that_are_all_busy_are_told():
    run = lagging(20)
    found = run.found("lanes-bound")
    assert (found.t, found.until) == (10.0, 50.0)
    assert "900 records waited and the oldest was 60 s old, while no more than 4 batches" in (
        found.why
    )
    assert (found.attempt.path, found.attempt.value) == (
        "components.mapping.parallelization_factor",
        2,
    )
    assert run.takes(found)
    assert run.found("hot-shard") is None


def test_a_hot_shard_is_told_by_batches_that_are_not_full():
    run = lagging(10)
    found = run.found("hot-shard")
    assert (found.t, found.until) == (10.0, 50.0)
    assert "batches were 50 % full on average" in found.why
    assert (found.attempt.path, found.attempt.value) == ("components.mapping.batch_size", 200)
    assert run.takes(found)
    assert run.found("lanes-bound") is None


@pytest.mark.parametrize(
    "series",
    [
        {"AgeOfOldestRecord": [9]},
        {"RecordsWaiting": [15]},
        {"LanesFailing": [0] * 30 + [1] + [0]},
        {"LanesHolding": [0] * 30 + [1] + [0]},
        {"ReadsRefused": [0] * 30 + [1] + [0]},
    ],
    ids=["in time", "few", "failing", "refused", "starved"],
)
@pytest.mark.parametrize("batch", [10, 20])
def test_neither_is_told_where_there_is_no_lag_or_another_reason(series, batch):
    assert lagging(batch, series=series).insights() == []


def test_a_batching_window_makes_nobody_late():
    assert lagging(20, maximum_batching_window="60 s").found("lanes-bound") is None


def test_a_shard_that_a_bad_record_blocks_is_told():
    series = {"LanesFailing": [0] * 10 + [1] * 30 + [0], "AgeOfOldestRecord": [2] * 10 + [30]}
    run = read(series)
    found = run.found("poison-blocks-shard")
    assert (found.t, found.until) == (10.0, 40.0)
    assert "For 30 s up to 1 of 4 lanes" in found.why
    assert "from 2 s to 30 s" in found.why
    assert found.attempt.path == "components.mapping.maximum_retry_attempts"
    assert run.takes(found)
    tighter = read(series, maximum_retry_attempts=3)
    assert tighter.found("poison-blocks-shard").attempt.path.endswith(
        "bisect_batch_on_function_error"
    )


def test_a_batch_that_succeeds_at_the_second_attempt_blocks_nothing():
    assert read({"LanesFailing": [0] * 10 + [1] * 5 + [0]}).insights() == []


def test_a_reader_that_is_starved_is_told():
    series = {"BoundBy": [0] * 10 + [READS] * 20 + [0], "ReadsRefused": [0] * 10 + [4] * 20 + [0]}
    run = read(series, {"reads_refused": 80})
    found = run.found("starved-reader")
    assert (found.t, found.until) == (10.0, 30.0)
    assert "80 of its calls were refused, with 1 readers" in found.why
    assert "5 calls per second" in found.rule.text
    assert run.takes(found)


def test_a_reader_that_is_refused_once_is_not_starved():
    series = {"BoundBy": [0] * 10 + [READS] * 2 + [0], "ReadsRefused": [0] * 10 + [4] * 2 + [0]}
    assert read(series, {"reads_refused": 8}).insights() == []


@pytest.mark.parametrize(("failed", "told"), [(50, True), (10, False)])
def test_retries_are_told_where_they_multiply_the_work(failed, told):
    counted = {"invoked_events": 100, "failed_events": failed}
    run = read({"FailedInvokeEventCount": [0] * 10 + [failed] + [0]}, counted)
    found = run.found("stream-retry-amplification")
    assert (found is not None) is told
    if told:
        assert "was given 2: 50 of 100" in found.why
        assert run.takes(found)
