"""Functions that send on: how much comes of a message, what goes round, and where that is cut.

Rules: AWS Lambda Developer Guide, invocation-recursion, invocation-async-retain-records and
invocation-retries (12 Jul 2026); what is arithmetic says so.
"""

import pytest

PROVES = (
    "simcore/awslambda/sends.py",
    "simcore/awslambda/recursion.py",
    "simcore/awslambda/async_invoke/queue.py",
)


def function(duration=1, *sends, **more):
    return {"type": "function", "timeout": 60, "duration": duration, "init_duration": 0,
            "sends": list(sends), **more}  # fmt: skip


def client(target, n, rate=1, **more):
    arrivals = {"constant": {"rate": rate}}
    return {"type": "client", "target": target, "limit": n, "arrivals": arrivals, **more}


def mapping(source, function, **more):
    return {"type": "event_source_mapping", "source": source, "function": function, **more}


def test_a_message_through_three_functions(simulate):
    """Ten requests; each sends two messages, each of those an event and a notification for two
    queues: 10, 20 and 20 invocations, and 20 messages in either queue."""
    result = simulate(
        {
            "caller": client("order", 10),
            "order": function(0.1, {"target": "lines", "count": 2}),
            "lines": {"type": "queue", "visibility_timeout": "1 min"},
            "poll": mapping("lines", "line", batch_size=1),
            "line": function(0.1, {"target": "stock"}, {"target": "news"}),
            "stock": function(0.1),
            "news": {"type": "topic", "subscribers": ["mails", "audit"]},
            "mails": {"type": "queue"},
            "audit": {"type": "queue"},
        },
        "2 min",
        "aws-2026",
    )
    counters = result["counters"]
    names = ("order", "line", "stock")
    assert [counters[id]["invocations"] for id in names] == [10, 20, 20]
    assert [counters[id]["sent"] for id in ("lines", "mails", "audit")] == [20, 20, 20]
    assert counters["news"]["published"] == counters["lines"]["deleted"] == 20


def test_one_message_for_each_record(simulate):
    """A thousand records in batches of up to a hundred: as many messages as records, however many
    invocations that took. For each invocation it is as many as those."""
    batches = mapping("in", "split", batch_size=100, maximum_batching_window=5)
    result = simulate(
        {
            "producer": client("in", 1_000, rate=100),
            "in": {"type": "queue", "visibility_timeout": "6 min"},
            "poll": batches,
            "split": function(
                1, {"target": "each", "per": "record"}, {"target": "all", "per": "invocation"}
            ),
            "each": {"type": "queue"},
            "all": {"type": "queue"},
        },
        "2 min",
        "aws-2026",
    )
    counters = result["counters"]
    assert counters["each"]["sent"] == 1_000
    assert counters["all"]["sent"] == counters["split"]["invocations"] < 100


@pytest.mark.parametrize(("when", "sent"), [("success", 0), ("always", 3)])
def test_a_retry_sends_once_more(simulate, when, sent):
    """The first attempt and two retries, all of which fail (invocation-retries): what the handler
    sends before it fails is sent three times."""
    worker = function(1, {"target": "out", "when": when}, error_rate=1)
    parts = {"caller": client("worker", 1, invocation="Event"), "worker": worker}
    result = simulate({**parts, "out": {"type": "queue"}}, "10 min", "aws-2026")
    assert result["counters"]["worker"]["async_attempts"] == 3
    assert result["counters"]["out"]["sent"] == sent


def loop(*way, **more):
    """A function that sends to the first on the way, which leads back to it."""
    return {
        "caller": client("worker", 1, invocation="Event"),
        "worker": function(1, {"target": way[0]}, **more),
        **{id: part for id, part in PARTS.items() if id in way},
    }


PARTS = {
    "news": {"type": "topic", "subscribers": ["worker"]},
    "other": function(1, {"target": "worker"}),
}


@pytest.mark.parametrize("way", ["worker", "news"])
def test_a_loop_is_stopped_after_sixteen(simulate, way):
    """The function invokes itself, or publishes to a topic that invokes it: 16 run in a chain, a
    second apart, and the 17th is dropped, with its event in the dead-letter queue."""
    dead = {"asynchronous": {"dead_letter_queue": {"target": "dead"}}}
    parts = {**loop(way, **dead), "dead": {"type": "queue"}}
    result = simulate(parts, "2 min", "aws-2026")
    counters = result["counters"]["worker"]
    assert (counters["invocations"], counters["async_recursive"]) == (16, 1)
    assert result["counters"]["dead"]["sent"] == 1
    series = result["series"]
    assert [t for t, n in enumerate(series["worker"]["RecursiveInvocationsDropped"]) if n] == [16]
    assert [t for t, n in enumerate(series["dead"]["NumberOfMessagesSent"]) if n] == [16]


