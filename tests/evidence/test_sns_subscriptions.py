"""Subscriptions of a topic: filter policies, deliveries that fail, dead-letter queues."""

import pytest

from simcore import load_scenario, run
from simcore.component import Graph
from simcore.scenario import check, knobs
from simcore.scenario.build import load_of

PROVES = ("simcore/services/sns/topic.py",)

PUBLISHED = 1_000
HEAD = {"format": "windtunnel.scenario/1", "id": "news", "title": "Who gets it?", "duration": 20}
FUNCTION = {"type": "function", "duration": "10 ms"}


def document(*subscriptions, **components):
    return {
        **HEAD,
        "components": {
            "site": {
                "type": "client",
                "target": "news",
                "arrivals": {"constant": {"rate": 100}},
                "limit": PUBLISHED,
            },
            "news": {"type": "topic", "subscriptions": list(subscriptions)},
            **components,
        },
    }


def counters(*subscriptions, **components):
    return run(load_scenario(document(*subscriptions, **components))).as_dict()["counters"]


def test_a_subscriber_without_permission_loses_its_messages_at_once():
    """Amazon SNS guide, sns-dead-letter-queues: a client-side error has no retry."""
    functions = dict.fromkeys("abc", FUNCTION)
    subscriptions = [{"target": name, "delivery_fails": name == "c"} for name in "abc"]
    found = counters(*subscriptions, **functions)
    assert found["news"]["published"] == 1_000
    assert found["news"]["notified"] == 2_000
    assert found["news"]["failed"] == 1_000
    assert found["news"]["redriven"] == 0
    received = [found[name].get("async_received", 0) for name in "abc"]
    assert received == [1_000, 1_000, 0]


def test_a_dead_letter_queue_of_the_subscription_gets_them():
    queues = {name: {"type": "queue"} for name in ("orders", "dead")}
    failing = {"target": "orders", "delivery_fails": True, "dead_letter_queue": "dead"}
    found = counters(failing, **queues)
    assert found["orders"]["sent"] == 0
    assert found["dead"]["visible"] == found["news"]["redriven"] == 1_000


def test_a_filter_policy_accepts_its_share():
    """A binomial count: 1,000 messages at 30 %, within four standard deviations (14.5)."""
    found = counters({"target": "orders", "matching": "30 %"}, orders={"type": "queue"})
    assert found["news"]["notified"] + found["news"]["filtered_out"] == 1_000
    assert found["orders"]["sent"] == found["news"]["notified"]
    assert found["orders"]["sent"] == pytest.approx(300, abs=58)


def test_a_wider_filter_accepts_what_a_narrower_one_does():
    """Turning the knob adds messages and reshuffles none: common random numbers."""
    queues = {name: {"type": "queue"} for name in ("few", "many")}
    narrow = {"target": "few", "matching": "20 %"}
    alone = counters(narrow, few={"type": "queue"})["few"]["sent"]
    both = counters(narrow, {"target": "many", "matching": "60 %"}, **queues)
    assert both["few"]["sent"] == alone < both["many"]["sent"]


@pytest.mark.parametrize("matching", [0, 1])
def test_nothing_and_everything_are_exact(matching):
    found = counters({"target": "orders", "matching": matching}, orders={"type": "queue"})
    assert found["orders"]["sent"] == matching * 1_000


def test_every_message_is_accounted_for_by_every_subscription():
    queues = {name: {"type": "queue"} for name in ("a", "b", "dead")}
    found = counters(
        {"target": "a", "matching": "50 %"},
        {"target": "b", "delivery_fails": True, "dead_letter_queue": "dead"},
        {"target": "a", "matching": "10 %", "delivery_fails": True},
        **queues,
    )["news"]
    assert found["notified"] + found["filtered_out"] + found["failed"] == 3 * found["published"]
    assert found["redriven"] == 1_000


def test_what_is_expected_behind_a_subscription_is_what_it_passes_on():
    subscriptions = (
        {"target": "a", "matching": "25 %"},
        {"target": "b", "delivery_fails": True, "dead_letter_queue": "dead"},
    )
    queues = {name: {"type": "queue"} for name in ("a", "b", "dead")}
    scenario = load_scenario(document(*subscriptions, **queues)).with_defaults()
    load = load_of(scenario, Graph(scenario.components))
    assert [load.at(name) for name in ("a", "b", "dead")] == [250, 0, 1_000]


def test_each_subscription_has_knobs():
    scenario = load_scenario(document({"target": "a"}, {"target": "a"}, a={"type": "queue"}))
    paths = {row["path"] for row in knobs(scenario) if row["component"] == "news"}
    parts = ("matching", "delivery_fails", "server_error_rate")
    wanted = {f"components.news.subscriptions.{n}.{part}" for n in (0, 1) for part in parts}
    wanted.add("components.news.publish_quota")
    assert paths == wanted


def test_a_subscription_is_overridden_by_its_number():
    scenario = load_scenario(document({"target": "a"}, a={"type": "queue"}))
    result = run(scenario, overrides={"news.subscriptions.0.matching": 0}).as_dict()
    assert result["counters"]["a"]["sent"] == 0


@pytest.mark.parametrize(
    ("subscription", "path", "id"),
    [
        ({"target": "nobody"}, "target", "reference.unknown"),
        ({"target": "site"}, "target", "reference.wrong-type"),
        (
            {"target": "a", "dead_letter_queue": "worker"},
            "dead_letter_queue",
            "reference.wrong-type",
        ),
    ],
)
def test_ends_of_a_subscription_are_checked(subscription, path, id):
    findings = check(document(subscription, a={"type": "queue"}, worker=FUNCTION))
    assert (id, f"components.news.subscriptions.0.{path}") in [(c.id, c.path) for c in findings]
