"""What the shipped scenarios of streams and message groups claim is what happens."""

from itertools import pairwise
from typing import Any

import pytest

from tests.scenario.answers import first, latency, result, series, total


def oldest(found: dict[str, Any], mapping: str) -> list[float]:
    return series(found, mapping, "AgeOfOldestRecord")


def test_poisoned_shard() -> None:
    poll = "readings-to-store"
    default = result("poisoned-shard")
    assert total(default, poll, "batches_failed") == 22
    assert total(default, poll, "discarded.RecordAgeExceeded") == 230 == 1 + 229
    assert total(default, poll, "delivered_events") == 230
    assert total(default, "given-up", "sent") > 1
    assert first(default, "store", "Errors", 1) == 180
    assert first(default, poll, "OnFailureDestinationDeliveredEventCount", 1) == 13 * 60 + 24
    ages = oldest(default, poll)
    assert [round(ages[t]) for t in (300, 420, 600)] == [122, 242, 422], "second by second"
    assert 600 < max(ages) < 630
    assert max(ages[14 * 60 + 25 :]) < 3
    stalled = sum(series(default, poll, "RecordsProcessed")[200:800])
    assert 0.7 < stalled / (600 * 40) < 0.8, "three of four shards go on"
    retries = {f"{poll}__maximum_retry_attempts": 3}
    limited = result("poisoned-shard", **retries)
    assert total(limited, poll, "discarded.RetryAttemptsExhausted") == 13
    assert 3 < max(oldest(limited, poll)) < 5
    bisected = result(
        "poisoned-shard", **retries, **{f"{poll}__bisect_batch_on_function_error": True}
    )
    assert total(bisected, poll, "discarded.RetryAttemptsExhausted") == 1


def test_parallel_lanes() -> None:
    poll = "clicks-to-enrich"

    def with_factor(n: int) -> dict[str, Any]:
        return result("parallel-lanes", **{f"{poll}__parallelization_factor": n})

    one, two, four, ten = [with_factor(n) for n in (1, 2, 4, 10)]
    assert 240 < oldest(one, poll)[-1] < 250
    assert total(one, poll, "processed") / 900 / 2 == pytest.approx(45, abs=1.5)
    assert all(max(oldest(found, poll)) < 5 for found in (two, four, ten))
    waits = [found["percentiles"][poll]["IteratorAge"]["mean"] for found in (four, ten)]
    assert waits[0] == pytest.approx(1000 / 7, abs=20)
    assert waits[1] > waits[0]
    invocations = [total(found, "enrich", "invocations") for found in (two, four, ten)]
    assert invocations[2] > 2 * invocations[1] > 2 * invocations[0]
    for found, factor in zip((one, two, four, ten), (1, 2, 4, 10), strict=True):
        assert max(series(found, "enrich", "ConcurrentExecutions")) == 2 * factor


def test_table_hot_item() -> None:
    """The lane of the article on sale: 10 records / 0.22 s = 45 a second. With 80 + 60 / 4 = 95 a
    second it falls behind by (95 - 45) / 95 of a second each second, with 80 by (80 - 45) / 80; of
    items of 20 KB a partition takes 1,000 / 20 = 50 a second, for the 180 s of the sale."""
    slug, poll, p = "table-hot-item", "stock-to-search", "stock-to-search__"
    default = result(slug)
    ages = oldest(default, poll)
    assert max(ages) == pytest.approx(200, abs=4)
    assert (ages[360] - ages[200]) / 160 == pytest.approx(50 / 95, abs=0.03)
    assert max(ages[:180]) < 1.5 > max(ages[12 * 60 :])
    assert latency_of(default, poll, "p50") == pytest.approx(0.48, abs=0.03)
    lanes = result(slug, **{p + "parallelization_factor": 10})
    partitions = result(slug, stock__partitions=40)
    for found in (lanes, partitions):
        assert max(oldest(found, poll)) == pytest.approx(156, abs=8)
        times = total(found, "search", "invocations") / total(default, "search", "invocations")
        assert times == pytest.approx(10 / 3, abs=0.1)
    behind = oldest(lanes, poll)
    assert (behind[360] - behind[200]) / 160 == pytest.approx(35 / 80, abs=0.03)
    assert latency_of(lanes, poll, "mean") < 0.6 * latency_of(default, poll, "mean")
    batches = result(slug, **{p + "batch_size": 100})
    assert max(oldest(batches, poll)) < 2
    assert total(batches, "search", "invocations") < total(default, "search", "invocations")
    large = result(slug, sale__message_size="20 KB")
    refused = total(large, "stock", "writes_throttled")
    assert refused == pytest.approx((80 + 60 / 4 - 1000 / 20) * 180, rel=0.03)


