"""PurgeQueue: what a queue held is gone, wherever it was, and who works on it deletes nothing."""

from dataclasses import replace

import pytest

from simcore import Run, ScenarioInvalid, load_scenario
from simcore.engine.environment import Environment
from simcore.facts import STORY_STEPS, StoryStep
from simcore.services.sqs.facts import MessageDeleted, MessagesPurged, QueueObserved
from tests.awslambda.fifo_stage import make_fifo
from tests.awslambda.stage import at, make_queue, receive, rows, send_at


@pytest.fixture
def env():
    return Environment()


def levels(queue, t):
    at(queue, t).observe(t)
    return rows(queue, QueueObserved, "visible", "in_flight", "delayed", "oldest_sent")[-1]


def test_what_is_delayed_visible_returned_and_in_flight_is_gone(env):
    queue = make_queue(env, delay=5.0, visibility_timeout=10.0)
    send_at(queue, *[1.0] * 6)
    receive(queue, 7.0, 2)  # comes back at 17
    receive(queue, 18.0, 1)  # the one of these that is in flight again
    send_at(queue, 19.0)
    assert levels(queue, 19.5) == (5, 1, 1, 1.0)
    at(queue, 20.0).purges.begin()
    assert rows(queue, MessagesPurged) == [(20.0, 7, 1)]
    assert levels(queue, 40.0) == (0, 0, 0, -1.0)
    assert receive(queue, 41.0) is None


def test_a_handler_that_works_on_purged_messages_deletes_nothing(env):
    queue = make_queue(env, visibility_timeout=10.0)
    send_at(queue, *[1.0] * 6)
    receipts = [receive(queue, 2.0, 2) for _ in range(3)]
    at(queue, 3.0).purges.begin()
    assert queue.delete(4.0, receipts[0]) == 0
    assert queue.delete_except(4.0, receipts[1], frozenset([1])) == 0
    queue.keep_hidden(receipts[2])
    assert levels(queue, 30.0) == (0, 0, 0, -1.0)
    assert rows(queue, MessageDeleted) == []
    assert len(receipts[0]) == 2, "its batch is what it was"


def test_a_receipt_of_messages_that_had_come_back_deletes_nothing_either(env):
    queue = make_queue(env, visibility_timeout=10.0)
    send_at(queue, *[1.0] * 2)
    late, again = receive(queue, 2.0, 2), receive(queue, 13.0, 2)
    at(queue, 14.0).purges.begin()
    assert [queue.delete(15.0, receipt) for receipt in (late, again)] == [0, 0]
    assert levels(queue, 30.0) == (0, 0, 0, -1.0)


def test_what_comes_after_it_is_there(env):
    queue = make_queue(env, delay=5.0)
    send_at(queue, 1.0)
    at(queue, 2.0).purges.begin()
    send_at(queue, 3.0)
    assert levels(queue, 6.5) == (0, 0, 1, 3.0)
    assert levels(queue, 8.5) == (1, 0, 0, 3.0)


def test_it_may_take_a_while_and_then_takes_what_came_meanwhile(env):
    queue = make_queue(env)
    send_at(queue, *[1.0] * 3)
    at(queue, 10.0).purges.begin(30.0)
    assert len(receive(queue, 20.0, 1)) == 1
    send_at(queue, 35.0)
    assert levels(queue, 39.0) == (3, 1, 0, 1.0)
    assert levels(queue, 40.5) == (0, 0, 0, -1.0)
    assert rows(queue, MessagesPurged) == [(40.0, 4, 1)]


def test_no_group_of_a_fifo_queue_is_blocked_any_more(env):
    queue = make_fifo(env, visibility_timeout=30.0)
    for t, key in ((1.0, 1), (1.0, 1), (1.0, 2)):
        at(queue, t).put(t, key, False)
    receipt = at(queue, 2.0).receive(2.0, 1, False)
    queue.return_in_time(receipt)
    assert queue.lanes(2.0, [])[0][1] == 2
    at(queue, 3.0).purges.begin()
    assert rows(queue, MessagesPurged) == [(3.0, 3, 1)]
    assert levels(queue, 4.0) == (0, 0, 0, -1.0)
    assert queue.lanes(4.0, [])[0] == (4.0, 0, 0, 0, 0, 0)
    at(queue, 5.0).put(5.0, 1, False)
    later = at(queue, 6.0).receive(6.0, 10, True)
    queue.return_in_time(later)
    assert [sent for _, sent, _ in later.messages] == [5.0]
    assert queue.delete(7.0, receipt) == 0
    assert levels(queue, 8.0) == (0, 1, 0, 5.0)
    assert levels(queue, 40.0) == (1, 0, 0, 5.0), "after the timeout of the purged one, too"


def test_a_story_ends_with_it_also_of_a_batch_that_is_handed_over_later(env):
    queue = make_queue(env, visibility_timeout=30.0)
    send_at(queue, 1.0)
    receipt = receive(queue, 2.0)
    at(queue, 3.0).purges.begin()
    assert not receipt.followed
    assert [STORY_STEPS[int(step)] for step in rows(queue, StoryStep, "step")] == [
        "sent", "received", "purged",
    ]  # fmt: skip


