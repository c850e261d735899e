"""Fair queues: which tenant is noisy, who is received first, when it is over."""

import pytest

from simcore import load_scenario, run
from simcore.engine.environment import Environment
from simcore.scenario import check
from simcore.services.sqs.fair import Fairness, FairQueue
from simcore.services.sqs.fair.tenants import TenantMessage, Tenants
from simcore.services.sqs.settings import QueueSettings

PROVES = (
    "simcore/services/sqs/fair/queue.py",
    "simcore/services/sqs/fair/tenants.py",
    "simcore/services/sqs/fair/line.py",
)

AWS = Fairness(0.1, 30, 0.1, 60.0, 300.0)
BY_NUMBER = Fairness(0.1, 30, 1.0, 60.0, 300.0)
"""Without the rule of the consumers' time."""


def in_flight(tenants, key, n, now=0.0):
    tenant = tenants.of(key)
    for _ in range(n):
        tenants.received(now, tenant)
    return tenant


def test_a_tenth_of_all_in_flight_and_thirty_make_a_tenant_noisy():
    """sqs-fair-queues-detailed, 2026: 41 of 400 are 10.25 %: noisy; 25 of 200 are
    12.5 % and not thirty: not noisy; 40 of 400 are not more than a tenth."""
    for mine, all_, noisy in ((41, 400, True), (25, 200, False), (40, 400, False), (30, 299, True)):
        tenants = Tenants(BY_NUMBER)
        in_flight(tenants, 2, all_ - mine)
        assert tenants.becomes_noisy(0.0, in_flight(tenants, 1, mine)) is noisy


def test_a_tenth_of_the_consumers_recent_time_makes_a_tenant_noisy():
    """11 s of 101 are more than a tenth, 9 of 99 are not; two minutes later neither counts."""
    for seconds, noisy in ((11.0, True), (9.0, False)):
        tenants = Tenants(AWS)
        slow, other = in_flight(tenants, 1, 1), in_flight(tenants, 2, 1)
        for tenant, took in ((other, 90.0), (slow, seconds)):
            message = TenantMessage(0, 0.0, tenant)
            message.taken_at = 100.0 - took
            tenants.ended(100.0, message)
        assert tenants.becomes_noisy(100.0, slow) is noisy
        assert tenants.becomes_noisy(240.0, other) is False


def make_queue(env):
    settings = QueueSettings(30.0, 345_600.0, in_flight_max=120_000, receive_max=10)
    return FairQueue(env, "jobs", settings, BY_NUMBER)


def take(queue, now, most=10):
    return queue.receive(now, most)


def tenants_of(receipt):
    return [message.tenant.key for message in receipt.messages]


def test_quiet_tenants_go_first_and_a_noisy_one_gets_what_is_left():
    """sqs-fair-queues: 60 messages of tenant 1 come first, then one each of 2 and 3. Once 30 of
    tenant 1 are in flight the two others are received, and then tenant 1 again."""
    queue = make_queue(Environment())
    for _ in range(60):
        queue.put(0.0, 1, False)
    assert [tenants_of(take(queue, 0.0)) for _ in range(3)] == [[1] * 10] * 3
    queue.put(1.0, 2, False)
    queue.put(1.0, 3, False)
    assert tenants_of(take(queue, 1.0)) == [2, 3] + [1] * 8


def test_of_noisy_tenants_the_one_with_the_fewest_in_flight_goes_first():
    queue = make_queue(Environment())
    for key, n in ((1, 80), (2, 45)):
        for _ in range(n):
            queue.put(0.0, key, False)
    receipts = [take(queue, 0.0) for _ in range(11)]
    keys = [key for receipt in receipts for key in tenants_of(receipt)]
    # Tenant 1 is noisy with 30 in flight; then 30 of tenant 2 are received, which is noisy, too;
    # both have 30 and take turns until the last 15 of tenant 2.
    assert keys[:60] == [1] * 30 + [2] * 30
    turns = keys[60:90]
    assert abs(turns.count(1) - turns.count(2)) <= 1
    assert set(keys[90:]) == {1}


def test_a_tenant_is_quiet_again_when_nothing_of_it_waits():
    queue = make_queue(Environment())
    for _ in range(40):
        queue.put(0.0, 1, False)
    for _ in range(3):
        take(queue, 0.0)
    assert len(queue.tenants.noisy) == 1
    take(queue, 1.0)  # all are in flight
    queue.put(2.0, 1, False)
    queue.put(2.0, 2, False)
    assert tenants_of(take(queue, 2.0)) == [1, 2]
    assert not queue.tenants.noisy


def test_a_tenant_of_which_nothing_was_in_flight_for_five_minutes_is_quiet():
    env = Environment()
    queue = make_queue(env)
    for _ in range(60):
        queue.put(0.0, 1, False)
    receipts = [take(queue, 0.0) for _ in range(3)]
    env.run(until=1.0)
    for receipt in receipts:
        queue.delete(1.0, receipt)
    tenants = queue.tenants
    assert tenants.become_quiet(300.9) == []
    assert [tenant.key for tenant in tenants.become_quiet(301.0)] == [1]


def document(**more):
    return {
        "format": "windtunnel.scenario/1",
        "id": "fair",
        "title": "Who waits?",
        "duration": 40,
        **more,
        "components": {
            "tenants": {
                "type": "client", "target": "jobs", "arrivals": {"constant": {"rate": 10}},
                "keys": {"uniform": {"count": 10}},
            },
            "loud": {
                "type": "client", "target": "jobs", "keys": {"uniform": {"count": 1}},
                "arrivals": {"burst": {"rate": 0, "count": 600, "at": 5, "for": 1}},
            },
            "jobs": {"type": "queue", "fair": True, "visibility_timeout": 60},
            "poll": {
                "type": "event_source_mapping", "source": "jobs", "function": "worker",
                "batch_size": 1, "maximum_concurrency": 30,
            },
            "worker": {"type": "function", "duration": 1, "timeout": 10},
        },
    }  # fmt: skip


def test_only_the_noisy_tenant_waits_and_the_queue_takes_no_longer():
    """600 messages at once and 30 a second: of the other 9 of 10 a second that come none waits
    longer than for a place, while the burst takes 600 / (30 - 9) = 28.6 s."""
    fair = run(load_scenario(document())).as_dict()
    plain = run(load_scenario(document()), overrides={"jobs.fair": False}).as_dict()
    assert fair["counters"]["jobs"]["deleted"] == pytest.approx(
        plain["counters"]["jobs"]["deleted"], abs=3
    )
    oldest = fair["series"]["jobs"]["ApproximateAgeOfOldestMessageInQuietGroups"]
    assert max(oldest[10:30]) < 1.0
    assert max(plain["series"]["jobs"]["ApproximateAgeOfOldestMessage"]) > 15
    noisy = fair["series"]["jobs"]["ApproximateNumberOfNoisyGroups"]
    assert set(noisy[10:30]) == {1}


def test_there_were_none_before_july_2025_and_no_fifo_queue_is_one():
    assert "quota.not-offered" in [c.id for c in check(document(profile="aws-2022"))]
    both = document()
    both["components"]["jobs"]["fifo"] = {}
    assert "queue.fair-fifo" in [c.id for c in check(both)]
