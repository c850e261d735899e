"""What is pushed is delivered, waits, or has been given up: at every frame of scenarios made at
random, with targets that are full, down or forbidden."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.components import READINGS
from simcore.quotas import PROFILES
from tests.properties.strategies import arrivals, examples, one_of

SCENARIOS = 45  # over all profiles
CLASSES = {"a": 0.5, "b": 0.25}


@st.composite
def subscriptions(draw, target, dead):
    said = {
        "target": target,
        "delivery_fails": draw(one_of(False, False, True)),
        "server_error_rate": draw(one_of(None, 0, 0.5, 1)),
    }
    said |= draw(one_of({}, {"matching": 0.5}, {"classes": ["a"]}, {"classes": ["b", "a"]}))
    said |= draw(one_of({}, {"filter_policy_scope": "MessageBody"}))
    return said | draw(one_of({}, {"dead_letter_queue": dead}))


@st.composite
def topics(draw):
    return {
        "type": "topic",
        "message_classes": CLASSES,
        "without_attributes": draw(one_of(0, 0.3)),
        "invalid_body": draw(one_of(0, 0.3)),
        "publish_quota": draw(st.booleans()),
        "subscribers": draw(one_of([], ["hook"], ["hook", "reader"])),
        "subscriptions": [
            draw(subscriptions(target, "dead")) for target in draw(one_of(["queue"], ["hook"]))
        ],
    }


@st.composite
def fifo_topics(draw):
    said = draw(subscriptions("ordered", "ordered-dead"))
    return {
        "type": "topic",
        "fifo": {"throughput_scope": draw(one_of("Topic", "MessageGroup"))},
        "message_classes": CLASSES,
        "subscriptions": [said],
    }


@st.composite
def targets(draw, *ids):
    return {
        "target": draw(one_of(*ids)),
        "server_error_rate": draw(one_of(0, 0.5, 1)),
        "maximum_retry_attempts": draw(one_of(None, 0, 3)),
        "maximum_event_age": draw(one_of(None, 60)),
        "delivery_fails": draw(one_of(False, False, True)),
        **draw(one_of({}, {"dead_letter_queue": "events-dead"})),
    }


@st.composite
def rules(draw):
    said = draw(one_of({}, {"matching": 0.5}, {"classes": ["b"]}, {"schedule": "rate(1 minute)"}))
    ids = ("events-queue", "hook", "news", "ordered", "reader")
    return said | {"targets": draw(st.lists(targets(*ids), min_size=1, max_size=3))}


@st.composite
def buses(draw):
    return {
        "type": "bus",
        "message_classes": CLASSES,
        "entries_per_request": draw(one_of(1, 10)),
        "rules": draw(st.lists(rules(), min_size=1, max_size=3)),
    }


@st.composite
def schedules(draw):
    when = {
        "expression": draw(one_of("at(2026-01-01T00:00:05)", "rate(1 minute)")),
        "count": draw(one_of(1, 40)),
        "flexible_window": draw(one_of(0, 0, 60)),
    }
    return when | draw(targets("clocked", "hook", "ordered"))


@st.composite
def documents(draw, profile):
    client = {"type": "client", "target": "news", "arrivals": draw(arrivals(8))}
    sales = {
        "type": "client",
        "target": "sales",
        "arrivals": draw(arrivals(8)),
        "keys": {"uniform": {"count": draw(st.integers(1, 3))}},
        "sent_again": {"rate": draw(one_of(0, 0.5)), "after": 2},
    }
    fifo = {"type": "queue", "fifo": {}}
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Where are the events?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": draw(one_of(20, 75)),
        "quotas": {
            "sns.publish_per_second": draw(one_of(2, 1000)),
            "sns.fifo.publish_per_second": draw(one_of(2, 1000)),
            "sns.fifo.group_publish_per_second": draw(one_of(2, 1000)),
            "sns.managed.retries_after_backoff": draw(one_of(0, 1000)),
            "eventbridge.invocations_per_second": draw(one_of(2, 1000)),
            "scheduler.invocations_per_second": draw(one_of(2, 1000)),
            "eventbridge.put_events_per_second": draw(one_of(2, 1000)),
            "eventbridge.api_destination_per_second": draw(one_of(1, 1000)),
            "sqs.fifo.calls_per_second": draw(one_of(3, 300)),
        },
        "components": {
            "client": client,
            "shop": sales,
            "news": draw(topics()),
            "sales": draw(fifo_topics()),
            "app": {"type": "client", "target": "bus", "arrivals": draw(arrivals(8))},
            "bus": draw(buses()),
            "clock": {"type": "scheduler", "schedules": [draw(schedules()), draw(schedules())]},
            **{id: {"type": "queue"} for id in ("events-queue", "events-dead", "clocked")},
            "hook": {"type": "endpoint", "error_rate": draw(one_of(0, 0.4, 1))},
            "reader": {"type": "function", "duration": 0.5},
            **{id: {"type": "queue"} for id in ("queue", "dead")},
            **dict.fromkeys(("ordered", "ordered-dead"), fifo),
        },
    }


def check_balances(scenario, counters):
    for id, component in scenario.components.items():
        for balance in READINGS[component.type].balances:
            if balance.applies(counters[id]):
                assert balance.holds(counters[id]), (id, balance, counters[id])


def check_arrivals(scenario, counters):
    """What clients send is taken, or refused; what was delivered has arrived."""
    news, sales, bus = counters["news"], counters["sales"], counters["bus"]
    assert bus["received"] + bus["events_refused"] == counters["app"]["requests"]
    taken = sales["published"] + sales["publishes_refused"] + sales["publishes_deduplicated"]
    assert taken == counters["shop"]["requests"]
    assert news["published"] + news["publishes_refused"] >= counters["client"]["requests"]
    assert counters["ordered-dead"]["sent"] == sales["redriven"]
    assert counters["dead"]["sent"] == news["redriven"]
    clock = counters["clock"]
    assert counters["events-dead"]["sent"] == bus["sent_to_dlq"] + clock["sent_to_dlq"]
    got = [counters[id]["sent"] for id in ("queue", "ordered", "events-queue", "clocked")]
    got += [counters["hook"]["endpoint_accepted"], counters["reader"].get("async_received", 0)]
    delivered = news["notified"] + sales["notified"] + bus["targets_invoked"]
    delivered += clock["targets_invoked"]
    from_bus = delivered - sum(got)  # what the topic has got from the bus: not what it refused
    least = news["published"] - counters["client"]["requests"]
    assert least <= from_bus <= least + news["publishes_refused"]


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_nothing_that_is_pushed_is_lost(profile, data):
    scenario = simcore.load_scenario(data.draw(documents(profile))).with_defaults()
    run, again, seen = simcore.Run(scenario), None, []
    for frame in run.frames():
        counters = frame.payload["counters"]
        seen.append(counters)
        check_balances(scenario, counters)
        check_arrivals(scenario, counters)
        if frame.n == 9:
            again = simcore.Run.restore(run.snapshot())
    for before, after in pairwise(seen):
        assert before["news"]["published"] <= after["news"]["published"]
    for _ in again.frames():
        pass
    assert again.result().fingerprint == run.result().fingerprint
