"""Who asked for a run may cancel and resume it."""

import pytest
from django.test import Client

from tests.visualizer.visitors import asked, browser, cancel, ended, program, retry
from visualizer import asking
from visualizer.models import Asker, Run, RunState
from visualizer.visitor import COOKIE, place_of

pytestmark = pytest.mark.django_db(transaction=True)


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
