"""The internal event queue: what goes where, what is stated, and what a story tells."""

import pytest

import simcore
from simcore.awslambda.async_invoke import AsyncSettings

TARGETS = {
    "queue": {"type": "queue"},
    "topic": {"type": "topic"},
    "bus": {"type": "bus"},
    "bucket": {"type": "bucket"},
    "other": {"type": "function", "duration": 1, "init_duration": 0},
}


def run(asynchronous=None, n=1, duration="6 min", profile="aws-2026", quotas=None, **worker):
    """The result of `n` events, a second apart, that all fail after 1 s unless told otherwise."""
    document = {
        "format": "windtunnel.scenario/1",
        "id": "small",
        "title": "What happens?",
        "duration": duration,
        "profile": profile,
        "quotas": quotas or {},
        "components": {
            "caller": {
                "type": "client",
                "target": "worker",
                "invocation": "Event",
                "limit": n,
                "arrivals": {"constant": {"rate": 1}},
            },
            "worker": {
                "type": "function",
                "duration": 1,
                "init_duration": 0,
                "error_rate": 1,
                **worker,
                "asynchronous": asynchronous or {},
            },
            **TARGETS,
        },
    }
    return simcore.run(simcore.load_scenario(document)).as_dict()


def steps(result, *names, story=0):
    told = result["stories"][story]["steps"]
    return [(s["t_s"], s["step"], s["a"], s["b"]) for s in told if s["step"] in names]


def taken(result, id):
    """How many messages, events or objects have arrived there."""
    counters = result["counters"][id]
    names = ("sent", "published", "async_received", "received")
    return next(counters[name] for name in names if name in counters)


MOST = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_the_waits_after_refusals_double_up_to_five_minutes():
    settings = AsyncSettings((), 21_600, backoff_initial_s=1, backoff_max_s=300)
    assert [settings.backoff_s(n, 0.75) for n in range(1, 12)] == MOST


@pytest.mark.parametrize(
    ("jitter", "toss", "share"), [(1, 0, 1), (1, 0.75, 0.25), (0.5, 0.5, 0.75)]
)
def test_jitter_shortens_a_wait_by_its_share(jitter, toss, share):
    settings = AsyncSettings((), 21_600, 1, 300, backoff_jitter=jitter)
    assert [settings.backoff_s(n, toss) for n in range(1, 12)] == [share * most for most in MOST]


def test_jitter_is_a_stream_of_its_own():
    """More of it moves when an event is tried again, and nothing else that chance decides."""
    same = {"n": 60, "reserved_concurrency": 1, "duration": "1 h", "error_rate": 0.5}
    same["asynchronous"] = {"duplicate_rate": 0.2}
    results = [
        run(**same, quotas={"lambda.async.backoff_jitter": jitter})["counters"]["worker"]
        for jitter in (0, 0.5, 1)
    ]
    assert len({counters["async_refused"] for counters in results}) == 3
    assert len({counters["async_duplicated"] for counters in results}) == 1


@pytest.mark.parametrize("target", TARGETS)
def test_every_kind_of_target_takes_failures(target):
    result = run({"on_failure": {"target": target}})
    assert taken(result, target) == 1
    assert result["counters"]["worker"]["async_delivered.on failure"] == 1


@pytest.mark.parametrize("target", ["queue", "topic", "bus", "other"])
def test_every_kind_but_a_bucket_takes_successes(target):
    result = run({"on_success": {"target": target}}, n=3, error_rate=0)
    assert taken(result, target) == 3
    assert result["counters"]["worker"]["async_dropped"] == 0


@pytest.mark.parametrize("target", ["queue", "topic"])
def test_a_dead_letter_queue_is_a_queue_or_a_topic(target):
    result = run({"dead_letter_queue": {"target": target}})
    assert taken(result, target) == 1
    assert result["counters"]["worker"]["async_delivered.dead-letter queue"] == 1


def test_a_failed_delivery_loses_the_event():
    result = run(
        {
            "dead_letter_queue": {"target": "queue", "delivery_fails": True},
            "on_failure": {"target": "bus", "delivery_fails": True},
        }
    )
    counters = result["counters"]["worker"]
    assert (taken(result, "queue"), taken(result, "bus")) == (0, 0)
    assert counters["dead_letter_errors"] == counters["destination_delivery_failures"] == 1
    assert (counters["async_dropped"], counters["async_ended_delivered"]) == (1, 0)
    assert len(steps(result, "delivery-failed")) == 2


