"""Streams that fall behind: for want of lanes, of one hot shard, of a bad record, of reads."""

import pytest

from simcore.awslambda.reading.views.bound_by import NAMES
from tests.insights.recordings import CLIENT, FUNCTION, Recording

READS, POLLS = (NAMES.index(word) for word in ("reads of a shard", "polls and windows"))


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


def lagging(batch: int, invoking=4, longest_s=1.0, **more) -> Recording:
    """From 0:10 to 0:50 records are late; two batches a second begin."""
    series = {
        "AgeOfOldestRecord": [1] * 10 + [60] * 40 + [1],
        "RecordsWaiting": [900],
        "InvokedEventCount": [2 * batch],
        "LanesInvoking": [invoking],
    } | more.pop("series", {})
    run = read(series, of_worker={"Invocations": [2], "ConcurrentExecutions": [4]}, **more)
    run.recorded["percentiles"] = {"worker": {"Duration": {"max": 1000 * longest_s}}}
    return run


def test_lanes_that_are_all_busy_are_told():
    run = lagging(20)
    found = run.found("lanes-bound")
    assert (found.t, found.until) == (10.0, 50.0)
    assert "900 records waited and the oldest was 60 s old, while on average 4 of its 4 lanes" in (
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
    assert "batches were 50 % full" in found.why
    assert not found.derived
    assert (found.attempt.path, found.attempt.value) == ("components.mapping.batch_size", 200)
    assert run.takes(found)
    assert run.found("lanes-bound") is None


@pytest.mark.parametrize(("size", "batch"), [(20, 20), (1, 1)], ids=["full", "one at a time"])
@pytest.mark.parametrize(
    ("invoking", "kinds"), [(1, ["hot-shard"]), (4, ["lanes-bound"]), (2.5, [])]
)
def test_full_batches_of_one_lane_are_a_hot_shard(size, batch, invoking, kinds):
    """One key in four shards: its batches are full, and three lanes have nothing."""
    run = lagging(batch, invoking, batch_size=size)
    assert [insight.id for insight in run.insights()] == kinds


@pytest.mark.parametrize(("longest_s", "told"), [(29.0, True), (31.0, False)])
@pytest.mark.parametrize(("batch", "kind"), [(10, "hot-shard"), (20, "lanes-bound")])
def test_what_waits_for_one_slow_invocation_is_not_behind(longest_s, told, batch, kind):
    assert (lagging(batch, longest_s=longest_s).found(kind) is not None) is told


def test_what_a_mapping_has_not_found_yet_has_no_hot_shard():
    """Of a table the shard that follows a closed one waits, with nobody at work on it."""
    assert lagging(10, series={"BoundBy": [POLLS]}).found("hot-shard") is None


def test_what_its_reads_keep_back_has_no_hot_shard():
    assert lagging(10, series={"BoundBy": [READS]}).found("hot-shard") is None


def test_batches_are_full_where_no_more_bytes_go_into_one():
    """Six records of a megabyte, of the twenty that it may have."""
    put = CLIENT | {"target": "clicks", "message_size": "1 MB"}
    run = lagging(5, more={"callers": put})
    assert [insight.id for insight in run.insights()] == ["lanes-bound"]


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
    assert "80 of its calls were refused, with 1 reader;" in found.why
    assert "5 calls per second" in found.rule.text
    assert run.takes(found)


def test_a_reader_that_is_refused_once_is_not_starved():
    series = {"BoundBy": [0] * 10 + [READS] * 2 + [0], "ReadsRefused": [0] * 10 + [4] * 2 + [0]}
    assert read(series, {"reads_refused": 8}).insights() == []


@pytest.mark.parametrize(("failed", "told"), [(50, True), (10, False)])
def test_retries_are_told_where_they_multiply_the_work(failed, told):
    counted = {"invoked_events": 100, "failed_events": failed, "polled_events": 50, "processed": 50}
    run = read({"FailedInvokeEventCount": [0] * 10 + [failed] + [0]}, counted)
    found = run.found("stream-retry-amplification")
    assert (found is not None) is told
    if told:
        assert "was given 2: 50 of 100" in found.why
        assert run.takes(found)


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ({"polled_events": 5983, "processed": 1, "dropped_events": 5982}, "was given 2: "),
        ({"polled_events": 5983, "delivered_events": 5900}, "was given 2 to 2.03: "),
        (
            {"polled_events": 9000, "filtered_out_events": 3017, "expired_in_work": 5983},
            "given 2: ",
        ),
        ({"polled_events": 9000, "processed": 1}, ""),
    ],
    ids=["discarded", "delivered", "expired", "hardly any is over"],
)
def test_invocations_come_to_the_records_that_were_given(counted, said):
    """Everything fails, and is tried once more."""
    failed = {"invoked_events": 11968, "failed_events": 11967}
    run = read({"FailedInvokeEventCount": [0] * 10 + [5] + [0]}, failed | counted)
    why = run.found("stream-retry-amplification").why
    assert said in why
    assert why.startswith("For each record worker was given") is bool(said)
    assert "11,967 of 11,968 records that the function was given" in why
