"""A run in other people's pages."""

import zlib
from dataclasses import replace

import orjson
import pytest
from django.utils import timezone

from simcore import Run as Simulated
from simcore import load_scenario
from simcore.paper import edition
from simcore.paper.live import SERIALIZED
from tests.paper.conftest import HOSTILE
from tests.visualizer.desk import document
from visualizer import press
from visualizer.models import Frame, Run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    press.forget()


@pytest.fixture
def run():
    written = document(duration="10 s", title=HOSTILE)
    scenario = load_scenario(written)
    simulated = Simulated(scenario)
    frames = [zlib.compress(orjson.dumps(f.payload, option=SERIALIZED)) for f in simulated.frames()]
    stored = Run.objects.create(
        id="ABCDEFGHIJ", scenario="mine", title=HOSTILE, document=written, seed=scenario.seed,
        profile=scenario.profile, model_version="7", state="finished", finished=timezone.now(),
        frames=len(frames), computed_s=10.0, header=orjson.loads(orjson.dumps(simulated.header())),
        end={"state": "finished", "summary": {"events": 5, "wall_s": 1.5, "cost": None}},
    )  # fmt: skip
    Frame.objects.bulk_create(Frame(run=stored, n=n, blob=blob) for n, blob in enumerate(frames))
    return stored


def test_it_may_be_framed_and_asks_nobody(client, run):
    answer = client.get("/embed/ABCDEFGHIJ")
    assert answer.status_code == 200
    assert "X-Frame-Options" not in answer
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors" not in policy
    assert policy in answer.content.decode().replace("&#39;", "'")


def test_nothing_else_may_be_framed(client, run):
    for path in ("/", "/lab/ABCDEFGHIJ", "/s/reserved-five", "/lab/new", "/embed"):
        answer = client.get(path)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_what_is_hostile_stays_text(client, run):
    text = client.get("/embed/ABCDEFGHIJ").content.decode()
    assert HOSTILE not in text
    assert text.count("<script") == text.count("</script") == 2


def test_it_is_asked_for_again_and_has_not_changed(client, run):
    tag = client.get("/embed/ABCDEFGHIJ")["ETag"]
    assert client.get("/embed/ABCDEFGHIJ", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("another", ["bundle", "VERSION", "MODEL", "MAX_REPORT_BYTES"])
def test_another_build_or_bound_is_another_page(client, run, settings, monkeypatch, another):
    edition.edition.cache_clear()
    tag = client.get("/embed/ABCDEFGHIJ")["ETag"]
    if another == "MAX_REPORT_BYTES":
        settings.MAX_REPORT_BYTES += 1
    else:
        other = replace(edition.bundle(), script="other")
        monkeypatch.setattr(edition, another, (lambda: other) if another == "bundle" else "other")
    edition.edition.cache_clear()
    answer = client.get("/embed/ABCDEFGHIJ", headers={"If-None-Match": tag})
    edition.edition.cache_clear()
    assert answer.status_code == 200
    assert answer["ETag"] != tag


def test_nothing_of_the_machine_is_in_it(client, run):
    pages = []
    for wall_s in (1.5, 2.5):
        run.end = {"state": "finished", "summary": {"events": 5, "wall_s": wall_s, "cost": None}}
        run.save()
        press.forget()
        pages.append(client.get("/embed/ABCDEFGHIJ").content)
    assert pages[0] == pages[1]


def test_another_spelling_leads_to_it(client, run):
    assert client.get("/embed/abcdefghij")["Location"] == "/embed/ABCDEFGHIJ"


@pytest.mark.parametrize(
    ("id", "changed", "status", "said"),
    [
        ("ABCDEFGHIJ", {"finished": None, "state": "running"}, 200, "is being computed"),
        ("ABCDEFGHIJ", {"frames": 0, "state": "failed"}, 200, "before anything was computed"),
        ("BBBBBBBBBB", {}, 404, "There is nothing here"),
    ],
)
def test_what_there_is_not_is_said_in_the_frame(client, run, id, changed, status, said):
    for name, value in changed.items():
        setattr(run, name, value)
    run.save()
    answer = client.get(f"/embed/{id}")
    text = answer.content.decode()
    assert answer.status_code == status
    assert said in text
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors" not in answer["Content-Security-Policy"]
    assert ('http-equiv="refresh"' in text) == ("being computed" in said)


def test_a_run_whose_document_is_not_read_any_more_can_still_be_looked_at(client, run):
    run.document = {"format": "windtunnel.scenario/0"}
    run.save()
    answer = client.get("/embed/ABCDEFGHIJ")
    assert answer.status_code == 200
    assert 'id="run-data"' in answer.content.decode()


def test_its_size_is_a_setting(client, run, settings):
    settings.MAX_REPORT_BYTES = 1000
    assert "too large to be put into a page" in client.get("/embed/ABCDEFGHIJ").content.decode()


def test_nothing_in_it_takes_the_focus_of_the_page_around_it():
    """A browser refuses it, with an error in that page's console."""
    assert "autofocus" not in edition.bundle().script