def test_without_a_target_a_dropped_event_is_gone():
    counters = run()["counters"]["worker"]
    assert (counters["async_dropped"], counters["async_ended_delivered"]) == (1, 0)


def test_every_attempt_leaves_an_entry_in_the_log():
    """What a handler that is not idempotent does three times."""
    logged = steps(run(), "logged")
    assert logged == [(0, "logged", 1, 1), (61, "logged", 2, 2), (182, "logged", 3, 3)]


def test_a_duplicate_leaves_entries_of_its_own():
    result = run({"duplicate_rate": 1}, error_rate=0)
    counters = result["counters"]["worker"]
    assert (counters["async_received"], counters["async_duplicated"]) == (1, 1)
    assert (counters["invocations"], counters["async_succeeded"]) == (2, 2)
    assert [step[2:] for step in steps(result, "logged")] == [(1, 1), (1, 2)]


def test_a_story_tells_the_whole_life():
    told = [s["step"] for s in run({"on_failure": {"target": "queue"}})["stories"][0]["steps"]]
    attempt = ["invoked", "logged", "error"]
    assert told == ["accepted", *2 * [*attempt, "waiting"], *attempt, "delivered", "dropped"]


def test_system_errors_use_up_no_retry():
    """Half of the attempts do not reach the function; each event still has its three."""
    counters = run({"system_error_rate": 0.5}, n=100, duration="20 min")["counters"]["worker"]
    assert counters["async_dropped.RetriesExhausted"] == 100
    assert counters["invocations"] == 300
    assert 200 < counters["async_refused"] < 400
    assert counters["throttles"] == 0


def test_a_caller_is_answered_at_once_whatever_happens():
    result = run(n=5, reserved_concurrency=0)
    counters = result["counters"]["caller"]
    assert (counters["responses"], counters["errors"], counters["throttles"]) == (5, 0, 0)
    assert result["percentiles"]["caller"]["Latency"]["max"] == 0


def test_the_age_is_that_at_each_invocation():
    ages = run()["percentiles"]["worker"]["AsyncEventAge"]
    assert (ages["count"], ages["mean"], ages["max"]) == (3, 81_000, 182_000)


def test_a_record_of_a_loop_that_was_cut_does_not_go_round():
    to_itself = {"on_failure": {"target": "worker"}, "maximum_retry_attempts": 0}
    counters = run(to_itself, duration="1 min")["counters"]["worker"]
    assert counters["invocations"] == 16
    assert counters["async_recursive"] == 2  # the 17th, and the record of that
    assert counters["async_dropped"] == counters["async_received"] == 18


def test_a_function_that_nothing_invokes_so_has_no_internal_queue():
    result = run()
    assert "async_received" not in result["counters"]["other"]
    assert "AsyncEventsReceived" not in result["series"]["other"]
    assert result["manifest"]["scenario"]["components"]["other"]["asynchronous"] is None


def test_defaults_come_from_the_profile():
    resolved = run(profile="notes-2021")["manifest"]["scenario"]["components"]["worker"]
    assert resolved["asynchronous"]["maximum_retry_attempts"] == 3
    assert resolved["asynchronous"]["maximum_event_age"] == 21_600
    assert resolved["asynchronous"]["duplicate_rate"] == 0


def test_waits_are_rows_of_the_profile():
    result = run(quotas={"lambda.async.retry_delay_1_s": 5, "lambda.async.retry_delay_2_s": 7})
    assert [t for t, *_ in steps(result, "invoked")] == [0, 6, 14]


def test_only_concurrency_limits_events_not_requests_a_second():
    """gettingstarted-limits (12 Jul 2026): asynchronous invocations have no ceiling of ten times
    the concurrency a second. Reserved 1, 20 ms each: 40 a second fit, where 10 would be the most
    that synchronous callers get."""
    document = {
        "format": "windtunnel.scenario/1",
        "id": "small",
        "title": "What is refused?",
        "duration": "10 s",
        "components": {
            "caller": {
                "type": "client",
                "target": "worker",
                "invocation": "Event",
                "arrivals": {"constant": {"rate": 40}},
            },
            "worker": {
                "type": "function",
                "duration": "20 ms",
                "init_duration": 0,
                "reserved_concurrency": 1,
            },
        },
    }
    events = simcore.run(simcore.load_scenario(document)).as_dict()["counters"]["worker"]
    assert (events["async_refused"], events["async_succeeded"]) == (0, 400)
    waited = {"components.caller.invocation": "RequestResponse"}
    scenario = simcore.load_scenario(document, overrides=waited)
    assert simcore.run(scenario).as_dict()["counters"]["worker"]["throttles"] > 250
