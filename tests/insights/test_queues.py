"""Messages that are received in vain or again and again, groups that block, requests that cost."""

import pytest

from tests.insights.recordings import QUEUE, Document, Recording, components

HIDDEN = "MessagesLeftAlone"
FLYING = "ApproximateNumberOfMessagesNotVisible"
VISIBLE = "ApproximateNumberOfMessagesVisible"


def polled(
    orders: dict[str, list], counted=None, of_mapping=None, flags=None, queue=None, **more
) -> Recording:
    parts: Document = components(
        more.pop("worker", None),
        **{
            **QUEUE,
            "orders": QUEUE["orders"] | (queue or {}),
            "mapping": QUEUE["mapping"] | more.pop("mapping", {}),
            **more.pop("others", {}),
        },
    )
    series = {"orders": orders, "mapping": more.pop("polled", {}), **more.pop("series", {})}
    counters = {"orders": counted or {}, "mapping": of_mapping or {}}
    raised = [
        {"t_s": t, "kind": kind, "component": id, "detail": ""} for t, kind, id in (flags or [])
    ]
    return Recording(parts, series, counters, flags=raised, **more)


BACK = {"MessagesReturned": [0] * 30 + [10] * 3 + [0]}


def test_messages_that_come_back_while_they_are_worked_on_are_told():
    run = polled(BACK, {"returned": 30}, {"failed_events": 10}, worker={"timeout": "20 s"})
    found = run.found("visibility-shorter-than-processing")
    assert (found.t, found.until) == (30.0, 33.0)
    assert "20 came back that had neither failed nor been refused" in found.why
    assert found.attempt.value == 6 * 20.0
    assert run.takes(found)


def test_where_each_had_failed_or_been_refused_it_is_not_the_timeout():
    counted = {"failed_events": 20, "abandoned_events": 10}
    run = polled(BACK, {"returned": 30, "received": 1000}, counted)
    assert run.found("visibility-shorter-than-processing") is None


REFUSED = {
    "orders": BACK | {"MessagesDeadLettered": [0] * 32 + [4] + [0]},
    "counted": {"returned": 30, "received": 100, "dead_lettered": 4},
    "of_mapping": {"abandoned_events": 30},
    "flags": [(30.5, "first_hidden", "mapping"), (32.25, "first_dead_letter", "orders")],
    "worker": {"reserved_concurrency": 5},
    "queue": {"redrive": {"dead_letter_queue": "dead", "max_receive_count": 5}},
    "others": {"dead": {"type": "queue"}},
}


def test_receives_that_refusals_used_up_are_told():
    run = polled(**REFUSED)
    found = run.found("throttles-counted-as-receives")
    assert (found.t, found.until) == (30.5, 33.0)
    assert "30 of 100 receives (30 %)" in found.why
    assert (found.attempt.path, found.attempt.value) == (
        "components.mapping.maximum_concurrency",
        5,
    )
    assert run.takes(found)


def test_healthy_messages_in_the_dead_letter_queue_are_told():
    run = polled(**REFUSED)
    found = run.found("dlq-trap")
    assert found.t == 32.25
    assert "4 were received 5 times each" in found.why
    assert "Not one of them had failed" in found.why
    assert run.takes(found)


def test_refusals_are_not_blamed_where_the_visibility_timeout_was_too_short():
    """One was refused, and thirty came back while they were worked on."""
    counted = {"returned": 31, "received": 100, "dead_lettered": 4}
    told = REFUSED | {"counted": counted, "of_mapping": {"abandoned_events": 1}}
    assert polled(**told).found("dlq-trap") is None
    assert polled(**told).found("visibility-shorter-than-processing") is not None


def test_messages_that_failed_belong_in_the_dead_letter_queue():
    """Twenty receives used up, and as many failures."""
    told = REFUSED | {"of_mapping": {"abandoned_events": 30, "failed_events": 20}}
    assert polled(**told).found("dlq-trap") is None


def test_without_refusals_nothing_is_told_of_them():
    told = REFUSED | {"of_mapping": {"failed_events": 30}}
    assert polled(**told).found("throttles-counted-as-receives") is None


def hidden(alone: int, **more) -> Recording:
    return polled({HIDDEN: [0] * 10 + [alone] * 40 + [0], FLYING: [20]}, **more)


def test_messages_that_nobody_works_on_are_told():
    run = hidden(15, of_mapping={"batches_failed": 3}, queue={"visibility_timeout": "90 s"})
    found = run.found("hidden-messages")
    assert (found.t, found.until) == (10.0, 50.0)
    assert "15 of 20 in flight waited for the end of their visibility timeout, 90 s" in found.why
    assert found.attempt.path == "components.mapping.report_batch_item_failures"
    assert run.takes(found)


def test_to_hide_messages_for_less_time_is_no_remedy():
    """Six times the timeout is what AWS recommends at least: what fails is tried too often then."""
    run = hidden(15, queue={"visibility_timeout": "90 s"})
    assert run.found("hidden-messages").attempt is None


