"""The interface against its own description: every operation, what it answers, and any nonsense."""

import json
import re
import zlib
from datetime import timedelta

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS, load_all_checks

from simcore.lessons.shelf import VARIABLE
from tests.lessons.lessons import FRONT, STEP, written
from tests.shares import SOAK
from tests.visualizer.classes import TEACHER, teacher
from tests.visualizer.desk import RAMP, document
from visualizer.api import description
from visualizer.classes.tries import tries
from visualizer.models import Classroom, Frame, Run, Trace
from visualizer.runs import MODEL_VERSION
from visualizer.scenarios import find_shipped

pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLES = 150 if SOAK else 4
ADDRESS = "/api/openapi.json"
ENDED, STOPPED, WAITS = "AAAAAAAAAA", "BBBBBBBBBB", "CCCCCCCCCC"
UPLOAD = "TRACETRACETRACE2"
THERE = dict(zip("ABCDEFGHIJKLM", [ENDED, STOPPED, WAITS] * 5, strict=False))
STORY = b'"stories":[[0.5,0,"sent","inbox",0,0],[0.6,0,"received","inbox",1,9]]'
HANDLED = b'"stories":[[0.7,0,"handler","inbox",2,0.25],[0.95,0,"deleted","inbox",0,0]]'
FRAMES = [
    b'{"n":0,"t":1.0,' + STORY + b"}",
    b'{"n":1,"t":2.0,' + HANDLED + b"}",
    b'{"n":2,"t":3.0}',
]
load_all_checks()

served = WSGIHandler()


