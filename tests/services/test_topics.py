"""Topics of which more is said: filters by class, sizes, FIFO topics, and who may subscribe."""

import pytest

from simcore import load_scenario, run
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.errors import RetuneError
from simcore.roles.event import Event
from simcore.roles.redelivery import OrderedRedelivery, Target
from simcore.scenario import check
from simcore.services.sns.retries import Phases
from tests.component.test_retune import changed, half_way, told

HEAD = {"format": "windtunnel.scenario/1", "id": "news", "title": "Who gets it?", "duration": 20}
QUEUE, FIFO = {"type": "queue"}, {"type": "queue", "fifo": {}}
FUNCTION = {"type": "function", "duration": "10 ms"}
CLASSES = {"order": "60 %", "refund": "30 %"}


def document(topic, client=None, profile="aws-2026", **components):
    sends = {"type": "client", "target": "news", "arrivals": {"constant": {"rate": 100}}}
    parts = {
        "site": {**sends, "limit": 1_000, **(client or {})},
        "news": {"type": "topic", **topic},
    }
    return {**HEAD, "profile": profile, "components": parts | components}


def counters(topic, client=None, **components):
    return run(load_scenario(document(topic, client, **components))).as_dict()["counters"]


def test_filters_by_class_are_independent_of_each_other():
    """60 % orders and 30 % refunds: who wants the one gets nothing of the other."""
    wanted = {"a": ["order"], "b": ["refund"], "c": ["order", "refund"]}
    topic = {
        "message_classes": CLASSES,
        "subscriptions": [{"target": id, "classes": names} for id, names in wanted.items()],
    }
    found = counters(topic, **dict.fromkeys(wanted, QUEUE))
    sent = {id: found[id]["sent"] for id in wanted}
    assert sent["a"] == pytest.approx(600, abs=62)
    assert sent["b"] == pytest.approx(300, abs=58)
    assert sent["c"] == sent["a"] + sent["b"]


def test_filtered_out_is_counted_by_its_cause():
    """4 of 10 messages have no attributes and 2 of 10 no JSON; the rest is of a class or not."""
    on_body = {"target": "b", "classes": ["order"], "filter_policy_scope": "MessageBody"}
    topic = {
        "message_classes": CLASSES,
        "without_attributes": "40 %",
        "invalid_body": "20 %",
        "subscriptions": [{"target": "a", "classes": ["order"]}, on_body],
    }
    found = run(load_scenario(document(topic, a=QUEUE, b=QUEUE))).as_dict()
    news = found["series"]["news"]
    causes = ("MessageAttributes", "MessageBody", "NoMessageAttributes", "InvalidMessageBody")
    by_cause = {c: sum(news[f"NumberOfNotificationsFilteredOut-{c}"]) for c in causes}
    assert by_cause["NoMessageAttributes"] == pytest.approx(400, abs=62)
    assert by_cause["MessageAttributes"] == pytest.approx(600 * 0.4, abs=58)
    assert by_cause["InvalidMessageBody"] == pytest.approx(200, abs=51)
    assert by_cause["MessageBody"] == pytest.approx(800 * 0.4, abs=60)
    assert sum(by_cause.values()) == found["counters"]["news"]["filtered_out"]


def test_a_message_sent_twice_to_a_fifo_topic_is_delivered_once():
    twice = {"keys": {"uniform": {"count": 3}}, "sent_again": {"rate": 1, "after": 2}}
    found = counters({"fifo": {}, "subscribers": ["a"]}, twice, a=FIFO)
    news = found["news"]
    assert (news["published"], news["publishes_deduplicated"]) == (1_000, 1_000)
    assert found["a"]["sent"] == 1_000


def test_a_large_message_is_charged_as_several():
    """200 KB are four units of 64 KB at 0.50 USD per million; over HTTP 0.60 USD per million."""
    large = {"message_size": "200 KB"}
    topic = {"subscribers": ["hook"], "publish_quota": True}
    found = run(load_scenario(document(topic, large, hook={"type": "endpoint"}))).as_dict()
    usd = {line["item"]: line["usd"] for line in found["cost"]["items"]}
    assert usd["messages"] == pytest.approx(4_000 * 0.50e-6)
    assert usd["HTTP deliveries"] == pytest.approx(1_000 * 0.60e-6)


class Refusing:
    """Refuses what comes before it opens; remembers the rest."""

    def __init__(self, opens):
        self.opens, self.events = opens, []

    def deliver(self, now, event):
        if now >= self.opens:
            self.events.append((event.key, event.bytes))
        return now >= self.opens


class Silent:
    def delivered(self, now, number, sent): ...
    def attempt_failed(self, now, number, sent): ...
    def given_up(self, now, number, sent, why): ...
    def dead_lettered(self, now, number, taken): ...


