"""Users in a closed loop: they think, ask, wait and think again."""

from math import inf

from simcore.engine.arrivals import Window
from simcore.services.clients.facts import AttemptSent, RequestSent, UsersObserved
from simcore.services.clients.retry_mode import RetryMode
from tests.awslambda.stage import rows
from tests.services.calling_stage import Target, environment, users

THRICE = RetryMode(3)


def test_users_think_ask_wait_and_think_again():
    env = environment()
    made = users(Target(env, 200, after=3.0), 2, 4.0)
    env.run(until=13.0)
    assert rows(made, RequestSent, "t") == [4.0, 4.0, 11.0, 11.0]
    made.observe(13.0)
    assert rows(made, UsersObserved) == [(13.0, 0, 2)]


def test_users_who_do_not_think_and_are_refused_take_a_turnaround_each():
    env = environment()
    made = users(Target(env, None), 3, 0.0, turnaround=0.5)
    env.run(until=10.25)
    assert len(rows(made, RequestSent)) == 3 * 20


def test_a_user_asks_again_when_the_last_attempt_is_over():
    env = environment()
    made = users(Target(env, None), 1, 2.0, mode=THRICE)
    env.run(until=6.0)
    assert rows(made, AttemptSent, "t", "number") == [(2.0, 0), (2.5, 1), (3.5, 2), (5.5, 0)]


def test_more_users_come_and_those_who_are_too_many_leave():
    env = environment()
    made = users(Target(env, 200, after=1.0), 1, 9.0)
    env.run(until=5.0)
    made.retune(made.loop.__class__(3, made.loop.think_time, 0.001), made.window)
    env.run(until=20.0)
    assert rows(made, RequestSent, "t") == [9.0, 14.0, 14.0, 19.0]
    made.retune(made.loop.__class__(1, made.loop.think_time, 0.001), made.window)
    env.run(until=40.0)
    assert rows(made, RequestSent, "t")[4:] == [29.0, 39.0]
    made.observe(40.0)
    assert rows(made, UsersObserved)[-1] == (40.0, 0, 1)


def test_users_keep_to_the_hours_and_the_limit_of_their_client():
    env = environment()
    window = Window(inf, start_s=10.0, stop_s=20.0, limit=3)
    made = users(Target(env, 200), 1, 2.0, window=window)
    env.run(until=100.0)
    assert rows(made, RequestSent, "t") == [12.0, 14.0, 16.0]


def test_users_can_be_paused_and_a_burst_comes_beside_them():
    env = environment()
    made = users(Target(env, 200), 1, 2.0)
    env.run(until=3.0)
    made.pause()
    made.burst(2, 1.0)
    env.run(until=9.0)
    made.resume()
    env.run(until=10.0)
    assert rows(made, RequestSent, "t") == [2.0, 3.0, 4.0, 9.0]
