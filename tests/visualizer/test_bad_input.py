"""Bad input: a 4xx in under a second, with the field named; nothing stored, nothing executed."""

import time

import pytest
from django.test import Client

from tests.visualizer.desk import RAMP, document, post
from visualizer import runs
from visualizer.models import Run
from visualizer.views.json_body import json_object

pytestmark = pytest.mark.django_db(transaction=True)


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
    "beyond all numbers": ('{"scenario": "x", "seed": 1e400}', 422, "too large"),
    "whole and beyond": ('{"seed": -' + "9" * 309 + "}", 422, "too large"),
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
    began = time.process_time()
    answer = post(client, body)
    assert time.process_time() - began < 1
    said = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert word in said
    assert "Traceback" not in said
    assert "root:" not in said
    assert not Run.objects.exists()
    assert desk.submitted == []


def test_a_yaml_alias_bomb(client, desk):
    began = time.process_time()
    answer = post(client, BOMB, content_type="text/yaml")
    assert time.process_time() - began < 1
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
    assert client.put("/api/runs").status_code == 405
    assert client.put("/api/runs")["Allow"] == "GET, POST"
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


def test_a_whole_number_of_309_digits_may_be_one_that_there_is():
    assert json_object(b'{"a": -1' + b"0" * 308 + b"}") == {"a": -(10**308)}
