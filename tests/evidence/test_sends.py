"""Functions that send on: how much comes of a message, what goes round, and where that is cut.

Rules: AWS Lambda Developer Guide, invocation-recursion, invocation-async-retain-records and
invocation-retries (12 Jul 2026); what is arithmetic says so.
"""

import pytest

PROVES = ("simcore/awslambda/sends.py", "simcore/awslambda/async_invoke/queue.py")


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
