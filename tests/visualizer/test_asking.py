"""Who asked for a run may cancel and resume it, and one visitor does not fill the queue for all."""

import threading

import pytest
from django.db import connections
from django.test import Client

from tests.visualizer.desk import RAMP, post
from visualizer import asking
from visualizer.models import Asker, Run, RunState
from visualizer.visitor import COOKIE, HEADER, place_of

pytestmark = pytest.mark.django_db(transaction=True)


def browser(address="192.0.2.1"):
    """A browser that has seen a page."""
    opened = Client(REMOTE_ADDR=address)
    assert opened.get("/").status_code == 200
    assert COOKIE in opened.cookies
    return opened


def program(name="", address="192.0.2.1"):
    return Client(REMOTE_ADDR=address, headers={HEADER: name} if name else {})


def asked(client, seed=1):
    """Id of a run that the client asks for."""
    answer = post(client, {"scenario": RAMP, "seed": seed})
    assert answer.status_code in (200, 201), answer.json()
    return answer.json()["id"]


def cancel(client, run):
    return client.post(f"/api/runs/{run}/cancel")


def retry(client, run):
    return client.post(f"/api/runs/{run}/retry")


def ended(run, state=RunState.STOPPED):
    Run.objects.filter(id=run).update(state=state)


PAIRS = {
    "two browsers": lambda: (browser(), browser()),
    "two browsers elsewhere": lambda: (browser(), browser("198.51.100.7")),
    "browser and program": lambda: (browser(), program()),
    "two programs elsewhere": lambda: (program(), program(address="198.51.100.7")),
    "two programs with names": lambda: (program("a" * 20), program("b" * 20)),
    "one with a name, one without": lambda: (program("a" * 20), program()),
    "another network of IPv6": lambda: (program("", "2001:db8::1"), program("", "2001:db8:0:1::1")),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_another_may_neither_cancel_nor_resume(desk, pair):
    mine, theirs = PAIRS[pair]()
    run = asked(mine)
    answer = cancel(theirs, run)
    assert (answer.status_code, desk.cancelled) == (403, [])
    assert "asked for by somebody else" in answer.json()["error"]["what"]
    assert "the same inputs are the same run" in answer.json()["error"]["hint"]
    assert not theirs.get(f"/api/runs/{run}").json()["yours"]
    assert mine.get(f"/api/runs/{run}").json()["yours"]
    assert cancel(mine, run).status_code == 202
    ended(run)
    assert retry(theirs, run).status_code == 403
    assert retry(mine, run).status_code == 202
    assert desk.cancelled == [run]


def test_a_page_says_whose_run_it_is(desk):
    mine, theirs = browser(), browser()
    run = asked(mine)
    assert mine.get(f"/lab/{run}").context["lab"]["run"]["yours"]
    assert not theirs.get(f"/lab/{run}").context["lab"]["run"]["yours"]


def test_a_run_of_two_goes_on_while_one_wants_it(desk):
    one, other = browser(), browser()
    run = asked(one)
    assert asked(other) == run
    answer = cancel(one, run)
    assert (answer.status_code, desk.cancelled) == (200, [])
    assert "goes on for them" in answer.json()["message"]
    assert cancel(one, run).status_code == 200
    assert cancel(other, run).status_code == 202
    assert desk.cancelled == [run]


def test_who_cancelled_may_ask_again(desk):
    one, other = browser(), browser()
    run = asked(one)
    asked(other)
    cancel(one, run)
    asked(one)
    assert cancel(other, run).status_code == 200
    assert desk.cancelled == []


def test_who_asks_for_the_same_goes_on_with_it(desk):
    one, other = browser(), browser()
    run = asked(one)
    cancel(one, run)
    ended(run)
    assert retry(other, run).status_code == 403
    assert asked(other) == run
    assert Run.objects.get(id=run).state == "queued"
    assert cancel(other, run).status_code == 202


def test_who_asks_for_one_that_is_there_has_it_too(desk):
    """As the hint of a refusal says; whoever only looks at it has not."""
    one, other, looks = browser(), browser(), browser()
    run = asked(one)
    ended(run, RunState.FINISHED)
    looks.get(f"/lab/{run}")
    assert asked(other) == run
    assert [who.get(f"/api/runs/{run}").json()["yours"] for who in (one, other, looks)] == [
        True,
        True,
        False,
    ]
    assert "stays for them" in one.delete(f"/api/runs/{run}").json()["message"]


def test_who_asks_for_the_same_names_and_pins_it_for_himself(desk):
    """A run that is there is no way into what its first owner has."""
    one, other, looks = browser(), browser(), browser()

    def told(client):
        said = client.get(f"/api/runs/{run}").json()
        return said["name"], said["pinned"]

    def change(client, **said):
        answer = client.patch(f"/api/runs/{run}", said, content_type="application/json")
        assert answer.status_code == 200
        return answer.json()

    run = asked(one)
    change(one, name="Mine", pinned=True)
    ended(run, RunState.FINISHED)
    assert asked(other) == run
    assert told(other) == ("Mine", False)
    assert change(other, name="Stolen", pinned=True)["name"] == "Stolen"
    assert change(other, pinned=False)["pinned"] is False
    assert [told(who) for who in (one, other, looks)] == [
        ("Mine", True),
        ("Stolen", False),
        ("Mine", True),
    ]
    assert [
        one.get("/api/runs").json()["runs"][0]["name"],
        other.get("/api/runs").json()["runs"][0]["name"],
    ] == ["Mine", "Stolen"]
    assert "Stolen" not in one.get("/").content.decode()
    assert Run.objects.get(id=run).pinned
    change(one, pinned=False)
    assert not Run.objects.get(id=run).pinned
    change(other, pinned=True)
    assert Run.objects.get(id=run).pinned
    other.delete(f"/api/runs/{run}")
    assert not Run.objects.get(id=run).pinned, "who is gone pins nothing"


def test_what_a_program_without_a_name_asked_for_is_its_addresss(desk):
    """From a terminal, and then cancelled in a browser on the same machine."""
    run = asked(program(address="127.0.0.1"))
    assert cancel(browser("198.51.100.7"), run).status_code == 403
    assert cancel(browser("127.0.0.1"), run).status_code == 202


def test_a_program_with_a_name_is_itself_anywhere(desk):
    run = asked(program("a" * 20, "192.0.2.1"))
    assert cancel(program("a" * 20, "198.51.100.7"), run).status_code == 202


def test_a_run_of_nobody_is_everybodys(desk):
    """One from before this was noted."""
    run = asked(browser())
    Asker.objects.all().delete()
    assert cancel(browser(), run).status_code == 202
    ended(run)
    assert retry(browser(), run).status_code == 202


@pytest.mark.parametrize("forged", ["", "x", "x:y", "abc:" + "A" * 43, "\xed\xa0\x80"])
def test_a_cookie_that_is_not_ours_is_none(desk, forged):
    run = asked(browser())
    forger = Client(REMOTE_ADDR="192.0.2.1")
    forger.cookies[COOKIE] = forged
    assert cancel(forger, run).status_code == 403


def test_a_short_name_is_none(desk):
    """Somebody else would guess it."""
    run = asked(program("me"))
    assert cancel(program("", "192.0.2.1"), run).status_code == 202


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


def test_whose_runs_are_known_after_a_restart(desk):
    one, other = browser(), browser("198.51.100.7")
    runs = [asked(one, 1), asked(one, 2), asked(other, 3)]
    whose = asking.whose(runs)
    assert whose[runs[0]] == whose[runs[1]] != whose[runs[2]]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_addresses_as_far_as_they_tell_people_apart(address, place):
    assert place_of(address) == place
