"""Runs are named, pinned and deleted by those who asked for them, and by nobody else."""

import pytest

from tests.visualizer.desk import document, post
from tests.visualizer.test_family import FAIL, fork
from tests.visualizer.visitors import asked, browser
from visualizer.models import Run

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
