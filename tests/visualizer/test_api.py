"""The HTTP interface: what it answers, and the limits that it keeps."""

import io
import json
import zipfile
import zlib

import pytest

from tests.visualizer.desk import RAMP, document, post
from visualizer import runs
from visualizer.laboratory import laboratory
from visualizer.models import Run
from visualizer.scenarios import find_shipped

pytestmark = pytest.mark.django_db(transaction=True)


# --- asking for runs --------------------------------------------------------------------------


def test_a_run_is_created_once(client, desk):
    first = post(client, {"scenario": RAMP})
    assert first.status_code == 201
    made = first.json()
    assert made == {"id": made["id"], "url": f"/lab/{made['id']}", "state": "queued",
                    "parent": None, "shared": 0}  # fmt: skip
    again = post(client, {"scenario": RAMP})
    assert (again.status_code, again.json()["id"]) == (200, made["id"])
    assert set(desk.submitted) == {made["id"]}


def test_every_input_is_part_of_the_name(client, desk):
    asked = [
        {"scenario": RAMP},
        {"scenario": RAMP, "seed": 5},
        {"scenario": RAMP, "profile": "aws-2022"},
        {"scenario": RAMP, "overrides": {"worker.reserved_concurrency": 5}},
        {"document": document()},
    ]
    assert len({post(client, body).json()["id"] for body in asked}) == len(asked)


def test_a_document_may_be_yaml(client, desk):
    text = (
        "format: windtunnel.scenario/1\nid: mine\ntitle: Mine\nduration: 1 min\ncomponents:\n"
        "  callers: {type: client, target: worker, arrivals: {poisson: {rate: 5/s}}}\n"
        "  worker: {type: function, duration: 100 ms}\n"
    )
    alone = post(client, text, content_type="text/yaml")
    inside = post(client, {"document": text})
    assert alone.status_code == 201
    assert inside.json()["id"] == alone.json()["id"]
    assert post(client, {"document": document()}).json()["id"] == alone.json()["id"]


def test_a_run_of_another_model_is_another_run(client, desk, monkeypatch):
    first = post(client, {"scenario": RAMP}).json()["id"]
    monkeypatch.setattr(runs, "MODEL_VERSION", "99.0")
    assert post(client, {"scenario": RAMP}).json()["id"] != first


def test_state_and_result(client, desk):
    run_id = post(client, {"scenario": RAMP, "seed": 3}).json()["id"]
    shown = client.get(f"/api/runs/{run_id}").json()
    assert (shown["state"], shown["seed"], shown["scenario"]) == ("queued", 3, RAMP)
    missing = client.get(f"/api/runs/{run_id}/result.json")
    assert missing.status_code == 404
    assert "queued and has no result" in missing.json()["error"]["what"]
    result = {
        "time_s": [0.0, 1.0],
        "series": {"worker": {"Invocations": [1, None]}},
        "manifest": {"seed": 3},
    }
    Run.objects.filter(id=run_id).update(result=zlib.compress(json.dumps(result).encode()))
    assert client.get(f"/api/runs/{run_id}/result.json").json() == result
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/api/runs/{run_id}/result.zip").content))
    assert archive.read("worker.csv") == b"time_s,Invocations\n0.0,1\n1.0,\n"
    assert json.loads(archive.read("manifest.json")) == {"seed": 3}


def test_cancel_and_retry(client, desk):
    run_id = post(client, {"scenario": RAMP}).json()["id"]
    assert post(client, {}, f"/api/runs/{run_id}/cancel").status_code == 202
    assert desk.cancelled == [run_id]
    assert post(client, {}, f"/api/runs/{run_id}/retry").status_code == 409
    Run.objects.filter(id=run_id).update(state="interrupted")
    assert post(client, {}, f"/api/runs/{run_id}/retry").status_code == 202
    assert desk.submitted == [run_id, run_id]
    Run.objects.filter(id=run_id).update(state="failed", model_version="0.0")
    refused = post(client, {}, f"/api/runs/{run_id}/retry")
    assert refused.status_code == 409
    assert "model 0.0" in refused.json()["error"]["what"]