def application(environ, start_response):
    """Uncompressed, as its checks read answers."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    return served(environ, start_response)


schema = schemathesis.openapi.from_wsgi(ADDRESS, application)
OPERATIONS = {
    (method.upper(), path) for path, methods in description()["paths"].items() for method in methods
}


@pytest.fixture
def stored(desk, small_result, monkeypatch, tmp_path):
    """Runs in every state that matters, with frames and a result, an upload, a lesson."""
    monkeypatch.setenv(VARIABLE, str(written(tmp_path, FRONT + STEP, id="five")))
    shipped = find_shipped("reserved-five")
    for name, state in ((ENDED, "finished"), (STOPPED, "stopped"), (WAITS, "queued")):
        Run.objects.create(
            id=name, scenario="reserved-five", title="Five", document=shipped.document, seed=1,
            profile="aws-2026", model_version=MODEL_VERSION, state=state,
        )  # fmt: skip
    packed = zlib.compress(json.dumps(small_result).encode())
    Run.objects.filter(id=ENDED).update(frames=3, result=packed, computed_s=3.0)
    rows = [Frame(run_id=ENDED, n=n, blob=zlib.compress(body)) for n, body in enumerate(FRAMES)]
    Frame.objects.bulk_create(rows)
    meta = {"interval_s": 60.0, "span_s": 120.0, "detected": ["a CSV"]}
    ends = timezone.now() + timedelta(hours=1)
    Classroom.objects.create(code=CLASS["code"], teacher=teacher().ids[0], place="", ends=ends)
    tries.forget()
    Trace.objects.create(id=UPLOAD, name="t.csv", data=b"", total=5, meta=meta)
    return desk


@pytest.fixture(scope="session")
def small_result():
    import simcore
    from tests.store import result

    return result(simcore.load_scenario("reserved-five"))


FORM = "multipart/form-data"
OF_RUN = {"run_id": ENDED}
AS_TEACHER = {"headers": {"X-Windtunnel-Visitor": TEACHER}}
CLASS = {"code": "QRTWXY"}
WORKED = [
    ("GET", "/api/scenarios", {}, 200),
    ("GET", "/api/scenarios/{slug}", {"path_parameters": {"slug": RAMP}}, 200),
    ("POST", "/api/checks", {"body": {"document": document()}}, 200),
    ("POST", "/api/checks", {"body": {"document": {"format": "none"}}}, 200),
    ("POST", "/api/lab", {"body": {"scenario": RAMP}}, 200),
    ("GET", "/api/actions", {}, 200),
    ("GET", "/api/actions", {"query": {"scenario": RAMP}}, 200),
    ("GET", "/api/runs", {}, 200),
    ("GET", "/api/runs", {"query": {"of": "asked", "most": 5}}, 200),
    ("POST", "/api/runs", {"body": {"scenario": RAMP, "seed": 7}}, 201),
    ("POST", "/api/runs", {"body": {"document": document(duration="soon")}}, 422),
    ("GET", "/api/runs/{run_id}", {"path_parameters": OF_RUN}, 200),
    ("PATCH", "/api/runs/{run_id}", {"path_parameters": OF_RUN, "body": {"name": "mine"}}, 200),
    ("DELETE", "/api/runs/{run_id}", {"path_parameters": {"run_id": STOPPED}}, 204),
    ("POST", "/api/runs/{run_id}/cancel", {"path_parameters": OF_RUN}, 200),
    ("POST", "/api/runs/{run_id}/cancel", {"path_parameters": {"run_id": WAITS}}, 202),
    ("POST", "/api/runs/{run_id}/retry", {"path_parameters": {"run_id": STOPPED}}, 202),
    ("POST", "/api/runs/{run_id}/retry", {"path_parameters": OF_RUN}, 409),
    ("POST", "/api/runs/{run_id}/forks", {"path_parameters": OF_RUN, "body": {"seed": 9}}, 201),
    ("GET", "/api/runs/{run_id}/family", {"path_parameters": OF_RUN}, 200),
    ("GET", "/api/runs/{run_id}/frames", {"path_parameters": OF_RUN, "query": {"most": 2}}, 200),
    ("GET", "/api/runs/{run_id}/frames/{number}",
     {"path_parameters": {"run_id": ENDED, "number": 2}}, 200),
    ("GET", "/api/runs/{run_id}/frames/{number}",
     {"path_parameters": {"run_id": ENDED, "number": 3}}, 404),
    ("GET", "/api/runs/{run_id}/event",
     {"path_parameters": OF_RUN, "query": {"component": "inbox", "id": 0}}, 200),
    ("GET", "/api/runs/{run_id}/event",
     {"path_parameters": OF_RUN, "query": {"component": "inbox", "id": 9}}, 404),
    ("GET", "/api/runs/{run_id}/event",
     {"path_parameters": OF_RUN, "query": {"component": "worker"}}, 200),
    ("GET", "/api/runs/{run_id}/event",
     {"path_parameters": OF_RUN, "query": {"component": "worker", "at": 7}}, 404),
    ("GET", "/api/runs/{run_id}/event",
     {"path_parameters": OF_RUN, "query": {"component": "a b", "id": 0}}, 422),
    ("GET", "/api/runs/{run_id}/result.json", {"path_parameters": OF_RUN}, 200),
    ("GET", "/api/runs/{run_id}/result.zip", {"path_parameters": OF_RUN}, 200),
    ("GET", "/api/runs/{run_id}/verdict", {"path_parameters": OF_RUN}, 200),
    ("GET", "/api/runs/{run_id}/verdict", {"path_parameters": {"run_id": STOPPED}}, 409),
    ("GET", "/api/runs/{run_id}/lesson",
     {"path_parameters": OF_RUN, "query": {"lesson": "five"}}, 200),
    ("GET", "/api/runs/{run_id}/lesson",
     {"path_parameters": OF_RUN, "query": {"lesson": "none"}}, 404),
    ("GET", "/api/runs/{run_id}/lesson",
     {"path_parameters": {"run_id": STOPPED}, "query": {"lesson": "five"}}, 409),
    ("GET", "/api/runs/{run_id}/report.{suffix}",
     {"path_parameters": {"run_id": STOPPED, "suffix": "md"}}, 409),
    ("GET", "/api/compare", {"query": {"a": ENDED, "b": ENDED}}, 200),
    ("GET", "/api/runs/{run_id}/report.{suffix}",
     {"path_parameters": {**OF_RUN, "suffix": "md"}, "query": {"author": "me"}}, 200),
    ("POST", "/api/runs/{run_id}/report.{suffix}",
     {"path_parameters": {**OF_RUN, "suffix": "md"}, "body": {"notes": "n" * 19_000}}, 200),
    ("GET", "/api/runs/{run_id}/report.{suffix}",
     {"path_parameters": {**OF_RUN, "suffix": "docx"}}, 404),
    ("GET", "/api/runs/{run_id}/figures/{name}.{suffix}",
     {"path_parameters": {**OF_RUN, "name": "concurrency", "suffix": "svg"}}, 200),
    ("GET", "/api/compare/report.{suffix}",
     {"path_parameters": {"suffix": "json"}, "query": {"a": ENDED, "b": ENDED}}, 200),
    ("POST", "/api/compare/report.{suffix}", {"path_parameters": {"suffix": "md"},
     "query": {"a": ENDED, "b": ENDED}, "body": {"title": "Both"}}, 200),
    ("POST", "/api/traces",
     {"body": {"file": b"t,n\n0,5\n60,7\n", "value_column": "n"}, "media_type": FORM}, 201),
    ("GET", "/api/traces/{trace_id}", {"path_parameters": {"trace_id": UPLOAD}}, 200),
    ("DELETE", "/api/traces/{trace_id}", {"path_parameters": {"trace_id": UPLOAD}}, 204),
    ("POST", "/api/classes", {"body": {"run": ENDED}, **AS_TEACHER}, 201),
    ("POST", "/api/classes", {"body": {}}, 403),
    ("GET", "/api/classes", AS_TEACHER, 200),
    ("GET", "/api/classes/{code}/state", {"path_parameters": CLASS, **AS_TEACHER}, 200),
    ("GET", "/api/classes/{code}/state", {"path_parameters": CLASS}, 403),
    ("GET", "/api/classes/{code}/state", {"path_parameters": {"code": "ACD346"}}, 404),
    ("POST", "/api/classes/{code}/say",
     {"path_parameters": CLASS, "body": {"type": "hello", "name": "Ann"}}, 200),
    ("POST", "/api/classes/{code}/say",
     {"path_parameters": CLASS, "body": {"type": "freeze", "on": True}, **AS_TEACHER}, 200),
    ("POST", "/api/classes/{code}/say",
     {"path_parameters": CLASS, "body": {"type": "reveal"}, **AS_TEACHER}, 409),
]  # fmt: skip


def test_no_operation_is_left_out():
    assert {(method, path) for method, path, *_ in WORKED} == OPERATIONS


@pytest.mark.parametrize(
    ("method", "path", "given", "status"), WORKED, ids=[f"{m} {p} {s}" for m, p, _, s in WORKED]
)
def test_an_operation_does_what_is_said_of_it(stored, method, path, given, status):
    media = {"media_type": "application/json"} if "body" in given else {}
    case = schema[path][method].Case(**{**media, **given})
    response = case.call()
    assert response.status_code == status, response.text
    case.validate_response(response)


def test_what_is_in_a_list_is_as_described(stored):
    """Runs with all that a run can have: changes, an end, a name."""
    me = {"headers": {"X-Windtunnel-Visitor": "nobody-else-is-called-so"}}
    asked = {"scenario": RAMP, "overrides": {"worker.timeout": "20 s"}}
    made = schema["/api/runs"]["POST"].Case(body=asked, media_type="application/json", **me).call()
    for path, more in (
        ("/api/runs", {"query": {"of": "asked"}}),
        ("/api/runs/{run_id}", {"path_parameters": {"run_id": made.json()["id"]}}),
        ("/api/runs/{run_id}/family", {"path_parameters": {"run_id": made.json()["id"]}}),
    ):
        case = schema[path]["GET"].Case(**me, **more)
        response = case.call()
        assert made.json()["id"] in response.text
        case.validate_response(response)


NAMES = (
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
CONFORM = [CHECKS.get_one(name) for name in NAMES]


def test_limits_are_answered_as_described(stored, settings):
    """With when to come again, which the description promises."""
    settings.MAX_RUNS_PER_VISITOR = 1
    for seed, full, status in ((1, False, 201), (2, False, 429), (3, True, 503)):
        stored.full = full
        asked = {"scenario": RAMP, "seed": seed}
        case = schema["/api/runs"]["POST"].Case(body=asked, media_type="application/json")
        response = case.call()
        assert response.status_code == status
        assert ("retry-after" in response.headers) == (status != 201)
        case.validate_response(response, checks=CONFORM)


REFUSE = ("not_a_server_error", "negative_data_rejection", "unsupported_method")
CHECKED = [*CONFORM, *(CHECKS.get_one(name) for name in REFUSE)]


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not SOAK,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nonsense_is_answered_as_described(case, stored):
    """Half of the time of something that is there."""
    asked = str(case.path_parameters.get("run_id", ""))
    if re.fullmatch("[A-Za-z2-7]{10}", asked) and asked[-1] in THERE:
        case.path_parameters["run_id"] = THERE[asked[-1]]
    case.validate_response(case.call(), checks=CHECKED)
