"""Callers: what they do with every kind of answer, and with none."""

import pickle

import pytest

from simcore.engine.keys import RecordedKeys
from simcore.errors import RetuneError
from simcore.facts import ERROR, SUCCESS, THROTTLED, TIMEOUT
from simcore.roles.invocable import DeniedInvocable
from simcore.roles.taker import Denied
from simcore.services.clients.answers import (
    CLIENT_ERROR,
    FORBIDDEN,
    FUNCTION_ERROR,
    GIVEN_UP,
    OK,
    REFUSED,
    SERVER_ERROR,
)
from simcore.services.clients.attempts import Asked
from simcore.services.clients.facts import (
    AnsweredTooLate,
    AttemptEnded,
    AttemptSent,
    CallerObserved,
    PageLoaded,
    RequestEnded,
    RequestSent,
    RetryQuotaReached,
)
from simcore.services.clients.retry_mode import Costs, RetryMode
from tests.awslambda.stage import make_function, rows
from tests.services.calling_stage import Target, caller, environment, settings, users

TWICE = RetryMode(2)
THRICE = RetryMode(3)


def answered(*statuses, after=1.0, times=(10.0,), **more):
    """A caller that has had its answers."""
    env = environment()
    made = caller(Target(env, *statuses, after=after), *times, **more)
    env.run(until=1_000.0)
    return made


def came(made):
    return made.way.target.came


# What it does with an answer: each kind once, with three attempts allowed; the wait is half of
# 1 s, then half of 2 s.


@pytest.mark.parametrize(
    ("status", "kind", "outcome", "attempts"),
    [
        (200, OK, SUCCESS, [10.0]),
        (-200, FUNCTION_ERROR, ERROR, [10.0]),
        (403, FORBIDDEN, ERROR, [10.0]),
        (413, CLIENT_ERROR, ERROR, [10.0]),
        (501, CLIENT_ERROR, ERROR, [10.0]),
        (429, REFUSED, THROTTLED, [10.0, 11.5, 13.5]),
        (500, SERVER_ERROR, ERROR, [10.0, 11.5, 13.5]),
        (502, SERVER_ERROR, ERROR, [10.0, 11.5, 13.5]),
        (503, SERVER_ERROR, ERROR, [10.0, 11.5, 13.5]),
        (504, SERVER_ERROR, ERROR, [10.0, 11.5, 13.5]),
        (None, REFUSED, THROTTLED, [10.0, 10.5, 11.5]),
    ],
)
def test_what_is_tried_again_and_what_is_final(status, kind, outcome, attempts):
    made = answered(status, mode=THRICE)
    assert came(made) == attempts
    assert rows(made, AttemptEnded, "answer") == [kind] * len(attempts)
    last = attempts[-1] + (0.0 if status is None else 1.0)
    assert rows(made, RequestEnded) == [(last, 10.0, outcome)]
    assert rows(made, AttemptSent, "number") == list(range(len(attempts)))


def test_a_success_after_a_retry_is_one_request_with_the_time_of_both():
    made = answered(503, 200, mode=THRICE)
    assert rows(made, RequestEnded) == [(12.5, 10.0, SUCCESS)]
    assert rows(made, AttemptEnded, "sent", "t") == [(10.0, 11.0), (11.5, 12.5)]


def test_without_an_sdk_nothing_is_tried_again():
    assert came(answered(503)) == [10.0]


def test_without_permission_it_is_told_403_and_a_taker_too():
    for target in (DeniedInvocable(), Denied()):
        target.env = environment()
        made = caller(target, 1.0, mode=THRICE)
        target.env.run(until=10.0)
        assert rows(made, AttemptEnded, "answer") == [FORBIDDEN]


class Full:
    """Takes nothing before a time."""

    def __init__(self, env, until):
        self.env, self.until, self.took = env, until, []

    def deliver(self, now, event):
        if now >= self.until:
            self.took.append((now, event))
        return now >= self.until


def test_a_message_that_is_refused_is_tried_again_as_it_is():
    full = Full(environment(), 2.0)
    made = caller(full, 1.0, mode=THRICE)
    full.env.run(until=10.0)
    assert [now for now, _ in full.took] == [2.5]
    assert rows(made, RequestEnded) == [(2.5, 1.0, SUCCESS)]


# A timeout of the client.


def test_who_waits_no_longer_leaves_the_function_running_and_paid_for():
    function = make_function(duration=5.0)
    made = caller(function, 1.0, timeout_s=2.0, mode=TWICE)
    function.env.run(until=100.0)
    assert rows(made, AttemptSent, "t") == [1.0, 3.5]
    assert rows(made, AttemptEnded, "t", "answer") == [(3.0, GIVEN_UP), (5.5, GIVEN_UP)]
    assert rows(made, AnsweredTooLate) == [(6.0, 3.0), (8.5, 3.0)]
    assert rows(made, RequestEnded) == [(5.5, 1.0, TIMEOUT)]


def test_an_answer_at_the_last_moment_is_in_time():
    made = answered(200, after=2.0, timeout_s=2.0)
    assert rows(made, AttemptEnded, "answer") == [OK]
    assert rows(made, AnsweredTooLate) == []


def test_a_function_that_times_out_is_a_timeout_that_was_answered():
    function = make_function(duration=9.0, timeout=3.0)
    made = caller(function, 1.0, mode=THRICE)
    function.env.run(until=100.0)
    assert rows(made, AttemptEnded, "t", "answer") == [(4.0, FUNCTION_ERROR)]
    assert rows(made, RequestEnded, "outcome") == [TIMEOUT]