def test_asking_again_for_what_was_interrupted_goes_on(client, desk):
    run_id = post(client, {"scenario": RAMP}).json()["id"]
    Run.objects.filter(id=run_id).update(state="interrupted")
    again = post(client, {"scenario": RAMP})
    assert (again.status_code, again.json()["state"]) == (200, "queued")
    assert desk.submitted == [run_id, run_id]
    ended = {"state": "stopped", "result": b"partial", "end": {"state": "stopped"}}
    Run.objects.filter(id=run_id).update(**ended)
    assert post(client, {"scenario": RAMP}).json()["state"] == "stopped"


def test_a_resumed_run_has_no_result_of_before(client, desk):
    """And where its worker dies then, asking for it again goes on with it."""
    run_id = post(client, {"scenario": RAMP}).json()["id"]
    partial = zlib.compress(b"{}")
    ended = {"state": "stopped", "result": partial, "end": {"state": "stopped"}}
    Run.objects.filter(id=run_id).update(**ended)
    assert client.get(f"/api/runs/{run_id}/result.json").status_code == 200
    assert post(client, {}, f"/api/runs/{run_id}/retry").status_code == 202
    assert client.get(f"/api/runs/{run_id}/result.json").status_code == 404
    assert client.get(f"/api/runs/{run_id}").json()["end"] is None
    Run.objects.filter(id=run_id).update(state="failed")
    assert post(client, {"scenario": RAMP}).json()["state"] == "queued"


def test_a_run_whose_worker_died_between_its_result_and_its_end_goes_on(client, desk):
    run_id = post(client, {"scenario": RAMP}).json()["id"]
    Run.objects.filter(id=run_id).update(state="failed", result=b"whole")
    assert post(client, {"scenario": RAMP}).json()["state"] == "queued"


def test_scenarios(client):
    listed = client.get("/api/scenarios").json()["scenarios"]
    assert RAMP in {row["id"] for row in listed}
    detail = client.get(f"/api/scenarios/{RAMP}").json()
    assert detail["resolved"]["components"]["worker"]["type"] == "function"
    assert {"path", "value", "default", "source"} <= detail["knobs"][0].keys()
    assert detail["topology"]["nodes"]
    assert client.get("/api/scenarios/nothing").status_code == 404


# --- limits that bite -------------------------------------------------------------------------


def test_a_full_queue(client, desk):
    desk.full = True
    refused = post(client, {"scenario": RAMP})
    assert (refused.status_code, refused["Retry-After"]) == (503, "10")
    assert "WINDTUNNEL_MAX_RUNS_QUEUED" in refused.json()["error"]["what"]


def test_no_room_for_runs(client, desk, settings):
    settings.MAX_RUNS_STORED = 1
    assert post(client, {"scenario": RAMP}).status_code == 201
    refused = post(client, {"scenario": RAMP, "seed": 1})
    assert refused.status_code == 507
    assert "WINDTUNNEL_MAX_RUNS_STORED" in refused.json()["error"]["what"]
    Run.objects.update(state="finished")
    assert post(client, {"scenario": RAMP, "seed": 1}).status_code == 201
    assert Run.objects.count() == 1


def test_a_server_that_has_not_started(client, monkeypatch):
    monkeypatch.setattr(laboratory, "current", None)
    assert post(client, {"scenario": RAMP}).status_code == 503
    health = client.get("/healthz")
    assert (health.status_code, health.json()["ok"]) == (503, False)


def test_health(client, desk):
    report = client.get("/healthz").json()
    assert report["ok"] is True
    assert report["database"] == {"writable": True}
    assert report["version"]


def test_the_shipped_document_is_what_runs(client, desk):
    run_id = post(client, {"scenario": RAMP}).json()["id"]
    assert Run.objects.get(id=run_id).document == find_shipped(RAMP).document
