"""Roles that lack something, at random, from the start or in the course of a run: nothing is lost
that nobody tells of, no more is traced than runs, and runs go on to the same bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from tests.properties.strategies import arrivals, distributions, examples, one_of
from tests.properties.test_conservation import check_queues

SCENARIOS = 60  # over all profiles
ACTIONS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:SendMessage", "lambda:*", "SQS:*")
LONGEST_S = 30


@st.composite
def roles(draw):
    """Those that may be read from when the run begins: else it would be refused."""
    allowed = {"policies": ["AWSLambdaSQSQueueExecutionRole", "AWSLambdaKinesisExecutionRole"]}
    actions = draw(st.lists(one_of("sqs:SendMessage", "sns:Publish", "xray:*"), max_size=2))
    role = draw(one_of({}, {**allowed, "actions": actions}))
    deny = draw(one_of([], [], ["sqs:DeleteMessage"], ["sqs:SendMessage"], ["xray:*", "logs:*"]))
    return {**role, "deny": deny}


@st.composite
def functions(draw):
    return {
        "type": "function",
        "timeout": draw(st.integers(1, 4)),
        "duration": draw(distributions(0.1, 2.0)),
        "init_duration": draw(distributions(0.0, 1.0)),
        "error_rate": draw(one_of(0, 0.3)),
        "tracing": draw(one_of("PassThrough", "Active", "Active")),
        "role": draw(roles()),
    }


@st.composite
def changes(draw):
    """At any time, and for a while or to the end."""
    whose = draw(one_of("permission", "permission", "caller"))
    said = {
        "action": draw(one_of("deny", "deny", "allow")),
        "component": draw(one_of("worker", "reader", "taker")),
        "at": draw(st.integers(0, LONGEST_S)),
        whose: "news" if whose == "caller" else draw(one_of(*ACTIONS, "kinesis:GetRecords")),
    }
    if said["action"] == "deny" and draw(st.booleans()):
        said["for"] = draw(st.integers(1, 15))
    return said


@st.composite
def documents(draw, profile):
    ends = {"on_failure": {"target": "dead"}, "dead_letter_queue": {"target": "dead"}}
    taker = {**draw(functions()), "asynchronous": {"maximum_retry_attempts": 1, **ends}}
    if draw(st.booleans()):
        taker["resource_policy"] = draw(one_of({"allow": ["sns.amazonaws.com"]}, {"allow": []}))
    parts = {
        "shop": {"type": "client", "target": "jobs", "arrivals": draw(arrivals(4))},
        "jobs": {"type": "queue", "visibility_timeout": 6, "fifo": draw(one_of(None, None, {})),
                 "redrive": draw(one_of(None, {"dead_letter_queue": "gone",
                                               "max_receive_count": 2}))},
        "poll": {"type": "event_source_mapping", "source": "jobs", "function": "worker",
                 "batch_size": draw(one_of(1, 10))},
        "worker": draw(functions()),
        "writer": {"type": "client", "target": "records", "arrivals": draw(arrivals(3))},
        "records": {"type": "stream", "shards": draw(one_of(1, 2))},
        "read": {"type": "stream_event_source_mapping", "source": "records", "function": "reader"},
        "reader": draw(functions()),
        "site": {"type": "client", "target": "news", "arrivals": draw(arrivals(2))},
        "news": {"type": "topic", "subscriptions": [{"target": "taker"}]},
        "taker": taker,
        "dead": {"type": "queue"}, "gone": {"type": "queue"},
    }  # fmt: skip
    if parts["jobs"]["fifo"] is not None and parts["jobs"]["redrive"]:
        parts["gone"]["fifo"] = {}
    return {
        "format": "windtunnel.scenario/1", "id": "at-random", "title": "Who may?",
        "seed": draw(st.integers(0, 10_000)), "profile": profile, "duration": LONGEST_S,
        "components": {id: {k: v for k, v in part.items() if v is not None}
                       for id, part in parts.items()},
        "interventions": draw(st.lists(changes(), max_size=3)),
    }  # fmt: skip


def check_events(counters):
    """What the topic handed over is what the function took; the rest has failed."""
    taken, news = counters["taker"], counters["news"]
    assert news["notified"] + news["failed"] <= news["published"]
    assert taken["async_received"] == news["notified"]


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_without_rights_nothing_is_lost_that_nobody_tells_of(profile, data):
    scenario = simcore.load_scenario(data.draw(documents(profile)))
    value = scenario.quota_profile().value
    run, middle = simcore.Run(scenario), None
    for frame in run.frames():
        counters = frame.payload["counters"]
        check_queues(scenario, value, counters)
        check_events(counters)
        for id in ("worker", "reader", "taker"):
            traced = counters[id].get("invocations_traced", 0)
            assert traced <= counters[id]["invocations"]
        if frame.t1 == LONGEST_S // 2:
            middle = run.snapshot()
    again = simcore.Run.restore(middle)
    for _ in again.frames():
        pass
    assert again.result().fingerprint == run.result().fingerprint
