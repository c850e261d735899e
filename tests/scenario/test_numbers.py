"""What values come to together, where one of them bounds another or has nothing to say."""

from collections.abc import Callable
from typing import Any

import pytest

from simcore import check, load_scenario
from tests import store

Bend = Callable[..., dict[str, Any]]

C = "components/"


def test_a_busy_shard_is_read_no_later_than_an_idle_one(bend: Bend) -> None:
    """Read every 50 ms, a record a call: ten that come together cost five calls at once, and then
    five a second, so nine of them are through after a second. With 200 ms between any two calls,
    as five a second come to, it would be five."""
    document = bend(
        {
            C + "producer": {
                "type": "client",
                "target": "clicks",
                "arrivals": {"burst": {"count": 10, "at": 1, "for": "1 ms", "spacing": "even"}},
            },
            C + "clicks": {"type": "stream"},
            C + "mapping": {
                "type": "stream_event_source_mapping",
                "source": "clicks",
                "function": "worker",
                "batch_size": 1,
            },
            C + "worker/duration": "1 ms",
            C + "worker/init_duration": 0,
            C + "orders": ...,
            C + "orders-dlq": ...,
            "duration": "5 s",
            "quotas": {"esm.kinesis.poll_interval_s": 0.05, "kinesis.read_max_records": 1},
        }
    )
    found = store.result(load_scenario(document))
    assert found["series"]["mapping"]["RecordsProcessed"][:2] == [0, 9]


def test_of_a_fifo_queue_no_more_is_in_flight_than_its_own_quota(bend: Bend) -> None:
    document = bend(
        {
            C + "producer/keys": {"uniform": {"count": 1_000}},
            C + "orders/fifo": {},
            C + "orders-dlq/fifo": {},
            C + "mapping/batch_size": 1,
            C + "worker/duration": "5 s",
            "duration": "30 s",
            "quotas": {"sqs.fifo.in_flight_max": 7},
        }
    )
    found = store.result(load_scenario(document))
    in_flight = found["series"]["orders"]["ApproximateNumberOfMessagesNotVisible"]
    assert max(in_flight) == 7


@pytest.mark.parametrize(("high_throughput", "is_refused"), [(True, True), (False, False)])
def test_the_quota_of_a_group_is_one_of_high_throughput(
    high_throughput: bool, is_refused: bool, bend: Bend
) -> None:
    """Ten a second to one group, of which two may be sent; else the queue's 300 count alone."""
    document = bend(
        {
            C + "orders/fifo": {"high_throughput": high_throughput},
            C + "orders-dlq/fifo": {},
            "duration": "30 s",
            "quotas": {"sqs.fifo.group_calls_per_second": 2},
        }
    )
    found = store.result(load_scenario(document))
    assert (found["counters"]["orders"]["sends_refused"] > 0) is is_refused


def test_nothing_is_restored_without_snap_start(bend: Bend) -> None:
    document = bend({C + "worker/restore_duration": "9 s", C + "worker/init_duration": "1 s"})
    found = store.result(load_scenario(document, overrides={"duration": "20 s"}))
    counters = found["counters"]["worker"]
    assert counters["cold_starts"] > 0
    assert "restores" not in counters
    assert found["percentiles"]["worker"]["InitDuration"]["p50"] == pytest.approx(1000, rel=0.01)


def test_a_hint_never_names_less_than_nothing(bend: Bend) -> None:
    """1,000 of the account's 1,000 are reserved already, and 100 must stay unreserved."""
    other = {"type": "function", "duration": "1 s"}
    document = bend(
        {
            C + "worker/reserved_concurrency": 1_000,
            C + "yet-another": {**other, "reserved_concurrency": 5},
        }
    )
    (found,) = [c for c in check(document) if c.id == "function.reserved-above-account"]
    assert found.hint.startswith("at most 0 here")