@pytest.mark.parametrize("alone", [9, 4])
def test_a_few_that_are_hidden_are_not(alone):
    assert hidden(alone).found("hidden-messages") is None


def test_retries_that_multiply_the_work_are_told():
    counted = {"returned": 30, "received": 90, "visible": 0}
    failed = {"failed_events": 30, "batches_failed": 3}
    run = polled(BACK, counted, failed, mapping={"batch_size": 10})
    found = run.found("retry-amplification")
    assert "received 1.5 times on average: 30 of 90" in found.why
    assert found.attempt.path == "components.mapping.report_batch_item_failures"
    assert run.takes(found)


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        # Of 600 all fail: three receives each, and then to the dead-letter queue.
        ({"received": 1764, "returned": 1752, "dead_lettered": 564, "visible": 24}, "2.94 to 3.06"),
        ({"received": 1800, "returned": 1800, "dead_lettered": 600}, "3"),
        ({"received": 90, "returned": 30, "expired": 5}, "1.38 to 1.5"),
        ({"received": 90, "returned": 30, "visible": 9000}, ""),
        ({"received": 90, "returned": 90, "visible": 30}, ""),
    ],
    ids=["dead letters", "all of them", "expired", "a backlog", "nothing is over"],
)
def test_receives_come_to_the_messages_that_were_received(counted, said):
    failed = {"failed_events": counted["returned"]}
    why = polled(BACK, counted, failed).found("retry-amplification").why
    assert why.startswith(f"Each message was received {said} times on average: ") is bool(said)
    assert f"{counted['returned']:,} of {counted['received']:,} receives" in why


def test_a_few_retries_multiply_nothing():
    failed = {"failed_events": 30, "batches_failed": 3}
    run = polled(BACK, {"returned": 30, "received": 900}, failed)
    assert run.found("retry-amplification") is None


# Groups.

FIFO = {"fifo": {}}


def grouped(blocked: list[int], waiting=0, **more) -> Recording:
    orders = {
        "MessageGroupsBlocked": blocked,
        "MessageGroups": [20],
        "ApproximateNumberOfGroupsWithInflightMessages": [4],
        VISIBLE: [waiting],
    }
    return polled(orders, queue=FIFO | {"visibility_timeout": "60 s"}, **more)


def test_a_group_that_a_failure_blocks_is_told():
    run = grouped([0] * 10 + [1] * 30 + [0])
    found = run.found("poison-blocks-group")
    assert (found.t, found.until) == (10.0, 40.0)
    assert "For 30 s up to 1 of 20 groups stood still" in found.why
    assert found.attempt.value == 10.0
    assert run.takes(found)


def test_a_group_that_waits_for_a_moment_is_not():
    assert grouped([0] * 10 + [1] * 5 + [0]).found("poison-blocks-group") is None


def test_a_hot_group_is_told():
    run = grouped([0], waiting=500)
    found = run.found("hot-group")
    assert "500 messages waited behind 4 groups in work" in found.why
    assert found.attempt.path == "components.worker.duration.constant"
    assert run.takes(found)


@pytest.mark.parametrize(
    ("batch", "each_s", "knob"),
    [
        (1, 0.1, "components.mapping.batch_size"),
        (1, 5, "components.worker.duration.constant"),
        (10, 0.1, "components.worker.duration.constant"),
    ],
)
def test_a_larger_batch_goes_before_a_faster_handler_where_it_saves_time(batch, each_s, knob):
    """Of 1 s a batch: ten of 0.1 s each are 2 s and not 11 s; ten of 5 s are 51 s and not 60 s."""
    worker = {"duration_per_record": each_s, "timeout": "60 s"}
    run = grouped([0], waiting=500, worker=worker, mapping={"batch_size": batch})
    found = run.found("hot-group")
    assert found.attempt.path == knob
    assert run.takes(found)


@pytest.mark.parametrize(("blocked", "waiting"), [([1], 500), ([0], 70)], ids=["poison", "few"])
def test_what_waits_behind_a_failure_or_for_its_turn_is_no_hot_group(blocked, waiting):
    assert grouped(blocked, waiting).found("hot-group") is None


# Cost.


def paid(requests: float, duration: float) -> Recording:
    lines = [("orders", "requests", requests), ("worker", "duration", duration)]
    items = [{"component": id, "item": item, "usd": usd} for id, item, usd in lines]
    sent = {"NumberOfMessagesSent": [2] * 50 + [0]}  # and 900 were there before
    return polled(sent, {"sent": 1000}, cost={"usd": requests + duration, "items": items})


def test_requests_that_cost_more_than_the_work_are_told():
    found = paid(3.0, 2.0).found("cost-of-requests")
    assert "60 % of 5.0000 USD: 100 messages sent" in found.why
    assert (found.evidence[0].metric, found.evidence[0].value) == ("requests", 3.0)
    assert found.rule.url == "https://aws.amazon.com/sqs/pricing"


def test_requests_that_cost_less_are_not():
    assert paid(2.0, 3.0).insights() == []