def test_all_functions_of_a_chain_count(simulate):
    """Two that invoke each other: eight invocations of either."""
    counters = simulate(loop("other"), "2 min", "aws-2026")["counters"]
    assert [counters[id]["invocations"] for id in ("worker", "other")] == [8, 8]
    assert counters["worker"]["async_recursive"] == 1


def test_a_synchronous_call_is_part_of_the_chain(simulate):
    """A function calls a helper, which sends the event back: of 16 invocations eight are of either,
    and the next event is dropped. The call itself is never refused."""
    parts = {
        "caller": client("worker", 1, invocation="Event"),
        "worker": {**function(1), "calls": [{"target": "helper"}]},
        "helper": function(1, {"target": "worker"}),
    }
    counters = simulate(parts, "2 min", "aws-2026")["counters"]
    assert [counters[id]["invocations"] for id in ("worker", "helper")] == [8, 8]
    assert counters["worker"]["async_recursive"] == 1


def test_one_chain_is_not_another(simulate):
    """A hundred events, each of which comes back once: nobody is stopped."""
    parts = loop("other")
    parts["caller"] = client("worker", 100, rate=10, invocation="Event")
    parts["other"] = function(1)
    counters = simulate(parts, "2 min", "aws-2026")["counters"]
    assert counters["worker"]["async_recursive"] == counters["other"]["async_recursive"] == 0
    assert counters["other"]["invocations"] == 100


@pytest.mark.parametrize(
    ("profile", "more"), [("aws-2026", {"recursive_loop": "Allow"}), ("aws-2022", {})]
)
def test_nobody_stops_it(simulate, profile, more):
    """RecursiveLoop: Allow; and before July 2023 there was nobody: an invocation a second, for as
    long as one looks."""
    counters = simulate(loop("worker", **more), "2 min", profile)["counters"]["worker"]
    assert counters["invocations"] == 120
    assert counters["async_recursive"] == 0


def queued(fifo=False, profile="aws-2026", delay=0, **more):
    """A message that a function of a second puts back into its queue; dead after three receives."""
    kind = {"fifo": {}} if fifo else {}
    redrive = {"dead_letter_queue": "dead", "max_receive_count": 3}
    return {
        "caller": client("work", 1),
        "work": {
            "type": "queue", "visibility_timeout": 60, "delay": delay, "redrive": redrive, **kind,
        },
        "dead": {"type": "queue", **kind},
        "poll": mapping("work", "worker", batch_size=1),
        "worker": function(1, {"target": "work"}, **more),
    }  # fmt: skip


@pytest.mark.parametrize("fifo", [False, True])
def test_a_loop_through_a_queue_ends_in_its_dead_letter_queue(simulate, fifo):
    """16 invocations, a second each. The 17th, at 16 s, is RecursiveInvocationException: the
    message comes back after 60 s and after 120 s, is refused again, and at 196 s it has been
    received three times (invocation-recursion: the receive count rises to the redrive policy)."""
    result = simulate(queued(fifo), "5 min", "aws-2026")
    counters = result["counters"]
    assert counters["worker"]["invocations"] == counters["work"]["deleted"] == 16
    dropped = result["series"]["worker"]["RecursiveInvocationsDropped"]
    assert [t for t, n in enumerate(dropped) if n] == [16, 76, 136]
    assert counters["work"]["dead_lettered"] == counters["dead"]["visible"] == 1
    dead = result["series"]["dead"]["ApproximateNumberOfMessagesVisible"]
    assert dead.index(1) == 196
    assert counters["worker"]["errors"] == 0  # it never ran for those


def test_a_delay_does_not_hide_a_loop(simulate):
    """The delay of 4 s comes on top of each round: the 17th is refused at 17 x 4 + 16 = 84 s."""
    result = simulate(queued(delay=4), "3 min", "aws-2026")
    dropped = result["series"]["worker"]["RecursiveInvocationsDropped"]
    assert dropped.index(1) == 84


