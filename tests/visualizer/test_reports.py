"""Reports of stored runs, over HTTP."""

import io
import json
import zipfile
import zlib

import orjson
import pytest

from simcore import load_scenario, report, run
from simcore.reporting.formats import FORMATS
from tests.visualizer.conftest import stored_run
from visualizer.models import Run
from visualizer.scenarios import find_shipped

pytestmark = pytest.mark.django_db(transaction=True)

FIVE = "reserved-five"


@pytest.fixture(scope="module")
def results():
    scenario = load_scenario(FIVE)
    return [
        run(scenario, overrides={"duration": 30, "worker.reserved_concurrency": n}) for n in (5, 2)
    ]


def stored(result=None) -> str:
    blob = None if result is None else zlib.compress(orjson.dumps(result.as_dict()))
    told = {"scenario": FIVE, "title": "Five", "document": find_shipped(FIVE).document}
    Run.objects.filter(id=(made := stored_run()).id).update(state="finished", result=blob, **told)
    return made.id


def test_a_report_is_what_the_library_makes_of_the_same_run(client, results):
    answer = client.get(f"/api/runs/{stored(results[0])}/report.md?author=Me&sections=verdict,cost")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    own = report(results[0], author="Me", sections=["verdict", "cost"])
    assert answer.content == FORMATS[".md"].write(own)
    assert "kept" in answer.content.decode()


def test_what_is_said_may_be_in_the_body(client, results):
    path = f"/api/runs/{stored(results[0])}/report.zip"
    said = {"title": "Hand-in", "notes": "n" * 9000, "sections": ["cost"]}
    answer = client.post(path, json.dumps(said), content_type="application/json")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('.zip"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("report.md"))
        assert archive.read(name).startswith(b"# Hand-in")


def test_a_comparison_has_reports(client, results):
    was, now = (stored(result) for result in results)
    answer = client.get(f"/api/compare/report.md?a={was}&b={now}")
    assert answer.status_code == 200
    assert "| worker.reserved\\_concurrency | 5 | 2 |" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "status", "named"),
    [
        ("report.docx", 404, ".zip"),
        ("report.md?sections=costs", 422, "cost"),
        (f"report.md?title={'x' * 201}", 422, "200"),
    ],
)
def test_what_cannot_be_had_is_said_with_what_can(client, results, query, status, named):
    answer = client.get(f"/api/runs/{stored(results[0])}/{query}")
    assert answer.status_code == status
    assert named in str(answer.json()["error"])


@pytest.mark.parametrize("said", [{"sections": "cost"}, {"title": 1}, {"date": "today"}])
def test_a_body_that_cannot_be_meant_is_refused(client, results, said):
    path = f"/api/runs/{stored(results[0])}/report.md"
    answer = client.post(path, json.dumps(said), content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["error"]["where"].strip("'") in said


def test_there_is_none_before_there_is_a_result(client):
    answer = client.get(f"/api/runs/{stored()}/report.md")
    assert answer.status_code == 409
    assert "has no result, so no verdict and no report" in answer.json()["error"]["what"]
    assert client.get("/api/runs/AAAAAAAAAA/report.md").status_code == 404
    assert client.get(f"/api/compare/report.md?a={stored()}&b=?").status_code in (404, 422)


def test_a_result_of_another_form_is_refused(client, results):
    made = stored()
    Run.objects.filter(id=made).update(result=zlib.compress(b'{"format": "windtunnel.result/0"}'))
    answer = client.get(f"/api/runs/{made}/report.md")
    assert answer.status_code == 422
    assert "windtunnel.result/1" in str(answer.json())


def test_a_timeline_is_a_picture(client, results):
    path = f"/api/runs/{stored(results[0])}/figures"
    drawn = client.get(f"{path}/queue.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"Queue depth" in drawn.content
    assert client.get(f"{path}/queue.png").content.startswith(b"\x89PNG")
    refused = client.get(f"{path}/depth.svg")
    assert refused.status_code == 422
    assert "queue" in refused.json()["error"]["allowed"]
    assert client.get(f"{path}/queue.gif").status_code == 404


def test_what_turns_a_line_around_is_not_in_a_report(client, results):
    turned = "Kept \u202eyletelpmoc\u2066 \x07so"
    said = {"title": turned, "author": turned, "notes": f"One.\n\n{turned}"}
    made = stored(results[0])
    for suffix in ("md", "html"):
        path = f"/api/runs/{made}/report.{suffix}"
        text = client.post(path, json.dumps(said), content_type="application/json").content.decode()
        assert text.count("Kept yletelpmoc so") >= 3
        assert not set(turned) & set("\u202e\u2066\x07") & set(text)


def test_a_result_of_an_older_form_says_so_whoever_reads_it(client, results):
    """After an upgrade, what was stored before it is answered in words, not as a bad request."""
    run_id, other = stored(results[0]), stored(results[1])
    old = results[0].as_dict()
    del old["distributions"]
    blob = zlib.compress(orjson.dumps(old))
    Run.objects.filter(id=run_id).update(result=blob, model_version="4")
    readers = [
        f"/api/runs/{run_id}/report.md",
        f"/api/runs/{run_id}/report.html",
        f"/r/{run_id}",
        f"/r/{run_id}/paper",
        f"/r/{other}..{run_id}/paper",
        f"/api/compare/report.md?a={other}&b={run_id}",
    ]
    for reader in readers:
        answer = client.get(reader)
        assert answer.status_code == 422, reader
        assert "does not read any more" in answer.content.decode()
        assert "model 4" in answer.content.decode()
    assert client.get(f"/lab/{run_id}").status_code == 200
