"""EventBridge Scheduler: how many a second, in which window, how often again."""

import pytest

from simcore import load_scenario, run
from simcore.scenario import check

PROVES = (
    "simcore/services/scheduler/scheduler.py",
    "simcore/roles/pushing.py",
    "simcore/roles/redelivery.py",
)

QUEUE = {"type": "queue"}


def document(*schedules, duration=60, region="us-east-1", quotas=None, **components):
    return {
        "format": "windtunnel.scenario/1",
        "id": "clock",
        "title": "When is it invoked?",
        "duration": duration,
        "region": region,
        "quotas": quotas or {},
        "components": {
            "clock": {"type": "scheduler", "schedules": list(schedules)},
            "jobs": QUEUE,
            **components,
        },
    }


def outcome(*schedules, **more):
    return run(load_scenario(document(*schedules, **more))).as_dict()


def seconds(found):
    """In which seconds the target was invoked, and how often."""
    return {t: n for t, n in enumerate(found["series"]["clock"]["TargetsInvoked"]) if n}


@pytest.mark.parametrize(
    ("region", "per_s", "last"), [("us-east-1", 1_000, 5), ("eu-north-1", 500, 10)]
)
def test_what_is_due_at_once_is_invoked_at_the_regions_pace(region, per_s, last):
    """scheduler-quotas, 2026: 5,000 schedules for the same second: the last is
    invoked 5 s later, in eu-north-1 10 s."""
    at = {"expression": "at(2026-01-01T00:00:10)", "count": 5_000, "target": "jobs"}
    found = outcome(at, duration=25, region=region)
    assert sum(seconds(found).values()) == found["counters"]["jobs"]["sent"] == 5_000
    assert seconds(found)[12] == pytest.approx(per_s, abs=2)
    assert max(seconds(found)) == 10 + last - 1
    assert found["counters"]["clock"]["invocations_delayed"] == pytest.approx(5_000, abs=15)


def test_a_flexible_window_spreads_them_and_nothing_is_delayed():
    """3,000 in a window of five minutes: 10 a second, no burst, and none behind its end."""
    at = {"expression": "at(2026-01-01T00:01:00)", "count": 3_000, "target": "jobs"}
    found = outcome({**at, "flexible_window": "5 min"}, duration="7 min")
    assert min(seconds(found)) == 60
    assert max(seconds(found)) <= 360
    assert max(seconds(found).values()) < 30
    assert found["counters"]["clock"]["invocations_delayed"] <= 10
    assert found["counters"]["jobs"]["sent"] == 3_000


def test_a_rate_and_a_cron_come_to_their_times():
    """Every two minutes, and at minutes 5 and 10 of each hour, until 15 minutes are over."""
    rate = {"expression": "rate(2 minutes)", "target": "jobs"}
    cron = {"expression": "cron(5,10 * * * ? *)", "target": "jobs"}
    found = outcome(rate, cron, duration="15 min")
    expected = [120, 240, 300, 360, 480, 600, 600, 720, 840]
    assert sorted(t for t, n in seconds(found).items() for _ in range(n)) == expected


def test_a_target_that_is_down_is_tried_within_its_policy():
    """RetryPolicy: two retries are three attempts, then the dead-letter queue."""
    failing = {
        "expression": "rate(1 minute)",
        "count": 10,
        "target": "jobs",
        "server_error_rate": 1,
        "maximum_retry_attempts": 2,
        "dead_letter_queue": "dead",
    }
    denied = {"expression": "rate(1 minute)", "target": "jobs", "delivery_fails": True}
    clock = outcome(failing, denied, duration=90, dead=QUEUE)["counters"]["clock"]
    assert clock["target_errors"] == 3 * 10
    assert clock["invocation_attempts"] == 3 * 10 + 1
    assert clock["invocations_dropped.MaximumRetryAttempts"] == clock["sent_to_dlq"] == 10
    assert clock["invocations_dropped.NO_PERMISSIONS"] == 1
    assert clock["targets_invoked"] == 0


def test_what_is_no_schedule_is_said():
    half = {"expression": "rate(1 minute)", "target": "jobs", "flexible_window": "90 s"}
    wrong = {"expression": "every minute", "target": "jobs"}
    for schedule, path in ((half, "schedules.0"), (wrong, "schedules.0.expression")):
        assert f"components.clock.{path}" in [c.path for c in check(document(schedule))]
