"""When SNS tries again, what it gives up, and what it refuses: by hand, from AWS's tables."""

from itertools import pairwise

import pytest

from simcore import load_scenario, run
from simcore.services.sns.retries import Phases
from simcore.services.sns.spec import DeliveryPolicy, retries_of

PROVES = (
    "simcore/services/sns/retries.py",
    "simcore/services/sns/detailed/topic.py",
    "simcore/services/endpoint/endpoint.py",
    "simcore/roles/redelivery.py",
)

HEAD = {"format": "windtunnel.scenario/1", "id": "news", "title": "When is it tried again?"}
QUEUE = {"type": "queue"}
MANAGED = Phases(3, 2, 1.0, 10, 100_000, 20.0)


def document(topic, duration, rate=100, limit=None, region="us-east-1", **components):
    client = {"type": "client", "target": "news", "arrivals": {"constant": {"rate": rate}}}
    if limit:
        client["limit"] = limit
    topics = {"site": client, "news": {"type": "topic", **topic}}
    return {**HEAD, "duration": duration, "region": region, "components": topics | components}


def outcome(topic, duration, **more):
    return run(load_scenario(document(topic, duration, **more))).as_dict()


def waits(phases):
    return [phases.wait_s(n, 0.5) for n in range(1, phases.retries + 1)]


def test_an_endpoint_of_aws_is_tried_for_23_days():
    """sns-message-delivery-retries, 2026: 3 at once, 2 a second apart, 10 from
    1 to 20 s, 100,000 every 20 s: 100,015 in 2,000,070 s."""
    found = waits(MANAGED)
    assert len(found) == 100_015
    assert found[:6] == [0, 0, 0, 1, 1, 1]
    assert found[14] == found[15] == 20
    assert all(a <= b for a, b in pairwise(found))
    assert sum(found) == pytest.approx(2_000_070, abs=1)
    assert MANAGED.wait_s(100_016, 0.5) is None


def test_an_endpoint_of_a_customer_is_tried_for_six_hours():
    """sns-message-delivery-retries: 2 retries after 10 s, 10 from 10 to 600 s, 38 every 600 s: 50
    in > 6 h."""
    found = waits(Phases(0, 2, 10.0, 10, 38, 600.0))
    assert len(found) == 50
    assert sum(found) / 3_600 == pytest.approx(6.79, abs=0.01)


def test_what_is_left_of_a_delivery_policy_is_its_back_off_phase():
    """20 retries, 2 at once, 3 after 5 s, 5 after 40 s: 10 tries from 5 to 40 s."""
    policy = DeliveryPolicy(
        num_retries=20,
        num_no_delay_retries=2,
        num_min_delay_retries=3,
        min_delay_target=5,
        num_max_delay_retries=5,
        max_delay_target=40,
        backoff_function="arithmetic",
    )
    found = waits(retries_of(policy))
    assert (found[:2], sum(found[2:5]), sum(found[15:])) == ([0, 0], 15, 200)
    back_off = found[5:15]
    assert (len(back_off), back_off[0], back_off[-1]) == (10, 5, 40)
    steps = [b - a for a, b in pairwise(back_off)]
    assert steps == sorted(steps)


def test_the_functions_of_the_back_off_grow_one_faster_than_the_other():
    """Between the same ends: a straight line is above each curve."""
    by_name = {}
    for name in ("linear", "arithmetic", "geometric", "exponential"):
        policy = DeliveryPolicy(
            num_retries=5, min_delay_target=1, max_delay_target=16, backoff_function=name
        )
        by_name[name] = waits(retries_of(policy))
    assert by_name["linear"] == pytest.approx([1, 4.75, 8.5, 12.25, 16])
    assert by_name["arithmetic"] == pytest.approx([1, 2.5, 5.5, 10, 16])
    assert by_name["geometric"] == pytest.approx([1, 2, 4, 8, 16])
    assert by_name["exponential"] == pytest.approx([1, 2, 4, 8, 16])


