"""Services that invoke, buckets that notify, delivery streams: limits at every frame of scenarios
made at random. That nothing of them is lost is in `tests/recording/test_balances.py`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from tests.properties.strategies import arrivals, distributions, examples, one_of

SCENARIOS = 30  # over all profiles
PUSHING = ("logs", "ses", "cloudformation", "codepipeline", "config", "iot", "codecommit")
ASKING = ("cognito", "lex", "lex_v1", "alexa", "ses")
SMALL = {
    "cloudformation.service_timeout_default_s": 20,
    "codepipeline.silence_s": 15,
    "codepipeline.timeout_s": 40,
    "codepipeline.again_s": 2,
    "logs.switched_off_s": 10,
    "logs.retry_age_s": 12,
    "s3.notification_retry_age_s": 15,
    "s3_batch.looked_at_from": 20,
    "firehose.delivery_retry_age_s": 15,
    "firehose.requests_per_second": 8,
    "push.backoff_max_s": 4,
}
"""So that all of them are reached within a minute."""


@st.composite
def functions(draw):
    return {
        "type": "function",
        "timeout": draw(st.integers(1, 12)),
        "duration": draw(distributions(0.0, 8.0)),
        "init_duration": draw(one_of(0, 0.3, 4)),
        "error_rate": draw(one_of(0, 0, 0.3, 1)),
        "item_error_rate": draw(one_of(0, 0, 0.2, 1)),
        "reserved_concurrency": draw(one_of(None, None, 0, 1, 3)),
        "idle_timeout": draw(one_of(1, 600)),
    }


@st.composite
def pushing(draw):
    service = draw(one_of(*PUSHING))
    said = {
        "type": "event_source", "service": service, "target": "worker",
        "arrivals": draw(arrivals(4)),
        "delivery_fails": draw(one_of(False, False, True)),
        "delivery_error_rate": draw(one_of(0, 0, 0.3, 1)),
    }  # fmt: skip
    if service == "logs":
        said |= {"batch_size": draw(one_of(1, 3, 100)), "batching_window": draw(one_of(0, 2.5))}
    if service == "codepipeline":
        said["progress_reports"] = draw(one_of(0, 2, 50))
    if service == "iot":
        said["error_action"] = draw(one_of("jobs", "news"))
    return said


@st.composite
def asking(draw):
    service = draw(one_of(*ASKING))
    said = {"type": "event_source", "service": service, "target": draw(one_of("trigger", "worker"))}
    said |= {"arrivals": draw(arrivals(2)), "delivery_fails": draw(one_of(False, False, True))}
    return said | ({"invocation": "RequestResponse"} if service == "ses" else {})


@st.composite
def buckets(draw):
    notifications = draw(
        one_of(
            [],
            [{"target": "worker"}],
            [
                {"target": "jobs", "prefix": "a/", "share": 0.3},
                {"target": "news", "prefix": "b/", "share": 0.5},
            ],
        )
    )
    return {
        "type": "bucket",
        "notifications": notifications,
        "event_bridge": draw(one_of(None, "bus")),
        "prefixes": draw(one_of(None, 1)),
        "notification_latency": draw(distributions(0.0, 20.0)),
        "notification_duplicate_rate": draw(one_of(0, 0.2, 1)),
    }


@st.composite
def delivery_streams(draw, **said):
    stream = {
        "type": "delivery_stream",
        "destination": "lake",
        "backup": draw(one_of(None, "raw")),
        "buffer_interval": 60,
        "buffer_size": "1 MB",
        "records_per_request": draw(one_of(1, 20)),
        **said,
    }
    if draw(st.booleans()):
        stream["transformation"] = {
            "target": "clean",
            "buffer_interval": draw(one_of(1, 7)),
            "retries": draw(one_of(0, 1, 3)),
            "dropped": draw(one_of(0, 0.3)),
            "size_factor": draw(one_of(1, 0.1, 3)),
        }
    return stream


@st.composite
def documents(draw, profile):
    tasks = draw(st.integers(1, 60))
    parts = {
        "push": draw(pushing()),
        "push-too": draw(pushing()),
        "ask": draw(asking()),
        "job": {
            "type": "event_source", "service": "s3_batch", "target": "trigger",
            "manifest": {"tasks": tasks, "parallelism": draw(st.integers(1, 9))},
            "start": draw(one_of(0, 3)),
        },
        "app": {"type": "client", "target": "lake", "arrivals": draw(arrivals(6))},
        "site": {
            "type": "client", "target": "clicks", "arrivals": draw(arrivals(20)),
            "message_size": draw(one_of("1 KB", "100 KB")),
        },
        "shop": {"type": "client", "target": "sales", "arrivals": draw(arrivals(20))},
        "sales": {"type": "stream", "shards": draw(one_of(1, 3))},
        "lake": draw(buckets()),
        "raw": {"type": "bucket", "prefixes": draw(one_of(None, 1))},
        "clicks": draw(delivery_streams()),
        "copy": draw(delivery_streams(source="sales")),
        "worker": draw(functions()),
        "trigger": draw(functions()),
        "clean": draw(functions()),
        "jobs": {"type": "queue"},
        "news": {"type": "topic"},
        "bus": {"type": "bus"},
    }  # fmt: skip
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Who invokes whom?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": draw(one_of(20, 45, 80)),
        "quotas": {
            **SMALL,
            "lambda.unreserved_minimum": 0,
            "s3.put_requests_per_prefix": draw(one_of(2, 3_500)),
        },
        "components": parts,
    }


def check_asked(scenario, value, counters):
    """No more attempts than the service makes; no more tasks at once than it may."""
    ask = counters["ask"]
    most = value("cognito.attempts") if scenario.components["ask"].service == "cognito" else 1
    assert ask["operations_running"] <= ask["events"] <= ask["attempts"] <= most * ask["events"]
    job, manifest = counters["job"], scenario.components["job"].manifest
    assert job["operations_running"] <= manifest.parallelism
    assert job["attempts"] <= value("s3_batch.attempts") * manifest.tasks
    assert job["jobs_failed"] <= 1


def check_streams(scenario, value, counters, t1):
    """What is put is within the limits, and each batch has its attempts and no more."""
    lake, prefixes = counters["lake"], scenario.components["lake"].prefixes
    if prefixes is not None:
        allowed = value("s3.put_requests_per_prefix") * prefixes * (t1 + 1)
        assert lake["received"] <= allowed + 1
    for id, shards in (("clicks", 1), ("copy", counters["sales"]["shards"])):
        most = value("firehose.transform_at_once") * shards
        assert counters[id]["batches_in_process"] <= most


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_no_service_does_more_than_it_may(profile, data):
    scenario = simcore.load_scenario(data.draw(documents(profile)))
    value = scenario.quota_profile().value
    counters = {}
    for frame in simcore.Run(scenario).frames():
        counters = frame.payload["counters"]
        check_asked(scenario, value, counters)
        check_streams(scenario, value, counters, frame.t1)
    for id in ("push", "push-too"):
        source = counters[id]
        awaited = source["answers_awaited"]
        ended = source.get("answers", 0) + source.get("answers_missed", 0)
        if ended or awaited:
            assert ended + awaited <= source["events"]