def latency_of(found: dict[str, Any], mapping: str, p: str) -> float:
    return float(found["percentiles"][mapping]["RecordLatency"][p]) / 1000


def test_reshard_backlog() -> None:
    """A shard gets r records a second done of the 65 it is given. The old ones are processed at
    360 x 65 / r seconds; until then the oldest record that waits in the new ones, of 360 s, gets
    older. What they hold by then is 32.5 a second, less every second by r - 32.5. One old shard has
    some more of the keys than the other, hence the tolerance."""
    slug, poll = "reshard-backlog", "clicks-to-enrich"
    default = result(slug)
    r = sum(series(default, poll, "RecordsProcessed")[60:360]) / 300 / 2
    assert r == pytest.approx(44, abs=1)
    ages, done = oldest(default, poll), 360 * 65 / r
    assert ages[360] == pytest.approx(360 * (1 - r / 65), rel=0.1)
    assert max(ages) == pytest.approx(done - 360, rel=0.1)
    assert ages.index(max(ages)) == pytest.approx(8 * 60 + 55, abs=2)
    busy = series(default, "enrich", "ConcurrentExecutions")
    assert max(busy[: 8 * 60 + 50]) == 2 < 4 == max(busy[9 * 60 :])
    late = max(ages) * 32.5 / (r - 32.5)
    caught_up = min(t for t in range(600, 1200) if ages[t] < 5)
    assert caught_up == pytest.approx(360 + max(ages) + late, rel=0.1)
    assert caught_up == pytest.approx(18 * 60, abs=2)
    for changes in ({f"{poll}__parallelization_factor": 2}, {f"{poll}__batch_size": 40}):
        assert max(oldest(result(slug, **changes), poll)) < 5


def test_bisect_bad_records() -> None:
    slug, poll, p = "bisect-bad-records", "events-to-index", "events-to-index__"
    discarded = "discarded.RetryAttemptsExhausted"
    default = result(slug)
    assert total(default, poll, discarded) == total(default, poll, "failure_records") == 11
    assert total(default, "quarantine", "visible") == 11
    assert total(default, "events", "records") == pytest.approx(72_000, abs=300)
    ages = oldest(default, poll)
    assert max(ages) == pytest.approx(13.5, abs=0.5)
    teeth = sum(before <= 4 < age for before, age in pairwise(ages))
    assert 8 <= teeth <= 11, "one for each bad record, unless two come together"
    whole = result(slug, **{p + "bisect_batch_on_function_error": False})
    assert total(whole, poll, "failure_records") == 11
    assert total(whole, poll, discarded) == 685 + 11
    assert max(oldest(whole, poll)) < 3
    behind = result(
        slug,
        **{p + "bisect_batch_on_function_error": False, p + "report_batch_item_failures": True},
    )
    assert 11 < total(behind, poll, discarded) < 0.7 * 696


def test_fifo_groups() -> None:
    slug = "fifo-groups"
    found = result(slug)
    blocked = series(found, "orders", "MessageGroupsBlocked")
    assert sum(blocked) == max(blocked) * 3 * 60 == 180
    assert total(found, "orders", "dead_lettered") == total(found, "orders-dlq", "visible") == 1
    assert latency(found, "orders", "p95") < 1 < 60 < latency(found, "orders", "p99")
    assert total(found, "orders", "visible") < 5
    once = result(slug, orders__redrive__max_receive_count=1)
    assert sum(series(once, "orders", "MessageGroupsBlocked")) == 60
    one = result(slug, shop__keys__uniform__count=1)
    assert latency(one, "orders", "p50") > 30
    assert total(one, "orders", "dead_lettered") > 1
    assert max(series(one, "worker", "ConcurrentExecutions")) == 1


def test_fifo_hot_group() -> None:
    slug = "fifo-hot-group"
    found = result(slug)
    backlog = series(found, "entries", "ApproximateNumberOfMessagesVisible")
    assert 5 < (backlog[-1] - backlog[60]) / (len(backlog) - 61) < 8  # 17 a second less about 10.5
    assert latency(found, "entries", "p50") < 2
    assert max(series(found, "entries", "ApproximateAgeOfOldestMessage")) > 200
    assert max(series(found, "ledger", "ConcurrentExecutions")) < 100
    even = result(slug, accounts__keys__zipf__exponent=0.5)
    assert max(series(even, "entries", "ApproximateNumberOfMessagesVisible")) < 100
    normal = result(slug, entries__fifo__high_throughput=False)
    assert total(normal, "entries", "sends_refused") == 0  # 100 of 300 calls a second