def test_what_is_tried_again_is_not_overtaken_by_its_group():
    env, taker = Environment(), Refusing(opens=5.0)
    target = Target(taker, Phases(0, 0, 2.0, 0, 10, 2.0))
    to = OrderedRedelivery(env, Silent(), 1, target, Stream(generator(1, "x"), uniform))
    for n in range(6):
        env.run(until=n + 0.5)
        to.deliver(env.now, Event(key=n % 2, bytes=n))
    assert taker.events == []
    assert to.waiting == 6
    env.run(until=60)
    assert [n for key, n in taker.events if key == 0] == [0, 2, 4]
    assert [n for key, n in taker.events if key == 1] == [1, 3, 5]
    assert to.waiting == 0


@pytest.mark.parametrize(
    ("topic", "more", "found"),
    [
        ({"fifo": {}, "subscribers": ["f"]}, {}, ("topic.fifo-subscriber", "subscribers.0")),
        (
            {"fifo": {}, "subscriptions": [{"target": "x", "dead_letter_queue": "q"}]},
            {},
            ("topic.fifo-subscriber", "subscriptions.0.dead_letter_queue"),
        ),
        (
            {"fifo": {}, "subscribers": ["q"]},
            {"profile": "aws-2022"},
            ("topic.fifo-subscriber", "subscribers.0"),
        ),
        ({"subscribers": ["x"]}, {}, ("queue.fifo-target", "subscribers.0")),
        (
            {"message_classes": CLASSES, "subscriptions": [{"target": "q", "classes": ["ordr"]}]},
            {},
            ("filter.unknown-class", "subscriptions.0.classes"),
        ),
        (
            {"publish_quota": True, "subscribers": ["q"]},
            {"client": {"message_size": "300 KB"}},
            ("topic.message-too-large", None),
        ),
        (
            {"maximum_message_size": 1_000_000, "subscribers": ["q"]},
            {"profile": "aws-2022"},
            ("quota.not-offered", "maximum_message_size"),
        ),
        (
            {"maximum_message_size": 1_000_000, "subscribers": ["q"] * 100, "subscriptions": [
                {"target": "q"}]},
            {},
            ("topic.too-many-subscriptions", "maximum_message_size"),
        ),
        (
            {"subscriptions": [{"target": "q", "matching": 0.5, "classes": ["order"]}]},
            {},
            ("format.one-kind", "subscriptions.0"),
        ),
        (
            {"subscriptions": [{"target": "q", "delivery_policy": {"num_retries": 1,
                "num_no_delay_retries": 2}}]},
            {},
            ("format.order", "subscriptions.0.delivery_policy"),
        ),
    ],
)  # fmt: skip
def test_what_sns_does_not_take_is_said(topic, more, found):
    parts = {"f": FUNCTION, "q": QUEUE, "x": FIFO}
    id, path = found
    where = "components.news" + (f".{path}" if path else "")
    said = [(c.id, c.path) for c in check(document(topic, **parts, **more))]
    assert (id, where) in said, said


def test_fifo_topics_and_fifo_queues_fit():
    keys = {"keys": {"uniform": {"count": 3}}}
    said = document({"fifo": {}, "subscribers": ["x"]}, keys, x=FIFO)
    assert [c.id for c in check(said)] == []


def test_retries_are_there_from_the_start_or_not_at_all():
    plain = {"subscriptions": [{"target": "q"}]}
    scenario = load_scenario(document(plain, q=QUEUE)).with_defaults()
    run_, *_ = half_way(scenario)
    with pytest.raises(RetuneError, match="retries"):
        told(run_, changed(scenario, **{"news.subscriptions.0.server_error_rate": 0.5}), "news")


def test_a_delivery_stream_is_tried_again_as_what_customers_run():
    """sns-message-delivery-retries: what Firehose throttles waits 10 s for its first retry, and
    not 0 s."""
    quotas = dict.fromkeys(("firehose.records_per_second", "firehose.requests_per_second"), 100)
    burst = {"arrivals": {"constant": {"rate": 1_000}}, "limit": 300}
    records = {"type": "delivery_stream", "destination": "bucket"}
    said = document({"subscribers": ["records"]}, burst, records=records, bucket={"type": "bucket"})
    found = run(load_scenario({**said, "duration": 30, "quotas": quotas})).as_dict()
    delivered = found["series"]["news"]["NumberOfNotificationsDelivered"]
    assert 100 <= sum(delivered[:2]) <= 140
    assert sum(delivered[2:9]) == 0
    assert sum(delivered[9:12]) >= 100
    assert found["counters"]["news"]["notifications_given_up"] == 0
