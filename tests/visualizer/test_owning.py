"""Runs are named, pinned and deleted by those who asked for them, and by nobody else."""

import pytest

from tests.visualizer.desk import document, post
from tests.visualizer.test_family import FAIL, fork
from tests.visualizer.test_uploads import COUNTS, upload
from tests.visualizer.visitors import asked, browser, cancel, program, retry
from visualizer.api.interface import description
from visualizer.models import Run, Sender

pytestmark = pytest.mark.django_db(transaction=True)


def change(client, run, **changes):
    return client.patch(f"/api/runs/{run}", changes, content_type="application/json")


def finish(run):
    Run.objects.filter(id=run).update(state="finished")


@pytest.fixture(autouse=True)
def _at_the_desk(desk):
    """Nothing is computed."""


def test_its_owner_names_and_pins_a_run_and_nobody_else():
    mine, theirs = browser(), browser()
    run = asked(mine)
    assert change(theirs, run, name="Mine").status_code == 403
    answer = change(mine, run, name="  A longer\n timeout ", pinned=True)
    assert answer.json() == {
        "id": run, "url": f"/lab/{run}", "state": "queued", "name": "A longer timeout",
        "pinned": True,
    }  # fmt: skip
    told = theirs.get(f"/api/runs/{run}").json()
    assert (told["name"], told["pinned"], told["yours"]) == ("A longer timeout", True, False)
    assert "A longer timeout" in mine.get("/").content.decode()
    assert change(mine, run, name="").json()["name"] == ""


@pytest.mark.parametrize(
    "wrong", [{"name": 7}, {"name": "x" * 81}, {"pinned": "yes"}, {"title": "T"}], ids=str
)
def test_what_cannot_be_changed(wrong):
    mine = browser()
    run = asked(mine)
    answer = change(mine, run, **wrong)
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.json()["error"]["where"]


