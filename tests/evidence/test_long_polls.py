"""Pollers of a standard queue that find nothing: a long poll of 20 seconds after the other.

AWS Lambda Developer Guide, services-sqs-scaling (12 Jul 2026) and with-sqs (2022): Lambda polls an
idle queue with long polling. How many pollers wait is the profile's floor.
"""

import pytest

from simcore.quotas import PROFILES, load_profile

PROVES = (
    "simcore/awslambda/event_source_mapping/fleet.py",
    "simcore/awslambda/event_source_mapping/sqs.py",
)

HOUR_S, POLL_S = 3_600, 20


def mapped(mapping=None, queue=None, rate=1, limit=1, **function):
    """A queue, its mapping and a function that is done in 100 ms; messages from 0 s on."""
    return {
        "sender": {
            "type": "client",
            "target": "orders",
            "arrivals": {"constant": {"rate": rate}},
            "limit": limit,
        },
        "orders": {"type": "queue", "visibility_timeout": 400, **(queue or {})},
        "poll": {
            "type": "event_source_mapping",
            "source": "orders",
            "function": "worker",
            "batch_size": 1,
            **(mapping or {}),
        },
        "worker": {"type": "function", "duration": "100 ms", "init_duration": 0, **function},
    }


def empty_receives(result):
    return result["counters"]["orders"]["empty_receives"]


@pytest.mark.parametrize("profile", PROFILES)
def test_an_idle_queue_is_polled_from_the_start(simulate, profile):
    """An hour is 180 long polls of each poller that waits."""
    waiting = load_profile(profile).value("esm.sqs.scale_in_floor")
    components = mapped()
    del components["sender"]
    result = simulate(components, HOUR_S, profile)
    assert empty_receives(result) == waiting * HOUR_S / POLL_S


@pytest.mark.parametrize("profile", ["notes-2021", "aws-2022"])
def test_one_message_ends_one_poll(simulate, profile):
    """A message at 890 s: four pollers go on, with 1,000 / 20 = 50 polls each; the fifth had ended
    44, and begins anew when its poll cycle is over, at 890.18 s, with 5 more."""
    result = simulate(mapped(queue={"delay": 890}), 1_000, profile)
    assert empty_receives(result) == 4 * 50 + 44 + 5


def test_a_poller_that_gathers_polls_on(simulate):
    """Two pollers. One waits all the time: 650 / 20 = 32 polls. The other gets the message at 1 s
    and waits for more until 301 s: 15 polls; then it opens another window at 301.1 s, polls from
    301.18 until 601.1 s: 14; then it waits: 2."""
    mapping = {"maximum_concurrency": 2, "maximum_batching_window": 300, "batch_size": 10}
    result = simulate(mapped(mapping, {"delay": 1}), 650, "aws-2026")
    assert empty_receives(result) == 32 + 15 + 14 + 2


def test_gathering_message_after_message_ends_no_poll_empty(simulate):
    """A message every 15 s, the first at 0 s, is there before a poll of 20 s ends."""
    mapping = {"maximum_concurrency": 2, "maximum_batching_window": 100, "batch_size": 10}
    result = simulate(mapped(mapping, rate=1 / 15, limit=7), 99, "aws-2026")
    assert empty_receives(result) == 4  # those of the poller that waits


@pytest.mark.parametrize(
    ("profile", "back_at"), [("notes-2021", 65), ("aws-2022", 65), ("aws-2026", 30)]
)
def test_window_and_timeout_prolong_the_visibility_timeout(simulate, profile, back_at):
    """AWS Lambda Developer Guide, with-sqs (2022): with a window the messages are hidden for
    window + timeout + 30 s, 20 + 15 + 30, where that is longer than the queue's own 30 s; the guide
    of 2026 does not say so any more."""
    components = mapped({"maximum_batching_window": 20, "batch_size": 10}, error_rate=1, timeout=15)
    components["orders"]["visibility_timeout"] = 30
    result = simulate(components, 70, profile)
    (story,) = result["stories"]
    returned = [step["t_s"] for step in story["steps"] if step["step"] == "returned"]
    assert returned[0] == back_at


def test_errors_cost_pollers_unless_they_are_reported(simulate, at):
    """AWS Lambda Developer Guide, services-sqs-errorhandling (2026): Lambda reduces polling after
    function errors, not where ReportBatchItemFailures is on. How fast is assumed; without errors
    there are 5 + 300 a minute."""

    def pollers(**mapping):
        backlog = {"initial_messages": 100_000}
        components = mapped(mapping, backlog, duration="1 s", error_rate=0.2)
        return at(simulate(components, 61, "aws-2026"), "poll", "Pollers", 60)

    reporting, silent = pollers(report_batch_item_failures=True), pollers()
    assert reporting == pytest.approx(305, abs=5)
    assert silent < 0.1 * reporting
