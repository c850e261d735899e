"""Uploads of recorded traces."""

import gzip
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.engine.traffic import SAMPLES
from tests.visualizer.desk import document, post
from visualizer.models import Trace

pytestmark = pytest.mark.django_db(transaction=True)


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
    began = time.process_time()
    answer = upload(client, content)
    assert time.process_time() - began < 1
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert says in f"{error['where']} {error['what']}"
    assert not Trace.objects.exists()


def test_a_trace_without_a_file(client):
    assert client.post("/api/traces", {}).json()["error"]["where"] == "file"
    assert client.post("/api/traces", b"x", content_type="text/csv").status_code == 422


TOTALS = b"t,total\n" + b"".join(b"%d,%d\n" % (60 * n, 5 * n) for n in range(46))


def test_an_upload_is_told_as_it_was_read(client, desk):
    """A running total, read as one: 225 requests, also on the page of a run that says so."""
    refused = upload(client, TOTALS)
    assert refused.status_code == 422
    assert "225 requests" in refused.json()["error"]["what"]
    made = upload(client, TOTALS, cumulative="true").json()
    assert made["total"] == 225
    as_counts = upload(client, TOTALS, cumulative="false")
    assert (as_counts.status_code, as_counts.json()["total"]) == (200, 5 * 45 * 46 // 2)
    driven = document(duration="1 h")
    named = {"upload": made["id"], "cumulative": False}
    driven["components"]["callers"]["arrivals"] = {"trace": named}
    run = post(client, {"document": driven}).json()["id"]
    shown = client.get(f"/lab/{run}").context["lab"]["traces"][made["id"]]
    assert shown["total"] == as_counts.json()["total"]
    assert shown["columns"] == {"cumulative": False}


def test_a_cumulative_that_is_neither(client):
    answer = upload(client, COUNTS, cumulative="maybe")
    assert (answer.status_code, answer.json()["error"]["where"]) == (422, "cumulative")


def test_each_row_is_a_request_said_by_a_form(client):
    """`curl -F "value_column=(none)"` sends the parts of a form instead of a value."""
    assert upload(client, COUNTS, value_column="none").json()["total"] == 3
    answer = upload(client, COUNTS, value_column="----------a6a8\r\n\r\n----------a6a8--")
    assert (answer.status_code, answer.json()["error"]["where"]) == (422, "value_column")
    assert "say none" in answer.json()["error"]["hint"]


@pytest.mark.parametrize("sample", ["get-metric-data", "ALB", "Locust"])
def test_traffic_as_people_have_it(client, sample):
    known = SAMPLES[sample]
    answer = upload(client, known.text.encode(), sample)
    assert (answer.status_code, answer.json()["total"]) == (201, known.total)
    assert ";" in answer.json()["detected"][0]
    refused = upload(client, known.text.encode(), sample, time_column="x")
    assert (refused.status_code, bool(refused.json()["error"]["hint"])) == (422, True)


def test_no_room_for_traces(client, settings):
    settings.MAX_TRACES_STORED = 0
    assert upload(client, COUNTS).status_code == 507
