"""What the shipped scenarios about topics, buses and fair queues claim is what happens."""

from tests.scenario.answers import latency, result, series, total

VISIBLE = "ApproximateNumberOfMessagesVisible"
OLDEST = "ApproximateAgeOfOldestMessage"


def drained(found):
    """From when on fewer than fifty wait, seconds after the burst."""
    return max(t for t, n in enumerate(series(found, "jobs", VISIBLE)) if n > 50) - 60


def test_noisy_tenant() -> None:
    fair, plain = result("noisy-tenant"), result("noisy-tenant", **{"jobs.fair": False})
    assert max(series(fair, "jobs", f"{OLDEST}InQuietGroups")) < 2
    assert 100 < max(series(fair, "jobs", OLDEST)) < 112
    assert 58 < max(series(plain, "jobs", OLDEST)) < 68
    assert 100 < drained(fair) < 120
    assert abs(drained(fair) - drained(plain)) <= 2
    noisy = series(fair, "jobs", "ApproximateNumberOfNoisyGroups")
    assert set(noisy[66:160]) == {1}
    few = result("noisy-tenant", **{"customers.keys.uniform.count": 5})
    assert max(series(few, "jobs", "ApproximateNumberOfNoisyGroups")) > 1


def test_fan_out() -> None:
    found = result("fan-out")
    assert (
        total(found, "warehouse", "sent") == total(found, "statistics", "async_received") == 6_000
    )
    assert 1_190 < total(found, "news", "notifications_given_up") < 1_210
    assert 7_150 < total(found, "news", "failed") < 7_250
    assert total(found, "partner", "endpoint_accepted") == 6_000 - total(
        found, "news", "notifications_given_up"
    )
    retries = "news.subscriptions.1.delivery_policy.num_retries"
    patient = result("fan-out", **{retries: 10})
    assert total(patient, "news", "notifications_given_up") == 0
    assert total(patient, "partner", "endpoint_accepted") == 6_000


def test_same_order_twice() -> None:
    slug, batch = "same-order-twice", "search-to-index.batch_size"
    found = result(slug)
    assert 400 < max(series(found, "search", VISIBLE)) < 440
    assert 132 < max(series(found, "search", OLDEST)) < 146
    assert max(series(found, "catalogue", VISIBLE)) < 10
    assert max(series(result(slug, **{batch: 10}), "search", VISIBLE)) < 20
    wide = result(slug, **{"index.reserved_concurrency": 500})
    assert max(series(wide, "search", OLDEST)) == max(series(found, "search", OLDEST))
    few = result(slug, **{"shop.keys.uniform.count": 5})
    assert total(few, "search", "visible") > 2_000


def sent_after(found):
    """When the last reminder was sent, seconds after all were due."""
    deleted = series(found, "reminders", "NumberOfMessagesDeleted")
    return max(t for t, n in enumerate(deleted) if n) + 1 - 60


def test_reminders_all_at_once() -> None:
    slug, batch = "reminders-all-at-once", "reminders-to-mailer.batch_size"
    found = result(slug)
    on_the_bus = series(found, "events", "EventsReceived")
    assert max(on_the_bus) <= 1_010
    assert [t for t, n in enumerate(on_the_bus) if n] == [60, 61, 62, 63, 64]
    assert abs(sent_after(found) - (50 + 3)) <= 2
    assert total(found, "mailer", "billed_duration_ms") == 500 * 2_000
    written = series(found, "archive", "DeliveryToS3.Records")
    assert {t: n for t, n in enumerate(written) if n} == {120: 5_000}

    assert abs(sent_after(result(slug, **{batch: 1})) - 250 * 1.18) <= 5
    assert abs(sent_after(result(slug, **{batch: 100})) - 33) <= 3
    assert total(result(slug, **{batch: 1_000}), "reminders", "deleted") == 0

    spread = result(slug, **{"clock.schedules.0.flexible_window": 180})
    assert total(spread, "clock", "invocations_delayed") == 0
    assert 1.5 < latency(spread, "reminders", "p50") < 2.5
    assert sent_after(spread) > 180