def test_pins_have_limits_that_are_named(settings):
    mine = browser()
    first, second = asked(mine, 1), asked(mine, 2)
    settings.MAX_PINNED_PER_VISITOR = 1
    assert change(mine, first, pinned=True).status_code == 200
    assert change(mine, first, pinned=True).status_code == 200
    refused = change(mine, second, pinned=True)
    assert refused.status_code == 409
    assert "WINDTUNNEL_MAX_PINNED_PER_VISITOR" in refused.json()["error"]["what"]
    settings.MAX_PINNED_PER_VISITOR = 9
    settings.MAX_RUNS_PINNED = 1
    assert "WINDTUNNEL_MAX_RUNS_PINNED" in change(mine, second, pinned=True).json()["error"]["what"]
    settings.MAX_RUNS_PINNED = 9
    Run.objects.filter(id=second).update(stored_bytes=settings.MAX_STORED_BYTES // 2 + 1)
    assert "WINDTUNNEL_MAX_STORED_MB" in change(mine, second, pinned=True).json()["error"]["what"]
    assert change(mine, first, pinned=False).json()["pinned"] is False


def test_its_owner_deletes_a_run(desk):
    mine, theirs = browser(), browser()
    run = asked(mine)
    assert mine.delete(f"/api/runs/{run}").status_code == 409
    finish(run)
    assert theirs.delete(f"/api/runs/{run}").status_code == 403
    assert mine.delete(f"/api/runs/{run}").status_code == 204
    assert desk.forgotten == [run]
    assert mine.get(f"/api/runs/{run}").status_code == 404
    assert mine.delete(f"/api/runs/{run}").status_code == 404


def test_what_two_asked_for_stays_for_the_other(desk):
    one, other = browser(), browser()
    run = asked(one)
    asked(other)
    finish(run)
    answer = one.delete(f"/api/runs/{run}")
    assert (answer.status_code, desk.forgotten) == (200, [])
    assert "stays for them" in answer.json()["message"]
    assert not one.get(f"/api/runs/{run}").json()["yours"]
    assert other.delete(f"/api/runs/{run}").status_code == 204


def test_what_forks_need_is_not_deleted(desk):
    mine = browser()
    parent = Run.objects.get(id=post(mine, {"document": document()}).json()["id"])
    header = {"frame_s": 1.0, "duration_s": 60.0, "frames": 60}
    Run.objects.filter(id=parent.id).update(state="finished", frames=60, header=header)
    child = fork(parent, FAIL)
    refused = mine.delete(f"/api/runs/{parent.id}")
    assert (refused.status_code, desk.forgotten) == (409, [])
    assert child.id in refused.json()["error"]["what"]


def test_the_runs_that_a_browser_has_looked_at(desk):
    mine, theirs = browser(), browser()
    run = asked(mine)
    change(mine, run, name="Longer")
    desk.waiting = {run: 2}
    told = mine.get("/api/runs").json()["runs"]
    assert [(one["id"], one["name"], one["yours"], one["queue"]) for one in told] == [
        (run, "Longer", True, 2)
    ]
    assert theirs.get("/api/runs").json() == {"runs": []}
    theirs.get(f"/lab/{run}")
    (seen,) = theirs.get("/api/runs").json()["runs"]
    assert (seen["id"], seen["yours"]) == (run, False)
    assert mine.get(f"/api/runs/{run}").json()["queue"] == 2
    finish(run)
    mine.delete(f"/api/runs/{run}")
    assert mine.get("/api/runs").json() == {"runs": []}


def test_what_turns_a_line_around_is_in_no_name():
    mine = browser()
    named = change(mine, asked(mine), name="Mine \u202e\x07 or\u2069 not")
    assert named.json()["name"] == "Mine or not"


def test_a_trace_is_deleted_by_who_sent_it_and_by_nobody_else():
    """Also before any run replays it: its id stands in every run and address that names it."""
    mine, theirs, third = browser(), browser(), browser("192.0.2.77")
    trace = upload(mine, COUNTS).json()["id"]
    for other in (theirs, third, program("a-name-of-another-program")):
        refused = other.delete(f"/api/traces/{trace}")
        assert refused.status_code == 403
        assert "Send the same file" in refused.json()["error"]["hint"]
    assert upload(theirs, COUNTS).status_code == 200
    answer = mine.delete(f"/api/traces/{trace}")
    assert (answer.status_code, "stays for them" in answer.json()["message"]) == (200, True)
    assert mine.delete(f"/api/traces/{trace}").status_code == 403
    assert theirs.delete(f"/api/traces/{trace}").status_code == 204
    assert theirs.delete(f"/api/traces/{trace}").status_code == 404


def test_a_trace_from_before_senders_were_noted_stays_everybodys():
    mine, theirs = browser(), browser()
    trace = upload(mine, COUNTS).json()["id"]
    Sender.objects.all().delete()
    assert upload(mine, COUNTS).status_code == 200
    assert theirs.delete(f"/api/traces/{trace}").status_code == 204


EVERYBODYS = {
    *("create_run", "fork_run", "upload_trace", "make_report", "make_comparison_report"),
    *("check_scenario", "configure_lab"),
}
"""What makes something of one's own, or nothing that is kept."""


def test_whatever_changes_anything_is_refused_to_strangers():
    """Every operation there is: one that is added is here, or somebody has thought about it."""
    mine, stranger = program("somebody-who-has-a-name"), program("a-stranger-with-a-name")
    run, trace = asked(mine), upload(mine, COUNTS).json()["id"]
    code = post(mine, {}, "/api/classes").json()["code"]
    say = {"type": "freeze", "on": True}
    changing = {
        "change_run": stranger.patch(f"/api/runs/{run}", {"name": "x"}, "application/json"),
        "cancel_run": cancel(stranger, run),
        "retry_run": retry(stranger, run),
        "delete_run": stranger.delete(f"/api/runs/{run}"),
        "delete_trace": stranger.delete(f"/api/traces/{trace}"),
        "say_to_class": post(stranger, say, f"/api/classes/{code}/say"),
    }
    assert {name: answer.status_code for name, answer in changing.items()} == dict.fromkeys(
        changing, 403
    )
    nobody = post(program(), {}, "/api/classes")
    assert nobody.status_code == 403, "a class needs a name"
    operations = {
        said["operationId"]
        for path in description()["paths"].values()
        for method, said in path.items()
        if method != "get"
    }
    assert operations == changing.keys() | EVERYBODYS | {"make_class"}
