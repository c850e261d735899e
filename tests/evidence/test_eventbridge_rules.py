"""Rules of an EventBridge bus: quotas, retries, dead-letter queues, schedules."""

import pytest

from simcore import load_scenario, run
from simcore.roles.redelivery import Backoff

PROVES = (
    "simcore/services/eventbridge/rules.py",
    "simcore/roles/redelivery.py",
    "simcore/roles/pace.py",
)

HEAD = {"format": "windtunnel.scenario/1", "id": "events", "title": "Which targets get it?"}
QUEUE = {"type": "queue"}


def outcome(bus, duration, rate=100, limit=None, quotas=None, region="us-east-1", **components):
    client = {"type": "client", "target": "bus", "arrivals": {"constant": {"rate": rate}}}
    if limit:
        client["limit"] = limit
    parts = {"site": client, "bus": {"type": "bus", **bus}, **components}
    head = {**HEAD, "duration": duration, "region": region, "quotas": quotas or {}}
    return run(load_scenario({**head, "components": parts})).as_dict()


def rule(*targets, **more):
    return {"targets": [{"target": t} if isinstance(t, str) else t for t in targets], **more}


def last_with_work(found):
    """The second in which the last target was invoked."""
    return max(t for t, n in enumerate(found["series"]["bus"]["Invocations"]) if n)


def test_invocations_above_the_quota_are_delayed_and_none_is_lost():
    """eb-quota, 2026, all of it a hundredth: 200 events a second for 10 s at two
    targets are 4,000 invocations; at 187 a second (of 187.5) the last is made at 21.4 s."""
    quotas = {"eventbridge.invocations_per_second": 187}
    rules = [rule("a", "b")]
    found = outcome({"rules": rules}, 30, 200, 2_000, quotas, a=QUEUE, b=QUEUE)
    assert found["counters"]["bus"]["targets_invoked"] == 4_000
    assert found["counters"]["a"]["sent"] == found["counters"]["b"]["sent"] == 2_000
    assert sum(found["series"]["bus"]["ThrottledRules"]) > 0
    assert last_with_work(found) == 21


def test_the_quota_is_that_of_all_buses_together():
    two = {"rules": [rule("a")]}
    quotas = {"eventbridge.invocations_per_second": 100}
    other = {"type": "client", "target": "more", "arrivals": {"constant": {"rate": 100}}}
    found = outcome(
        two, 40, rate=100, limit=1_000, quotas=quotas, a=QUEUE,
        other={**other, "limit": 1_000}, more={"type": "bus", **two},
    )  # fmt: skip
    assert last_with_work(found) == 19  # 2,000 at 100 a second


@pytest.mark.parametrize(("entries", "refused"), [(1, 10_000), (10, 0)])
def test_put_events_is_counted_in_requests(entries, refused):
    """eb-quota, 2026, a tenth: of 2,000 entries a second 1,000 are refused in every second once the
    first second's worth is used up; with ten entries a request it is 200 requests a second."""
    quotas = {"eventbridge.put_events_per_second": 1_000}
    bus = {"entries_per_request": entries, "rules": [rule("a")]}
    found = outcome(bus, 11, rate=2_000, quotas=quotas, a=QUEUE)
    by_second = found["series"]["bus"]["EventsRefused"]
    assert sum(by_second[1:]) == pytest.approx(refused, abs=12)
    put = found["counters"]["bus"]
    assert put["received"] + put["events_refused"] == found["counters"]["site"]["requests"]


@pytest.mark.parametrize(("first", "second", "refused"), [(10, 1, 50), (1, 10, 0), (5, 2, 0)])
def test_each_bus_has_its_own_requests_of_the_account(first, second, refused):
    """100 requests a second; the first bus gets 10 events a second, the second 150: with an entry
    a request 50 or 51 of them are refused, with two they are 75 requests and none is."""
    quotas = {"eventbridge.put_events_per_second": 100}
    more = {"type": "client", "target": "other", "arrivals": {"constant": {"rate": 150}}}
    of = {"rules": [rule("a")]}
    found = outcome(
        {"entries_per_request": first, **of}, 11, rate=10, quotas=quotas, a=QUEUE, more=more,
        other={"type": "bus", "entries_per_request": second, **of},
    )  # fmt: skip
    by_second = found["series"]["other"]["EventsRefused"]
    assert sum(by_second[3:]) == pytest.approx(8 * refused, abs=8)


