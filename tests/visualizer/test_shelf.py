"""A trace is parsed once, whoever asks for it afterwards. What is counted are parses."""

import gzip
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from simcore.errors import TraceError
from simcore.scenario.traces import Reading, TraceLimits
from tests.visualizer.desk import document, post
from visualizer import reader
from visualizer.models import Run, Trace
from visualizer.shelf import Shelf
from visualizer.supervisor import store
from visualizer.supervisor.simulation import begin

pytestmark = pytest.mark.django_db(transaction=True)

COUNTS = b"timestamp,value\n" + b"".join(b"%d,%d\n" % (60 * n, n % 7) for n in range(200))
LARGE = b"timestamp,value\n" + b"".join(b"%d,%d\n" % (60 * n, n % 7) for n in range(20_000))


@pytest.fixture
def parses(monkeypatch):
    """Everything that was parsed in this process."""
    seen = []
    of = Reading.of

    def counted(self, source, *limits):
        seen.append(self)
        return of(self, source, *limits)

    monkeypatch.setattr(Reading, "of", counted)
    return seen


def upload(client, content, **fields):
    file = SimpleUploadedFile("trace.csv", content, "text/csv")
    answer = client.post("/api/traces", {"file": file, **fields})
    assert answer.status_code in (200, 201), answer.json()
    return answer.json()["id"]


def driven(trace, **columns):
    made = document(duration="4 h")
    made["components"]["callers"]["arrivals"] = {"trace": {"upload": trace, **columns}}
    return {"document": made}


def test_who_names_a_trace_does_not_parse_it(client, desk, parses):
    trace = upload(client, COUNTS)
    assert len(parses) == 1
    for seed in range(3):
        run = post(client, {**driven(trace), "seed": seed}).json()["id"]
        assert client.get(f"/lab/{run}").status_code == 200
    assert upload(client, COUNTS) == trace
    assert len(parses) == 1


def test_nor_after_a_restart(client, desk, parses):
    trace = upload(client, COUNTS)
    reader.shelf_of.cache_clear()
    assert post(client, driven(trace)).status_code == 201
    assert len(parses) == 1


def test_nor_does_the_worker(client, desk, parses):
    trace = upload(client, COUNTS)
    run = Run.objects.get(id=post(client, driven(trace)).json()["id"])
    job, _ = store.begin(run.id)
    begun = begin(job)
    assert begun.scenario.traces["callers"].total == sum(n % 7 for n in range(200))
    assert len(parses) == 1


def test_the_worker_reads_it_where_nothing_was_kept(client, desk, settings, parses):
    trace = upload(client, COUNTS)
    job, _ = store.begin(post(client, driven(trace)).json()["id"])
    for path in settings.TRACE_CACHE_DIR.iterdir():
        path.unlink()
    assert begin(job).scenario.traces["callers"].total == sum(n % 7 for n in range(200))
    assert len(parses) == 2


def test_a_snapshot_does_not_hold_the_file(client, desk):
    trace = upload(client, LARGE)
    job, _ = store.begin(post(client, driven(trace)).json()["id"])
    packed = replace(job, traces={trace: b"needle" * 50_000})
    assert b"needle" not in begin(packed).snapshot()


def test_another_way_to_read_it_is_another_trace(client, desk, parses):
    trace = upload(client, COUNTS)
    assert post(client, driven(trace, time_unit="ms")).status_code == 201
    assert post(client, driven(trace, time_unit="ms", time_scale=2)).status_code == 201
    assert post(client, driven(trace, time_unit="ms", interval=0.03)).status_code == 201
    assert [how.time_unit for how in parses] == [None, "ms"]


def test_a_large_one_is_not_parsed_in_the_server(client, desk, parses):
    trace = upload(client, LARGE)
    assert post(client, driven(trace)).status_code == 201
    assert parses == []
    assert Trace.objects.get(id=trace).total == sum(n % 7 for n in range(20_000))


def test_what_another_process_complains_about(client):
    file = SimpleUploadedFile("trace.csv", LARGE + b"12,many\n", "text/csv")
    answer = client.post("/api/traces", {"file": file})
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == "file, line 20002"


def test_a_file_that_takes_too_much_memory_is_refused(settings):
    settings.TRACE_READ_BYTES = 1024**2
    with pytest.raises(TraceError, match=r"more memory than 1 MB \(WINDTUNNEL_TRACE_READ_MB\)"):
        reader.read_apart(LARGE * 5, Reading(), TraceLimits())


