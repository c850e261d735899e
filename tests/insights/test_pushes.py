"""What topics gave up, and whom fair queues held back."""

from tests.insights.recordings import Recording, components

HOOK = {"target": "hook", "delivery_policy": {"num_retries": 3}}


def published(said, series, counted):
    news = {"type": "topic", "subscriptions": [HOOK | said]}
    others = {"news": news, "hook": {"type": "endpoint"}, "dead": {"type": "queue"}}
    return Recording(components(**others), {"news": series}, {"news": counted})


GIVEN_UP = {"NotificationsGivenUp": [0] * 20 + [5] * 10 + [0]}
COUNTED = {
    "notifications_due": 1_000,
    "notifications_given_up": 50,
    "attempts_failed": 200,
    "redriven": 0,
}


def test_notifications_that_are_lost_after_their_retries_are_told():
    run = published({}, GIVEN_UP, COUNTED)
    found = run.found("notifications-given-up")
    assert (found.t, found.until) == (20.0, 30.0)
    assert "5 % of 1,000 are lost, after 200 attempts" in found.why
    assert found.attempt.value == 100
    assert run.takes(found)


def test_what_a_dead_letter_queue_has_is_not_lost_and_a_missing_permission_is_no_retry():
    kept = published({"dead_letter_queue": "dead"}, GIVEN_UP, COUNTED | {"redriven": 50})
    assert kept.found("notifications-given-up") is None
    denied = published({}, GIVEN_UP, COUNTED | {"attempts_failed": 0})
    assert denied.found("notifications-given-up") is None


def received(quiet):
    series = {
        "ApproximateNumberOfNoisyGroups": [0] * 10 + [1] * 30 + [0],
        "ApproximateAgeOfOldestMessage": [0] * 10 + list(range(30)) + [0],
        "ApproximateAgeOfOldestMessageInQuietGroups": [quiet] * 60,
    }
    parts = {"jobs": {"type": "queue", "fair": True}}
    return Recording(components(**parts), {"jobs": series}, {"jobs": {}})


def test_a_noisy_group_that_waited_alone_is_told():
    found = received(0.5).found("noisy-group-held-back")
    assert (found.t, found.until) == (10.0, 40.0)
    assert "up to 29 s old" in found.why


def test_where_all_waited_as_long_nothing_is_told():
    assert received(20.0).found("noisy-group-held-back") is None
