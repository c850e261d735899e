"""What programs ask for: checks, frames, forks, their own runs, beside what the lab does."""

import json
import zlib

import pytest

from tests.visualizer.conftest import stored_run
from tests.visualizer.desk import RAMP, document, post
from visualizer import bodies
from visualizer.models import Frame, Run

pytestmark = pytest.mark.django_db(transaction=True)

ME = {"X-Windtunnel-Visitor": "nobody-else-is-called-so"}


@pytest.fixture
def with_frames(desk):
    """A run of ten frames of 100 bytes, and a fork with two of its own after the first four."""
    run = stored_run()
    rows = [Frame(run_id=run.id, n=n, blob=body(n)) for n in range(10)]
    Frame.objects.bulk_create(rows)
    Run.objects.filter(id=run.id).update(frames=10, state="finished")
    fork = stored_run()
    Run.objects.filter(id=fork.id).update(parent=run, shared=4, frames=6)
    Frame.objects.bulk_create([Frame(run_id=fork.id, n=n, blob=body(-n)) for n in (4, 5)])
    return run.id, fork.id


def body(n: int) -> bytes:
    return zlib.compress(json.dumps({"n": n, "pad": "x" * 80}).encode())


def numbers(answer) -> list[int]:
    return [frame["n"] for frame in answer.json()["items"]]


def test_the_description_is_served(client):
    told = client.get("/api/openapi.json")
    assert told.json()["openapi"].startswith("3.")
    assert "/api/runs/{run_id}/frames" in told.json()["paths"]
    assert client.post("/api/openapi.json").status_code == 405


def test_frames_come_in_pages(client, with_frames):
    run, fork = with_frames
    first = client.get(f"/api/runs/{run}/frames?most=6")
    assert (numbers(first), first.json()["next"]) == ([0, 1, 2, 3, 4, 5], 6)
    rest = client.get(f"/api/runs/{run}/frames?most=6&first=6")
    assert (numbers(rest), rest.json()["next"]) == ([6, 7, 8, 9], None)
    assert numbers(client.get(f"/api/runs/{run}/frames?first=10")) == []
    assert numbers(client.get(f"/api/runs/{fork}/frames")) == [0, 1, 2, 3, -4, -5]
    assert client.get(f"/api/runs/{fork}/frames/5").json()["n"] == -5
    assert "no frame 6" in client.get(f"/api/runs/{fork}/frames/6").json()["error"]["what"]


def test_an_answer_with_frames_has_its_limit(client, with_frames, settings):
    settings.MAX_FRAMES_BYTES = 250
    answer = client.get(f"/api/runs/{with_frames[0]}/frames")
    assert (numbers(answer), answer.json()["next"]) == ([0, 1], 2)
    settings.MAX_FRAMES_BYTES = 1
    assert numbers(client.get(f"/api/runs/{with_frames[0]}/frames?first=3")) == [3]


@pytest.mark.parametrize("query", ["most=0", "most=201", "first=-1", "first=x", "first=9999999999"])
def test_what_cannot_be_asked_of_frames_is_said(client, with_frames, query):
    answer = client.get(f"/api/runs/{with_frames[0]}/frames?{query}")
    error = answer.json()["error"]
    assert answer.status_code == 422
    assert error["where"] == query.partition("=")[0]
    assert error["what"]
    assert error["allowed"]


def test_a_scenario_is_checked_and_nothing_stored(client, desk):
    good = post(client, {"document": document()}, "/api/checks").json()
    assert good["valid"]
    late = {"scenario": RAMP, "overrides": {"worker.timeout": "20 min"}}
    bad = post(client, late, "/api/checks").json()
    assert not bad["valid"]
    assert any(check["path"] == "components.worker.timeout" for check in bad["checks"])
    assert not Run.objects.exists()


@pytest.mark.parametrize("named", ["sqs-ramp", "/etc/passwd", "scenarios/sqs-ramp.yaml"])
def test_a_text_is_a_document_and_never_the_name_of_a_file(client, desk, named):
    for text in (named, json.dumps(named)):
        answer = post(client, {"document": text}, "/api/checks")
        assert not answer.json()["valid"]
        assert [check["id"] for check in answer.json()["checks"]] == ["format.shape"]


def test_a_fork_keeps_what_its_parent_was_asked_with(client, desk):
    asked = {"scenario": RAMP, "seed": 5, "overrides": {"worker.timeout": "20 s"}}
    parent = post(client, asked).json()["id"]
    changed = {"overrides": {"components.worker.memory": 512}}
    fork = post(client, changed, f"/api/runs/{parent}/forks")
    assert (fork.status_code, fork.json()["parent"]) == (201, parent)
    made = Run.objects.get(id=fork.json()["id"])
    assert made.seed == 5
    assert made.overrides == {"components.worker.timeout": "20 s", "components.worker.memory": 512}
    again = {"scenario": RAMP, "seed": 5,
             "overrides": {"worker.memory": 512, "worker.timeout": "20 s"}}  # fmt: skip
    assert post(client, again).json()["id"] == made.id
    refused = post(client, {"scenario": RAMP}, f"/api/runs/{parent}/forks")
    assert (refused.status_code, refused.json()["error"]["where"]) == (422, "'scenario'")
    assert post(client, {}, "/api/runs/AAAAAAAAAA/forks").status_code == 404


def test_a_program_finds_its_own_runs(client, desk):
    mine = [post(client, {"scenario": RAMP, "seed": n}, **ME).json()["id"] for n in range(3)]
    post(
        client, {"scenario": RAMP, "seed": 9}, **{"X-Windtunnel-Visitor": "somebody-else-entirely"}
    )
    client.cookies.clear()
    answer = client.get("/api/runs?of=asked&most=2", headers=ME).json()
    assert answer["total"] == 3
    assert [run["id"] for run in answer["runs"]] == mine[:0:-1]
    assert client.get("/api/runs?of=asked&first=2", headers=ME).json()["runs"][0]["id"] == mine[0]
    assert client.get("/api/runs?of=everybody").status_code == 422


@pytest.mark.parametrize(
    ("path", "large"),
    [
        ("/api/checks", True),
        ("/api/runs/AAAAAAAAAA/forks", True),
        ("/api/runs/AAAAAAAAAA/report.md", True),
        ("/api/compare/report.zip", True),
        ("/api/runs/AAAAAAAAAA/cancel", False),
        ("/api/runs/AAAAAAAAAA/forks/more", False),
    ],
)
def test_only_what_takes_a_document_may_be_sent_one(path, large, settings):
    scope = {"method": "POST", "path": path, "headers": []}
    assert (bodies.limit(scope) == settings.MAX_DOCUMENT_BYTES) is large
    scope["headers"] = [(b"content-length", b"20000")]
    assert (bodies.refusal(scope) is None) is large


def test_a_page_of_this_server_still_needs_its_token(desk):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies["windtunnel_runs"] = "AAAAAAAAAA"
    for path in ("/api/runs", "/api/checks", "/api/runs/AAAAAAAAAA/forks"):
        assert post(strict, {"scenario": RAMP}, path).status_code == 403