def test_an_outage_of_a_subscriber_loses_nothing_and_the_others_do_not_notice():
    """One message, down until 30 s: four attempts at once, two a second apart, then the back-off:
    1, 1.4, 1.9, 2.7, 3.8, 5.3 and 7.4 s are 23.5 s, and the next wait, of 10.3 s, ends at 35.8 s,
    give or take the jitter (5 % of each wait)."""
    down = {"target": "orders", "server_error_rate": 1}
    topic = {"subscriptions": [down, {"target": "audit"}]}
    said = document(topic, 60, rate=1, limit=1, orders=QUEUE, audit=QUEUE)
    values = {"news.subscriptions.0.server_error_rate": 0}
    said["interventions"] = [{"action": "set", "at": 30, "values": values}]
    found = run(load_scenario(said)).as_dict()
    sent = {id: found["series"][id]["NumberOfMessagesSent"] for id in ("orders", "audit")}
    assert [t for t, n in enumerate(sent["audit"]) if n] == [0]
    ((came, once),) = [(t, n) for t, n in enumerate(sent["orders"]) if n]
    assert came == pytest.approx(35.8, abs=1.8)
    assert once == 1
    assert found["counters"]["news"]["attempts_failed"] == 4 + 2 + 7
    assert found["counters"]["news"]["notifications_given_up"] == 0


def test_an_http_endpoint_that_is_down_is_tried_four_times_and_each_counts():
    """sns-message-delivery-retries: 3 retries 20 s apart; of HTTP each attempt counts."""
    topic = {"subscriptions": [{"target": "hook", "dead_letter_queue": "dead"}]}
    hook = {"type": "endpoint", "error_rate": 1}
    found = outcome(topic, 80, limit=50, hook=hook, dead=QUEUE)["counters"]
    assert found["hook"]["endpoint_requests"] == 4 * 50
    assert found["news"]["failed"] == 4 * 50
    assert found["news"]["notifications_given_up"] == found["dead"]["visible"] == 50


def test_publish_has_a_quota_of_its_own_in_each_region():
    """AWS General Reference, SNS (2025): messages are counted; 9,000 a second in eu-west-1, of
    12,000 a second the first second's worth at once and then 9,000: 12,000 x 2 -
    (9,000 + 9,000 x 2) refused."""
    topic = {"publish_quota": True, "subscribers": ["orders"]}
    quotas = {"sns.publish_per_second": 90}
    said = document(topic, 3, rate=120, limit=240, orders=QUEUE) | {"quotas": quotas}
    found = run(load_scenario(said)).as_dict()["counters"]
    assert found["news"]["publishes_refused"] == pytest.approx(0, abs=1)
    said = document(topic, 10, rate=120, orders=QUEUE) | {"quotas": quotas}
    found = run(load_scenario(said)).as_dict()["counters"]
    assert found["news"]["published"] == pytest.approx(90 + 90 * 10, abs=2)
    assert found["news"]["publishes_refused"] == pytest.approx(1_200 - 990, abs=2)


def test_a_fifo_topic_keeps_the_order_of_a_group_whatever_fails():
    """SNS Developer Guide, FIFO topics: order per group and per subscriber. Half of the attempts
    fail; the queue gets all messages, and nothing of a group overtakes: with one group it waits
    as one line."""
    topic = {"fifo": {}, "subscriptions": [{"target": "orders", "server_error_rate": 0.5}]}
    fifo = {"type": "queue", "fifo": {}}
    found = outcome(topic, 300, rate=2, limit=200, orders=fifo)["counters"]
    assert found["orders"]["sent"] == found["news"]["notified"] == 200
    assert found["news"]["attempts_failed"] == pytest.approx(200, abs=4 * 20)


def test_a_fifo_topic_takes_3000_a_second_and_a_group_300():
    """AWS General Reference, SNS (2025): 3,000 messages a second a topic, or 300 a message group.

    A second's worth may be used at once, so of 9,000 messages in one second 6,000 are taken.
    """
    said = document({"fifo": {"throughput_scope": "MessageGroup"}}, 10, rate=400)
    said["components"]["site"]["keys"] = {"uniform": {"count": 1}}
    found = run(load_scenario(said)).as_dict()["counters"]["news"]
    assert found["published"] == pytest.approx(300 + 300 * 10, abs=2)
    topic = outcome({"fifo": {}}, 1, rate=9_000)["counters"]["news"]
    assert topic["published"] == pytest.approx(3_000 + 3_000, abs=2)
    assert topic["publishes_refused"] == pytest.approx(9_000 - 6_000, abs=2)
