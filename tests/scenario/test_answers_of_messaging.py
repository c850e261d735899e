"""What the shipped scenarios about topics, buses and fair queues claim is what happens."""

from tests.scenario.answers import result, series, total

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
