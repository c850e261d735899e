"""No asynchronous event is lost from the books: at every frame of scenarios made at random."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.awslambda.reading.views.countdown import MAX_NEXT
from simcore.quotas import PROFILES
from tests.properties.strategies import arrivals, distributions, examples, one_of

SCENARIOS = 90  # over all profiles
CONDITIONS = ("RetriesExhausted", "EventAgeExceeded", "ZeroReservedConcurrency", "recursive loop")
CHANNELS = {
    "dead_letter_queue": "dead-letter queue",
    "on_success": "on success",
    "on_failure": "on failure",
}


@st.composite
def functions(draw, profile, onward):
    """A function; only `onward` may be what its events lead to, so that nothing goes round."""
    last = ["queue", "news"] + (["bucket"] if profile == "aws-2026" else []) + ["bus"]
    to = {
        "dead_letter_queue": one_of("queue", "news"),
        "on_success": one_of(*onward, "queue", "news", "bus"),
        "on_failure": one_of(*onward, *last),
    }
    asynchronous = {
        "maximum_retry_attempts": draw(one_of(None, 0, 1, 2)),
        "maximum_event_age": draw(one_of(None, 60, 61.5, 130)),
        "duplicate_rate": draw(one_of(0, 0, 0.2, 1)),
        "system_error_rate": draw(one_of(0, 0, 0.3)),
    }
    for field, targets in to.items():
        if draw(st.booleans()):
            fails = draw(one_of(False, False, True))
            asynchronous[field] = {"target": draw(targets), "delivery_fails": fails}
    return {
        "type": "function",
        "timeout": draw(st.integers(1, 5)),
        "duration": draw(distributions(0.0, 4.0)),
        "init_duration": draw(distributions(0.0, 3.0)),
        "error_rate": draw(one_of(0, 0.3, 1)),
        "reserved_concurrency": draw(one_of(None, None, 0, 1, 3)),
        "asynchronous": asynchronous,
    }


def subscription(draw):
    """A queue, with a filter policy or without, that can be reached or not."""
    said = {
        "target": "matched",
        "matching": draw(one_of(0.5, 1.0)),
        "delivery_fails": draw(st.booleans()),
    }
    dead = draw(one_of({}, {"dead_letter_queue": "undelivered"}))
    return said | dead


@st.composite
def documents(draw, profile):
    first, last = draw(functions(profile, ["last"])), draw(functions(profile, []))
    parts = {
        "caller": {
            "type": "client", "target": "first", "invocation": "Event",
            "arrivals": draw(arrivals(4)),
        },
        "publisher": {"type": "client", "target": "news", "arrivals": draw(arrivals(1))},
        "first": first,
        "last": last,
        "reader": {"type": "function", "duration": 0.5, "error_rate": 0.5},
        "news": {
            "type": "topic",
            "subscribers": draw(one_of([], ["queue"], ["reader", "queue"])),
            "subscriptions": draw(one_of([], [subscription(draw)])),
        },
        "undelivered": {"type": "queue"},
        "matched": {"type": "queue"},
        "queue": {"type": "queue"},
        "bus": {"type": "bus"},
        "bucket": {"type": "bucket"},
    }  # fmt: skip
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Where are the events?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": draw(one_of(20, 75, 300)),
        "quotas": {
            "lambda.unreserved_minimum": 0,
            "lambda.account_concurrency": draw(one_of(8, 1000)),
            "lambda.async.looks_ahead": draw(st.booleans()),
        },
        "components": parts,
    }


def check_books(id, counters, countdown):
    """An event has ended, waits or runs; an attempt has ended or runs; the countdown agrees."""
    c = counters[id]
    taken = c["async_received"] + c["async_duplicated"]
    ended = c["async_succeeded"] + c["async_dropped"]
    assert taken == ended + c["async_waiting"] + c["async_running"], id
    assert c["async_dropped"] == sum(c[f"async_dropped.{name}"] for name in CONDITIONS)
    assert c["async_attempts"] == c["async_succeeded"] + c["async_failed"] + c["async_running"]
    assert c["async_attempts"] == c["invocations"]
    assert c["async_retries"] <= c["async_failed"]
    assert countdown["waiting"] == c["async_waiting"]
    assert len(countdown["next"]) == min(c["async_waiting"], MAX_NEXT)


def check_destinations(scenario, counters):
    """Each end is delivered, or its delivery failed; what was delivered has arrived."""
    arrived = dict.fromkeys(scenario.components, 0)
    for id in [id for id in ("first", "last") if "async_received" in counters[id]]:
        failed = {True: 0, False: 0}
        for field, destination in scenario.components[id].asynchronous.destinations():
            c = counters[id]
            n = c["async_succeeded" if field == "on_success" else "async_dropped"]
            delivered = 0 if destination.delivery_fails else n
            assert c[f"async_delivered.{CHANNELS[field]}"] == delivered
            arrived[destination.target] += delivered
            failed[field == "dead_letter_queue"] += n - delivered
        assert counters[id]["dead_letter_errors"] == failed[True]
        assert counters[id]["destination_delivery_failures"] == failed[False]
    return arrived


def check_arrivals(scenario, counters, arrived):
    news, subscribers = counters["news"], scenario.components["news"].subscribers
    assert news["published"] == counters["publisher"]["requests"] + arrived["news"]
    delivered = news["notified"] - news["published"] * len(subscribers)
    ends = delivered + news.get("filtered_out", 0) + news.get("failed", 0)
    assert ends == news["published"] * len(scenario.components["news"].subscriptions)
    assert counters["matched"]["sent"] == delivered
    assert counters["undelivered"]["sent"] == news.get("redriven", 0)
    assert counters["queue"]["sent"] == arrived["queue"] + news["published"] * (
        "queue" in subscribers
    )
    assert counters["bus"]["received"] == arrived["bus"]
    assert counters["bucket"]["received"] == arrived["bucket"]
    assert counters["first"]["async_received"] == counters["caller"]["requests"]
    if "async_received" in counters["last"]:
        assert counters["last"]["async_received"] == arrived["last"]
    if "reader" in subscribers:
        assert counters["reader"]["async_received"] == news["published"]


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_no_event_is_lost(profile, data):
    scenario = simcore.load_scenario(data.draw(documents(profile))).with_defaults()
    run, again = simcore.Run(scenario), None
    for frame in run.frames():
        counters = frame.payload["counters"]
        for id, countdown in frame.payload["async"].items():
            check_books(id, counters, countdown)
        check_arrivals(scenario, counters, check_destinations(scenario, counters))
        if frame.n == 3:
            again = simcore.Run.restore(run.snapshot())
    for _ in again.frames():
        pass
    assert again.result().fingerprint == run.result().fingerprint
