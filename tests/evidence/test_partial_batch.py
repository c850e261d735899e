"""A batch of which some messages fail, with and without ReportBatchItemFailures."""

import pytest

from simcore.quotas import PROFILES

PROVES = (
    "simcore/awslambda/event_source_mapping/sqs.py",
    "simcore/awslambda/record_failures.py",
)

VISIBILITY_TIMEOUT = 30


def run(simulate, profile, *, reports, item_error_rate, seed=1):
    """Five messages in one batch; the function needs a second and fails each at the rate."""
    return simulate(
        {
            "orders": {
                "type": "queue",
                "visibility_timeout": VISIBILITY_TIMEOUT,
                "initial_messages": 5,
            },
            "poll": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": 10,
                "report_batch_item_failures": reports,
            },
            "worker": {
                "type": "function",
                "duration": "1 s",
                "init_duration": 0,
                "item_error_rate": item_error_rate,
            },
        },
        "40 s",
        profile,
        seed=seed,
    )


def steps_of(result):
    """The steps of each message, in the order of sending: {step: when}."""
    return [{step["step"]: step["t_s"] for step in story["steps"]} for story in result["stories"]]


def second_and_fourth_fail(simulate, profile):
    """A run in which chance picks the two of five messages of AWS's example."""
    for seed in range(300):
        result = run(simulate, profile, reports=True, item_error_rate=0.4, seed=seed)
        if [place for place, steps in enumerate(steps_of(result), 1) if "returned" in steps] == [
            2,
            4,
        ]:
            return result
    raise AssertionError("in none of 300 runs did the second and the fourth message come back")


@pytest.mark.parametrize("profile", PROFILES)
def test_only_the_reported_messages_come_back(simulate, at, profile):
    """AWS Lambda Developer Guide, with-sqs (14 November 2022) and services-sqs-errorhandling
    (12 July 2026): of the messages id1 to id5, the function reports id2 and id4. Lambda deletes
    id1, id3 and id5; id2 and id4 are visible again when their visibility timeout ends."""
    result = second_and_fourth_fail(simulate, profile)
    id1, id2, id3, id4, id5 = steps_of(result)
    assert [message["deleted"] for message in (id1, id3, id5)] == [1, 1, 1]
    assert [message["returned"] for message in (id2, id4)] == [VISIBILITY_TIMEOUT] * 2
    assert at(result, "poll", "InvokedEventCount", 0) == 5
    assert at(result, "orders", "NumberOfMessagesDeleted", 1) == 3
    assert at(result, "orders", "ApproximateNumberOfMessagesNotVisible", 15) == 2
    assert at(result, "orders", "ApproximateNumberOfMessagesVisible", 15) == 0
    assert at(result, "orders", "MessagesReturned", VISIBILITY_TIMEOUT) == 2
    assert at(result, "orders", "NumberOfMessagesReceived", VISIBILITY_TIMEOUT) == 2
    assert sum(result["series"]["worker"]["Errors"]) == 0, "a reported failure is no error"


@pytest.mark.parametrize("profile", PROFILES)
def test_without_the_report_the_whole_batch_comes_back(simulate, at, profile):
    """The same pages: a function error deletes nothing; every message of the batch is visible
    again after the visibility timeout."""
    result = run(simulate, profile, reports=False, item_error_rate=0.999999)
    assert sum(result["series"]["worker"]["Errors"][:VISIBILITY_TIMEOUT]) == 1
    assert sum(result["series"]["orders"]["NumberOfMessagesDeleted"]) == 0
    assert at(result, "orders", "MessagesReturned", VISIBILITY_TIMEOUT) == 5
    assert at(result, "poll", "InvokedEventCount", VISIBILITY_TIMEOUT) == 5


@pytest.mark.parametrize("profile", PROFILES)
def test_an_empty_list_is_full_success(simulate, at, profile):
    """The same pages: with nothing reported, the whole batch is deleted."""
    result = run(simulate, profile, reports=True, item_error_rate=0)
    assert at(result, "orders", "NumberOfMessagesDeleted", 1) == 5
    assert sum(result["series"]["orders"]["MessagesReturned"]) == 0
