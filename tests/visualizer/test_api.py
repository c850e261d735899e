"""The HTTP interface: what it answers, and what it says to bad input."""

import gzip
import io
import json
import time
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from visualizer import runs
from visualizer.laboratory import laboratory
from visualizer.models import Run, Trace
from visualizer.scenarios import find_shipped
from visualizer.supervisor.supervisor import QueueFull

pytestmark = pytest.mark.django_db(transaction=True)

RAMP = "sqs-ramp"


class Desk:
    """Stands where the supervisor stands, and notes what it is asked for."""

    def __init__(self):
        self.submitted, self.cancelled, self.full = [], [], False

    def accepts(self):
        if self.full:
            raise QueueFull("50 runs wait already (WINDTUNNEL_MAX_RUNS_QUEUED).")

    def submit(self, run_id):
        self.submitted.append(run_id)

    def cancel(self, run_id):
        self.cancelled.append(run_id)

    def watched(self):
        return frozenset()

    def status(self):
        return {"running": 0}


@pytest.fixture
def desk(monkeypatch):
    desk = Desk()
    monkeypatch.setattr(laboratory, "current", desk)
    return desk


def post(client, body, path="/api/runs", content_type="application/json", **headers):
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(path, data, content_type=content_type, headers=headers)


def document(**changes):
    return {
        "format": "windtunnel.scenario/1",
        "id": "mine",
        "title": "Mine",
        "duration": "1 min",
        "components": {
            "callers": {
                "type": "client",
                "target": "worker",
                "arrivals": {"poisson": {"rate": "5/s"}},
            },
            "worker": {"type": "function", "duration": "100 ms"},
        },
        **changes,
    }


# --- asking for runs --------------------------------------------------------------------------


def test_a_run_is_created_once(client, desk):
    first = post(client, {"scenario": RAMP})
    assert first.status_code == 201
    made = first.json()
    assert made == {"id": made["id"], "url": f"/lab/{made['id']}", "state": "queued"}
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
    Run.objects.filter(id=run_id).update(state="stopped", result=b"partial")
    assert post(client, {"scenario": RAMP}).json()["state"] == "stopped"


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


# --- bad input --------------------------------------------------------------------------------

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)


def with_worker(**fields):
    changed = document()
    changed["components"]["worker"].update(fields)
    return changed


def with_rate(rate):
    changed = document()
    changed["components"]["callers"]["arrivals"] = {"poisson": {"rate": rate}}
    return changed