@pytest.mark.parametrize(
    ("profile", "more"), [("aws-2026", {"recursive_loop": "Allow"}), ("aws-2022", {})]
)
def test_a_loop_through_a_queue_that_nobody_stops(simulate, profile, more):
    counters = simulate(queued(**more), "2 min", profile)["counters"]
    assert counters["worker"]["invocations"] == 120
    assert counters["dead"]["sent"] == 0


def test_what_goes_on_to_a_queue_is_part_of_the_chain(simulate):
    """An event, and back through a queue: 8 invocations by events, 8 by messages. What is dropped
    is the event, after which nothing is left."""
    parts = {
        "caller": client("event", 1, invocation="Event"),
        "event": function(1, {"target": "work"}),
        "work": {"type": "queue", "visibility_timeout": 60},
        "poll": mapping("work", "worker", batch_size=1),
        "worker": function(1, {"target": "event"}),
    }
    counters = simulate(parts, "3 min", "aws-2026")["counters"]
    assert [counters[id]["invocations"] for id in ("event", "worker")] == [8, 8]
    assert (counters["event"]["async_recursive"], counters["work"]["visible"]) == (1, 0)


def test_through_an_event_bus_nobody_sees_a_loop(simulate):
    """Nor through EventBridge: a rule that invokes the function again, a second a round."""
    parts = {
        "caller": client("worker", 1, invocation="Event"),
        "worker": function(1, {"target": "bus"}),
        "bus": {"type": "bus", "rules": [{"targets": [{"target": "worker"}]}]},
    }
    counters = simulate(parts, "2 min", "aws-2026")["counters"]["worker"]
    assert counters["invocations"] > 40
    assert counters["async_recursive"] == 0


@pytest.mark.parametrize("notified", ["worker", "work"])
def test_a_loop_through_a_bucket_is_seen(simulate, notified):
    """A function that writes into the bucket whose notifications invoke it, or fill its queue: the
    best known of all loops."""
    parts = {
        "caller": client("worker", 1, invocation="Event"),
        "worker": function(1, {"target": "images"}),
        "images": {"type": "bucket", "notifications": [{"target": notified}]},
        "work": {"type": "queue", "visibility_timeout": 300},
        "poll": mapping("work", "worker", batch_size=1),
    }
    counters = simulate(parts, "3 min", "aws-2026")["counters"]["worker"]
    assert counters["invocations"] == 16
    assert counters["async_recursive"] == 1


@pytest.mark.parametrize("source", ["stream", "table"])
def test_through_streams_nobody_sees_a_loop(simulate, source):
    """Lambda sees loops through SQS, SNS and S3, and not through DynamoDB or Kinesis."""
    parts = {
        "caller": client("work", 1),
        "work": {"type": source},
        "poll": {"type": "stream_event_source_mapping", "source": "work", "function": "worker"},
        "worker": function(1, {"target": "work"}),
    }
    counters = simulate(parts, "2 min", "aws-2026")["counters"]["worker"]
    assert counters["invocations"] > 40


def test_the_job_that_puts_itself_back(simulate):
    """A field report: a hundred jobs of 3 s that put themselves back into their queue are 2,000
    invocations a minute, 100 x 60 / 3, and with a gigabyte 100 GB-seconds a second: six dollars an
    hour, and 2.4 cents for requests. (The pollers take no time here.)"""
    result = simulate(
        {
            "images": {"type": "queue", "visibility_timeout": "2 min", "initial_messages": 100},
            "esm": mapping("images", "resize", batch_size=1, maximum_concurrency=101),
            "resize": {"type": "function", "timeout": 20, "duration": 3, "init_duration": 0,
                       "memory": "1024 MB", "sends": [{"target": "images"}],
                       "recursive_loop": "Allow"},
        },
        "3 min",
        "aws-2026",
        quotas={"esm.sqs.poll_cycle_s": 0, "esm.sqs.initial_pollers": 101},
    )  # fmt: skip
    counters = result["counters"]["resize"]
    assert counters["invocations"] == pytest.approx(3 * 2_000, abs=100)
    lines = result["cost"]["items"]
    usd = {line["item"]: line["usd"] for line in lines if line["component"] == "resize"}
    assert usd["duration"] == pytest.approx(100 * 180 * 0.0000166667, rel=0.02)
    assert usd["duration"] * 20 == pytest.approx(6, rel=0.02)
    assert usd["requests"] * 20 == pytest.approx(0.024, rel=0.02)