def test_a_target_that_fails_for_ever_is_tried_as_often_as_its_policy_says():
    """eb-rule-dlq: 3 retries and 3,600 s: four attempts, then the dead-letter queue,
    exhausted by MaximumRetryAttempts."""
    failing = {
        "target": "a",
        "server_error_rate": 1,
        "maximum_retry_attempts": 3,
        "maximum_event_age": 3_600,
        "dead_letter_queue": "dead",
    }
    found = outcome({"rules": [rule(failing)]}, 30, limit=100, a=QUEUE, dead=QUEUE)
    bus = found["counters"]["bus"]
    assert bus["invocation_attempts_failed"] == 4 * 100
    assert bus["target_invocations_failed.MaximumRetryAttempts"] == bus["sent_to_dlq"] == 100
    assert found["counters"]["dead"]["visible"] == 100
    assert found["counters"]["a"]["sent"] == 0


def test_an_event_grows_too_old_first_where_its_policy_says_so():
    """G20: whichever comes first. Waits of 0 to 1, 2, 4, 8, 16, 32 ... s pass a minute long before
    there have been 185 retries."""
    failing = {"target": "a", "server_error_rate": 1, "maximum_event_age": 60}
    bus = outcome({"rules": [rule(failing)]}, 70, limit=100, a=QUEUE)["counters"]["bus"]
    assert bus["target_invocations_failed.MaximumEventAgeInSeconds"] == 100
    assert bus["invocation_attempts_failed"] < 100 * 30


def test_185_retries_fit_into_24_hours():
    """eb-rule-retry-policy: 24 hours and 185 attempts. With full jitter the waits are half as long
    on average: (1 + 2 + ... + 512) / 2 and 175 times 300 s are 14.7 hours."""
    waits = Backoff(185, 86_400.0, 1.0, 600.0)
    mean_s = sum(waits.wait_s(n, 0.5) for n in range(1, 186))
    assert mean_s / 3_600 == pytest.approx((1_023 / 2 + 175 * 300) / 3_600)
    assert waits.wait_s(186, 0.5) is None


def test_a_missing_permission_is_not_tried_again():
    """eb-rule-dlq: NO_PERMISSIONS goes to the dead-letter queue at once, or is lost."""
    denied = {"target": "a", "delivery_fails": True}
    rules = [rule({**denied, "dead_letter_queue": "dead"}), rule(denied)]
    found = outcome({"rules": rules}, 20, limit=500, a=QUEUE, dead=QUEUE)["counters"]
    assert found["bus"]["target_invocations_failed.NO_PERMISSIONS"] == 1_000
    assert found["bus"]["invocation_attempts_failed"] == 0
    assert found["bus"]["sent_to_dlq"] == found["dead"]["visible"] == 500


def test_an_api_destination_gets_300_a_second():
    """eb-quota: 300 invocations a second each, then they are delayed: 1,000 at once take 3.3 s."""
    found = outcome(
        {"rules": [rule("hook")]}, 8, rate=1_000, limit=1_000, hook={"type": "endpoint"}
    )
    assert found["series"]["hook"]["EndpointRequests"][:4] == pytest.approx(
        [300, 300, 300, 100], abs=4
    )


def test_a_schedule_starts_its_rule_and_every_target_of_it():
    """eb-create-rule-schedule: every minute for ten minutes, at two targets."""
    found = outcome({"rules": [rule("a", "b", schedule="rate(1 minute)")]}, 601, limit=1, a=QUEUE,
                    b=QUEUE)  # fmt: skip
    assert found["counters"]["bus"]["rules_triggered"] == 10
    assert found["counters"]["a"]["sent"] == found["counters"]["b"]["sent"] == 10