BAD = {
    "unknown field": ({"document": with_worker(memroy=512)}, 422, "memroy"),
    "unknown envelope field": ({"scenario": RAMP, "sede": 1}, 422, "sede"),
    "negative rate": ({"document": with_rate("-5/s")}, 422, "rate"),
    "10^12 messages": ({"document": with_rate(1e12)}, 422, "rate"),
    "10^12 messages waiting": (
        {"scenario": RAMP, "overrides": {"orders.initial_messages": 10**12}},
        422,
        "initial_messages",
    ),
    "script as a component": (
        {
            "document": document(
                components={"<script>alert(1)</script>": {"type": "function", "duration": 1}}
            )
        },
        422,
        "components",
    ),
    "duration as a list": ({"document": with_worker(duration=[1, 2])}, 422, "duration"),
    "document is a list": ({"document": [1]}, 422, "mapping"),
    "document is a number": ({"document": 7}, 422, "mapping"),
    "document is a path": ({"document": "/etc/passwd"}, 422, "mapping"),
    "trace outside the folder": (
        {
            "scenario": RAMP,
            "overrides": {"nosuch.arrivals": {"trace": {"file": "../../../etc/passwd"}}},
        },
        422,
        "nosuch",
    ),
    "file of the server": (
        {
            "document": {
                **document(),
                "components": {
                    **document()["components"],
                    "callers": {
                        "type": "client",
                        "target": "worker",
                        "arrivals": {"trace": {"file": "../../../../../etc/passwd"}},
                    },
                },
            }
        },
        422,
        "trace",
    ),
    "unknown upload": (
        {
            "document": {
                **document(),
                "components": {
                    **document()["components"],
                    "callers": {
                        "type": "client",
                        "target": "worker",
                        "arrivals": {"trace": {"upload": "nothing"}},
                    },
                },
            }
        },
        422,
        "upload",
    ),
    "no scenario": ({}, 422, "scenario"),
    "scenario and document": ({"scenario": RAMP, "document": document()}, 422, "either"),
    "unknown scenario": ({"scenario": "nothing"}, 404, "nothing"),
    "scenario is a path": ({"scenario": "../../etc/passwd"}, 404, "scenario"),
    "scenario is an object": ({"scenario": {"a": 1}}, 404, "scenario"),
    "seed is text": ({"scenario": RAMP, "seed": "7"}, 422, "seed"),
    "seed is true": ({"scenario": RAMP, "seed": True}, 422, "seed"),
    "seed is negative": ({"scenario": RAMP, "seed": -1}, 422, "seed"),
    "seed is huge": ({"scenario": RAMP, "seed": 2**70}, 422, "seed"),
    "unknown profile": ({"scenario": RAMP, "profile": "aws-1999"}, 422, "profile"),
    "profile is a number": ({"scenario": RAMP, "profile": 3}, 422, "profile"),
    "overrides are a list": ({"scenario": RAMP, "overrides": []}, 422, "overrides"),
    "override of nothing": ({"scenario": RAMP, "overrides": {"worker.colour": 1}}, 422, "colour"),
    "override of a wrong type": (
        {"scenario": RAMP, "overrides": {"worker.memory": "much"}},
        422,
        "memory",
    ),
    "not JSON": ("{", 400, "body"),
    "not an object": ("[]", 400, "body"),
    "not a number": ('{"seed": NaN}', 400, "body"),
    "deep": ("[" * 100_000, 400, "body"),
    "deep inside": ('{"document": ' + '{"a":' * 900 + "1" + "}" * 901, 422, "deep"),
    "many values": ({"document": {"x": [0] * 50_000}}, 422, "values"),
    "invalid UTF-8": (b'{"scenario": "\xff"}', 400, "UTF-8"),
    "NUL in a text": ({"document": document(title="a\x00b")}, 422, "title"),
    "lone surrogate": ('{"document": {"title": "\\ud800"}}', 422, "title"),
    "alias bomb in JSON": ({"document": BOMB}, 422, "alias"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_names_its_field(client, desk, name):
    body, status, word = BAD[name]
    began = time.monotonic()
    answer = post(client, body)
    assert time.monotonic() - began < 1
    said = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert word in said
    assert "Traceback" not in said
    assert "root:" not in said
    assert not Run.objects.exists()
    assert desk.submitted == []


def test_a_yaml_alias_bomb(client, desk):
    began = time.monotonic()
    answer = post(client, BOMB, content_type="text/yaml")
    assert time.monotonic() - began < 1
    assert answer.status_code == 422
    assert "alias" in answer.json()["checks"][0]["message"]


def test_a_script_as_a_name_is_only_text(client, desk):
    script = "<script>alert(1)</script>"
    run_id = post(client, {"document": document(title=script)}).json()["id"]
    for page in (f"/lab/{run_id}", "/"):
        shown = client.get(page).content.decode()
        assert script not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_other_methods_and_types(client, desk):
    assert client.get("/api/runs").status_code == 405
    assert client.get("/api/runs")["Allow"] == "POST"
    assert post(client, "x", content_type="image/png").status_code == 415
    assert client.get("/api/nothing").json()["error"]["what"]
    assert client.get("/api/runs/AAAAAAAAAA").status_code == 404


def test_a_fault_of_ours_shows_no_traceback(desk, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr(runs, "create", broken)
    answer = post(Client(raise_request_exception=False), {"scenario": RAMP})
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert answer.json()["error"]["what"]


# --- forgery ----------------------------------------------------------------------------------


def test_a_program_needs_no_token(desk):
    assert post(Client(enforce_csrf_checks=True), {"scenario": RAMP}).status_code == 201


def test_a_browser_needs_the_token_of_the_page(desk):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(f"/lab/new?scenario={RAMP}")
    token = page.context["lab"]["csrf"]
    ours = {"Origin": "http://testserver"}
    assert post(browser, {"scenario": RAMP}, **ours).status_code == 403
    assert post(browser, {"scenario": RAMP}, **ours, **{"X-CSRFToken": token}).status_code == 201
    foreign = {"Origin": "https://evil.example", "X-CSRFToken": token}
    assert post(browser, {"scenario": RAMP}, **foreign).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "https://evil.example/"},
    ],
)
def test_another_site_is_refused(desk, headers):
    answer = post(Client(enforce_csrf_checks=True), {"scenario": RAMP}, **headers)
    assert answer.status_code == 403
    assert "another site" in answer.json()["error"]["hint"]


# --- uploads ----------------------------------------------------------------------------------


def upload(client, content, name="trace.csv", **fields):
    file = SimpleUploadedFile(name, content, "text/csv")
    return client.post("/api/traces", {"file": file, **fields})


COUNTS = b"timestamp,value\n2014-04-10 00:04:00,94\n2014-04-10 00:09:00,56\n2014-04-10 00:14:00,7\n"


def test_a_trace_is_read_and_kept(client):
    answer = upload(client, COUNTS)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["total"], made["interval_s"], made["span_s"]) == (157, 300.0, 900.0)
    assert made["detected"]
    assert gzip.decompress(Trace.objects.get(id=made["id"]).data) == COUNTS
    assert upload(client, COUNTS).status_code == 200


def test_a_trace_drives_a_run(client, desk):
    trace = upload(client, COUNTS).json()["id"]
    driven = document(duration="20 min")
    driven["components"]["callers"]["arrivals"] = {"trace": {"upload": trace}}
    assert post(client, {"document": driven}).status_code == 201


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"timestamp,value\n2014-04-10 00:04:00,94\n2014-04-10 00:09:00,many\n", "line 3"),
        (b"", "empty"),
        (b"\xff\xfe\x00\x01\x02", "UTF-8"),
        (b"timestamp,value\n1,-5\n2,3\n", "line 2"),
        (gzip.compress(b"0," * 60_000_000, 9), "64 MB"),
        (b"\x1f\x8b\x08 not gzip", "gzip"),
    ],
)
def test_a_bad_trace_names_its_line(client, content, says):
    began = time.monotonic()
    answer = upload(client, content)
    assert time.monotonic() - began < 1
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert says in f"{error['where']} {error['what']}"
    assert not Trace.objects.exists()


def test_a_trace_without_a_file(client):
    assert client.post("/api/traces", {}).json()["error"]["where"] == "file"
    assert client.post("/api/traces", b"x", content_type="text/csv").status_code == 422


def test_no_room_for_traces(client, settings):
    settings.MAX_TRACES_STORED = 0
    assert upload(client, COUNTS).status_code == 507


def test_the_shipped_document_is_what_runs(client, desk):
    run_id = post(client, {"scenario": RAMP}).json()["id"]
    assert Run.objects.get(id=run_id).document == find_shipped(RAMP).document
