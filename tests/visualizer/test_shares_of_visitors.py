"""One visitor does not fill the queue for all."""

import threading

import pytest
from django.db import connections
from django.test import Client

from tests.visualizer.desk import RAMP, post
from tests.visualizer.visitors import asked, browser, cancel, ended, retry
from visualizer.models import Asker, Run, RunState
from visualizer.visitor import COOKIE

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_visitor_is_told_to_wait_and_others_are_not(desk, settings):
    settings.MAX_RUNS_PER_VISITOR, settings.MAX_RUNS_PER_ADDRESS = 3, 5
    one, other, third = browser(), browser(), browser()
    for seed in range(3):
        run = asked(one, seed)
    answer = post(one, {"scenario": RAMP, "seed": 99})
    assert (answer.status_code, answer["Retry-After"]) == (429, "10")
    assert "WINDTUNNEL_MAX_RUNS_PER_VISITOR" in answer.json()["error"]["what"]
    assert Run.objects.count() == 3
    assert asked(one, 2) == run, "what he has already is his"
    asked(other, 10)
    asked(other, 11)
    answer = post(third, {"scenario": RAMP, "seed": 98})
    assert answer.status_code == 429
    assert "WINDTUNNEL_MAX_RUNS_PER_ADDRESS" in answer.json()["error"]["what"]
    asked(browser("198.51.100.7"), 20)


def test_a_class_may_ask_for_one_run_and_is_counted_as_one(desk, settings):
    settings.MAX_RUNS_PER_VISITOR, settings.MAX_RUNS_PER_ADDRESS = 2, 3
    visitors = [browser() for _ in range(30)]
    assert len({asked(visitor, 1) for visitor in visitors}) == 1
    one, other, third = visitors[:3]
    asked(one, 2)
    asked(other, 3)
    assert post(third, {"scenario": RAMP, "seed": 4}).status_code == 429
    assert asked(third, 3) == asked(other, 3), "what is there costs nothing more"


def test_what_was_given_up_is_asked_for_anew(desk, settings):
    """Nobody waits for it: it is no run of others that one joins."""
    settings.MAX_RUNS_PER_VISITOR = 2
    one = browser()
    first = asked(one, 1)
    cancel(one, first)
    asked(one, 2)
    asked(one, 3)
    assert post(one, {"scenario": RAMP, "seed": 1}).status_code == 429


def test_who_wanted_a_run_that_ended_has_no_say_when_another_goes_on_with_it(desk, settings):
    settings.MAX_RUNS_PER_VISITOR = 1
    one, other = browser(), browser()
    run = asked(one)
    ended(run)  # by a limit: nobody gave it up
    assert asked(other) == run
    asked(one, 2)  # whose share it is not
    assert cancel(other, run).status_code == 202
    assert desk.cancelled == [run]
    ended(run)
    ended(asked(one, 2))
    assert retry(one, run).status_code == 202, "it is still his, too"


def test_who_waits_for_a_run_that_nobody_is_on_goes_on_waiting(desk):
    """Asked for by another before the supervisor has heard of it."""
    one, other = browser(), browser()
    run = asked(one)
    desk.dead.add(run)
    assert asked(other) == run
    assert cancel(other, run).status_code == 200
    assert desk.cancelled == []


def test_what_ended_or_was_given_up_makes_room(desk, settings):
    settings.MAX_RUNS_PER_VISITOR = 2
    one, other = browser(), browser()
    first, second = asked(one, 1), asked(one, 2)
    assert post(one, {"scenario": RAMP, "seed": 3}).status_code == 429
    ended(first, RunState.FINISHED)
    asked(one, 3)
    asked(other, 2)
    assert cancel(one, second).status_code == 200
    asked(one, 4)


def test_the_share_holds_for_retries_too(desk, settings):
    settings.MAX_RUNS_PER_VISITOR = 2
    one = browser()
    first = asked(one, 1)
    ended(first)
    asked(one, 2)
    asked(one, 3)
    Asker.objects.filter(run_id=first).update(wants=False)
    assert retry(one, first).status_code == 429
    assert Run.objects.get(id=first).state == "stopped"


def test_many_at_the_same_moment_get_no_more(desk, settings):
    settings.MAX_RUNS_PER_VISITOR = 3
    name = browser().cookies[COOKIE].value
    statuses = []

    def ask(seed):
        client = Client(REMOTE_ADDR="192.0.2.1")
        client.cookies[COOKIE] = name
        statuses.append(post(client, {"scenario": RAMP, "seed": seed}).status_code)
        connections.close_all()

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] * 3 + [429] * 5