def test_a_file_that_takes_too_long_is_refused(settings):
    settings.TRACE_READ_S = 0
    with pytest.raises(TraceError, match=r"more than 0 s \(WINDTUNNEL_TRACE_READ_S\)"):
        reader.read_apart(LARGE, Reading(), TraceLimits())


def test_others_that_wait_are_told(client, settings):
    settings.TRACE_WAIT_S = 0.01
    file = SimpleUploadedFile("trace.csv", LARGE, "text/csv")
    with reader.one_at_a_time:
        answer = client.post("/api/traces", {"file": file})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "WINDTUNNEL_TRACE_WAIT_S" in answer.json()["error"]["what"]


def test_the_shelf_is_bounded_and_loses_the_oldest(tmp_path):
    one = Reading().of(COUNTS)
    Shelf(tmp_path / "probe", 10**9).put("A", Reading(), one)
    size = next((tmp_path / "probe").iterdir()).stat().st_size
    folder = tmp_path / "shelf"
    for name in "ABCD":
        Shelf(folder, 3 * size).put(name, Reading(), one)
    assert sorted(path.name[0] for path in folder.iterdir()) == ["B", "C", "D"]
    assert Shelf(folder, size).get("A", Reading()) is None
    assert Shelf(folder, size).get("B", Reading()).total == one.total


def test_memory_is_bounded_too(tmp_path):
    shelf = Shelf(tmp_path, 10**9)
    for name in "ABCDEFG":
        shelf.put(name, Reading(), Reading().of(COUNTS))
    assert len(shelf.held) == 4
    assert shelf.get("A", Reading()).total == Reading().of(COUNTS).total


@pytest.mark.parametrize(
    "damage",
    [b"", b"PK\x03\x04 nothing", gzip.compress(b"x", mtime=0)],
    ids=["empty", "cut short", "another kind"],
)
def test_a_damaged_file_is_read_again(client, desk, settings, parses, damage):
    trace = upload(client, COUNTS)
    for path in settings.TRACE_CACHE_DIR.iterdir():
        path.write_bytes(damage)
    reader.shelf_of.cache_clear()
    assert post(client, driven(trace)).status_code == 201
    assert len(parses) == 2


def test_a_full_disk_costs_the_shelf_only(client, settings, tmp_path):
    settings.TRACE_CACHE_DIR = tmp_path / "file"
    settings.TRACE_CACHE_DIR.write_text("not a folder")
    assert upload(client, COUNTS)


def test_a_trace_that_was_deleted_is_gone(client, desk):
    trace = upload(client, COUNTS)
    Trace.objects.all().delete()
    answer = post(client, driven(trace))
    assert answer.status_code == 422
    assert "no such upload" in answer.json()["checks"][0]["message"]


@pytest.mark.parametrize("how", ["by hand", "to make room"])
def test_what_was_read_goes_with_the_trace(client, desk, settings, how):
    trace, other = upload(client, COUNTS), upload(client, COUNTS + b"12000,1\n")
    assert post(client, driven(trace, time_unit="ms")).status_code == 201
    Run.objects.all().delete()
    shelf = reader.shelf_of(settings.TRACE_CACHE_DIR, settings.TRACE_CACHE_BYTES)
    assert [name[:16] for name in shelf.held] == [trace, other, trace]
    if how == "by hand":
        assert client.delete(f"/api/traces/{trace}").status_code == 204
    else:
        settings.MAX_TRACES_STORED = 2
        upload(client, COUNTS + b"12000,2\n")
    assert trace not in {name[:16] for name in shelf.held}
    left = {path.name[:16] for path in settings.TRACE_CACHE_DIR.iterdir()}
    assert (trace in left, other in left) == (False, True)


def test_a_file_that_vanishes_while_others_are_counted_is_nothing_to_speak_of(
    tmp_path, monkeypatch, caplog
):
    """A temporary one, which another thread has given its name meanwhile."""
    iterdir = type(tmp_path).iterdir
    gone = tmp_path / "gone"
    monkeypatch.setattr(type(tmp_path), "iterdir", lambda folder: [*iterdir(folder), gone])
    Shelf(tmp_path, 10**9).put("A", Reading(), Reading().of(COUNTS))
    assert caplog.text == ""
    assert Shelf(tmp_path, 10**9).get("A", Reading()) is not None