@pytest.mark.parametrize(
    ("asked_for", "sent"),
    [(0.1, [10.0, 10.5, 11.5]), (3.0, [10.0, 13.0, 16.0]), (30.0, [10.0, 15.5, 21.5])],
)
def test_the_header_lengthens_a_wait_by_five_seconds_at_most(asked_for, sent):
    """x-amz-retry-after: own waits of 0.5 and 1 s, then what is asked for, up to 5 s more."""
    mode = RetryMode(3, retry_after_s=asked_for, retry_after_extra_s=5.0)
    assert came(answered(None, mode=mode)) == sent


def test_what_was_never_answered_asks_for_nothing():
    mode = RetryMode(2, retry_after_s=3.0, retry_after_extra_s=5.0)
    assert came(answered(200, after=9.0, timeout_s=1.0, mode=mode)) == [10.0, 11.5]


# The quota.


def test_when_the_quota_is_used_up_an_error_is_final_at_once():
    mode = RetryMode(3, quota=12, costs=Costs(5, 5, 10, 1))
    made = answered(503, times=(10.0, 20.0), mode=mode)
    assert came(made) == [10.0, 11.5, 13.5, 20.0]
    assert rows(made, RetryQuotaReached) == [(21.0,)]


def test_each_sdk_client_has_a_quota_of_its_own_and_requests_go_round():
    mode = RetryMode(2, quota=5, costs=Costs(5, 5, 5, 1))
    made = answered(503, times=(10.0, 20.0, 30.0), mode=mode, clients=2)
    assert came(made) == [10.0, 11.5, 20.0, 21.5, 30.0]


# Pages.


def test_a_page_is_there_when_the_last_of_its_requests_is():
    env = environment()
    function = make_function(env, duration=[1.0, 3.0, 2.0])
    made = caller(function, 1.0, parallel=3)
    env.run(until=50.0)
    assert rows(made, RequestSent, "t") == [1.0] * 3
    assert rows(made, PageLoaded) == [(4.0, 1.0, 0)]


def test_a_page_of_which_a_request_fails_has_failed_by_so_many():
    made = answered(200, 500, 403, parallel=3)
    assert rows(made, PageLoaded) == [(11.0, 10.0, 2)]


def test_single_requests_become_no_pages_in_the_course_of_a_run():
    with pytest.raises(RetuneError, match="single requests"):
        answered(200).tell(settings(parallel=2))


# What a front door is told.


def test_a_request_says_what_is_asked_for_by_whom_and_how():
    asked = Asked(RecordedKeys([7, 8]), RecordedKeys([3]), "POST", 512)
    made = answered(503, 200, times=(10.0, 20.0), mode=TWICE, asked=asked)
    told = [(r.resource, r.caller, r.method, r.bytes) for r in made.way.target.requests]
    assert told == [(7, 3, "POST", 512), (7, 3, "POST", 512), (8, 3, "POST", 512)]


# Adaptive mode.


def test_adaptive_mode_holds_back_after_a_throttle_first_attempts_too():
    """One answer in 5 s, weighed with 0.8, is 0.16/s: the throttle leaves the least rate, 0.5/s.
    The bucket has filled to 1, which the attempt at 5.1 s takes; the next waits 1 / 0.5 = 2 s."""
    made = answered(None, 200, times=(5.0, 5.1, 5.2), after=0.0, mode=RetryMode(1, adaptive=True))
    assert came(made) == [5.0, 5.1, pytest.approx(7.1)]


def test_an_answer_that_raises_the_rate_lets_out_earlier_what_is_held():
    """The fifth is throttled. The first that is held goes out at 3.90 s; the next would at 5.77 s,
    at 0.533/s, but the answer at 4.50 s raises the rate: it goes out at 4.75 s, none together."""
    times = (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6)
    statuses = (200, 200, 200, 200, None, 200)
    made = answered(*statuses, times=times, after=0.6, mode=RetryMode(1, adaptive=True))
    assert came(made)[6:8] == [pytest.approx(3.8987, abs=1e-3), pytest.approx(4.7469, abs=1e-3)]
    assert len(set(came(made))) == len(times)


def test_what_adaptive_mode_holds_is_let_out_when_the_mode_is_another():
    env = environment()
    adaptive = RetryMode(1, adaptive=True)
    made = caller(Target(env, None, 200), 5.0, 5.1, 5.2, mode=adaptive)
    env.run(until=6.0)
    made.observe(6.0)
    assert rows(made, CallerObserved, "held") == [1]
    made.tell(settings(RetryMode(1)))
    env.run(until=6.5)
    assert came(made) == [5.0, 5.1, 6.0]


# Whatever happens, all that went out is accounted for, and a snapshot goes on to the same.


def test_a_snapshot_in_the_middle_goes_on_to_the_same():
    env = environment()
    target = Target(env, 503, None, 200, -200, 429, after=0.7)
    made = users(target, 5, 1.3, mode=THRICE, timeout_s=0.6, parallel=2)
    target.statuses.extend([503, None, 200] * 2_000)
    env.run(until=20.0)
    env2, made2, target2 = pickle.loads(pickle.dumps((env, made, target)))
    made2.bind()
    env2.bind()
    env.run(until=60.0)
    env2.run(until=60.0)
    assert target.came == target2.came
    assert len(target.came) > 200
    made.observe(60.0)
    attempts, ended = len(rows(made, AttemptSent)), len(rows(made, AttemptEnded))
    assert rows(made, CallerObserved, "waiting") == [attempts - ended]