def told(queue, id):
    return [(STORY_STEPS[int(step)], a) for _, of, step, a, _ in rows(queue, StoryStep) if of == id]


@pytest.mark.parametrize("make", [make_queue, make_fifo], ids=["standard", "fifo"])
def test_a_story_of_what_had_come_back_ends_with_it_too(env, make):
    queue = make(env, visibility_timeout=10.0)
    for t in (1.0, 1.0, 1.0):
        env.call_at(t, lambda now: queue.put(now, 1, False), t)
    mixes = (True,) if make is make_fifo else ()
    queue.return_in_time(at(queue, 2.0).receive(2.0, 2, *mixes))
    at(queue, 20.0).purges.begin()
    for id in (0, 1):
        steps = told(queue, id)
        assert [step for step, _ in steps] == ["sent", "received", "returned", "purged"]
        assert steps[-1] == ("purged", 1)
    assert told(queue, 2) == [], "nobody has seen it"


def test_poison_fails_who_works_on_it_and_no_one_keeps_the_rest(env):
    queue = make_fifo(env, visibility_timeout=10.0)
    for t, key in ((1.0, 1), (1.0, 2), (1.0, 3)):
        at(queue, t).put(t, key, True)
    receipt = at(queue, 2.0).receive(2.0, 2, True)
    at(queue, 3.0).purges.begin()
    assert receipt.poisoned() == (0, 1)
    assert (queue._unusual.poison, queue._unusual.again) == (set(), {})
    at(queue, 4.0).put(4.0, 1, True)
    later = at(queue, 5.0).receive(5.0, 2, True)
    assert later.poisoned() == (0,)
    assert queue.delete(6.0, later) == 1
    assert queue._unusual.poison == set()


@pytest.mark.parametrize("make", [make_queue, make_fifo], ids=["standard", "fifo"])
@pytest.mark.parametrize("sent_again", [10.0, 10.5, 12.0])
def test_the_delay_changes_after_it(env, make, sent_again):
    """What waited for a purged message finds nothing, also where others wait at the same moment."""
    queue = make(env, delay=20.0)
    at(queue, 10.0).put(10.0, 1, False)
    queue.purges.begin()
    if sent_again < 11.0:
        at(queue, sent_again).put(sent_again, 1, False)
    at(queue, 11.0).retune(replace(queue.settings, delay_s=5.0))
    if sent_again > 11.0:
        at(queue, sent_again).put(sent_again, 1, False)
    keeps = make is make_queue and sent_again < 11.0
    visible_at = sent_again + (20.0 if keeps else 5.0)
    assert at(queue, visible_at - 0.1).visible() == 0
    assert at(queue, visible_at + 0.1).visible() == 1
    assert levels(queue, 50.0) == (1, 0, 0, sent_again)


# In a scenario.


def scenario(*interventions, **queue):
    return {
        "format": "windtunnel.scenario/1",
        "id": "purged",
        "title": "Is it gone?",
        "duration": "10 min",
        "components": {
            "client": {"type": "client", "target": "orders", "arrivals": {"constant": {"rate": 2}}},
            "orders": {"type": "queue", "initial_messages": 500, "visibility_timeout": 60, **queue},
            "poll": {"type": "event_source_mapping", "source": "orders", "function": "worker"},
            "worker": {"type": "function", "timeout": 20, "duration": 9, "reserved_concurrency": 2},
        },
        "interventions": list(interventions),
    }


PURGE = {"action": "purge", "component": "orders"}


@pytest.mark.parametrize("queue", [{}, {"fifo": {}}], ids=["standard", "fifo"])
def test_what_was_purged_is_an_outcome_of_its_own(queue):
    run = Run(load_scenario(scenario({**PURGE, "at": 60}, **queue)))
    frames = list(run.frames())
    result = run.result().as_dict()
    counters = result["counters"]["orders"]
    assert counters["purged"] > 400
    assert counters["purged"] >= counters["purged_in_flight"] > 0
    gone = counters["deleted"] + counters["purged"]
    assert counters["sent"] == gone + counters["visible"] + counters["in_flight"]
    assert sum(result["series"]["orders"]["MessagesPurged"]) == counters["purged"]
    listed = [row for frame in frames for row in frame.payload["events"] if "purged" in row[3]]
    assert len(listed) == 1
    assert listed[0][0] == 60.0


@pytest.mark.parametrize(("second", "refused"), [(119.9, True), (120, False)])
def test_aws_takes_one_purge_a_minute(second, refused):
    said = scenario({**PURGE, "at": 60}, {**PURGE, "at": second})
    if not refused:
        assert load_scenario(said).interventions[1].at == second
        return
    with pytest.raises(ScenarioInvalid) as found:
        load_scenario(said)
    (check,) = [check for check in found.value.checks if check.severity == "error"]
    assert (check.id, check.path) == ("intervention.refused", "interventions.1")
    assert check.message == (
        "orders: PurgeQueueInProgress: a purge began 59.9 s before, and AWS takes one in 1 min"
    )


def test_a_purge_takes_at_most_a_minute():
    with pytest.raises(ScenarioInvalid) as found:
        load_scenario(scenario({**PURGE, "at": 60, "takes": 61}))
    assert found.value.checks[0].path.endswith("takes")
