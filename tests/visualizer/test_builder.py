"""A report put together by hand."""

import re

import pytest

from simcore import load_scenario, report, run
from simcore.paper import pdf
from simcore.reporting import COMPARED, SECTIONS
from simcore.reporting.formats import FORMATS
from tests.paper.conftest import HOSTILE
from tests.services.state_machines import document, once
from tests.visualizer.test_reports import FIVE, stored
from visualizer import press
from visualizer.models import Run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def result():
    return run(load_scenario(FIVE), overrides={"duration": 30})


@pytest.fixture
def id(result):
    return stored(result)


def chosen(text):
    return re.findall(r'name="section" value="([\w-]+)" checked', text)


def test_the_form_offers_every_section_and_every_output(client, id):
    text = client.get(f"/r/{id}").content.decode()
    assert chosen(text) == [name for name in SECTIONS if name != "machines"]  # it has none
    for suffix in ("html", "pdf", "md", "zip"):
        assert f'formaction="/r/{id}/report.{suffix}"' in text
    assert f'<iframe name="paper" src="/r/{id}/paper"' in text


def test_every_output_takes_all_that_the_form_offers_of_a_run_with_machines(client):
    said = document(once({"Rest": {"Type": "Pass", "End": True}}))
    id = stored(run(load_scenario(said)))
    Run.objects.filter(id=id).update(document=said)
    offered = chosen(client.get(f"/r/{id}").content.decode())
    assert offered == list(SECTIONS)
    for suffix in ("html", "md", "zip"):
        said = {"chosen": "1", "section": offered}
        assert client.post(f"/r/{id}/report.{suffix}", said).status_code == 200


def test_only_the_paper_may_be_framed_and_only_beside_its_form(client, id):
    for path, by, header in (
        ("", "'none'", "DENY"),
        ("/report.html", "'none'", "DENY"),
        ("/paper", "'self'", "SAMEORIGIN"),
    ):
        answer = client.get(f"/r/{id}{path}")
        assert f"frame-ancestors {by}" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == header


def test_a_report_is_a_stranger_to_the_server_that_shows_it(client, id):
    for path in ("/report.html", "/paper"):
        policy = client.get(f"/r/{id}{path}")["Content-Security-Policy"]
        assert "sandbox allow-scripts" in policy
        assert "allow-same-origin" not in policy


def test_the_paper_is_what_the_form_says(client, id):
    said = {"title": "Mine", "author": "Ada", "notes": "One.\r\n\r\nTwo.", "chosen": "1"}
    text = client.post(f"/r/{id}/paper", said | {"section": ["cost", "verdict"]}).content.decode()
    assert "<h1>Mine</h1>" in text
    assert "<p>One.</p>\n<p>Two.</p>" in text
    assert re.findall(r"part part-(\w+)", text) == ["verdict", "cost"]


def test_no_section_is_none_and_nothing_said_is_all(client, id):
    assert "part-" not in client.post(f"/r/{id}/paper", {"chosen": "1"}).content.decode().split(
        "</style>")[1]  # fmt: skip
    assert 'class="part part-manifest"' in client.post(f"/r/{id}/paper").content.decode()


def test_what_is_hostile_is_text(client, id):
    said = dict.fromkeys(("title", "author", "notes", "paper"), HOSTILE)
    for path in (f"/r/{id}/paper", f"/r/{id}/report.html"):
        text = client.post(path, said).content.decode()
        assert HOSTILE not in text
        assert "<img" not in re.sub(r"<script>.*?</script>", "", text, flags=re.S)


def test_files_are_those_of_the_library(client, id, result):
    answer = client.post(f"/r/{id}/report.md", {"author": "Ada"})
    assert answer["Content-Disposition"] == f'attachment; filename="windtunnel-{id}.md"'
    assert answer.content == FORMATS[".md"].write(report(result, author="Ada"))


def test_a_page_is_read_where_it_is_or_taken_away(client, id):
    path = f"/r/{id}/report.html"
    assert "Content-Disposition" not in client.get(path)
    assert "Content-Disposition" not in client.post(path, {"open": "1"})
    assert client.post(path)["Content-Disposition"].startswith("attachment")


def test_many_who_read_it_have_it_made_once_until_the_run_is_another(client, id, monkeypatch):
    made = []
    writing = press.writing
    monkeypatch.setattr(press, "writing", lambda *args: made.append(1) or writing(*args))
    first = client.get(f"/r/{id}/report.html").content
    assert client.get(f"/r/{id}/report.html").content == first
    assert len(made) == 1
    Run.objects.filter(id=id).update(frames=7)
    client.get(f"/r/{id}/report.html")
    assert len(made) == 2


def test_who_comes_when_the_line_is_full_is_told_when_to_come_again(client, id, settings):
    settings.MAX_REPORTS_AT_ONCE = settings.MAX_REPORTS_WAITING = 0
    for path in (f"/r/{id}", f"/r/{id}/report.html", f"/r/{id}/paper", f"/api/runs/{id}/report.md"):
        answer = client.get(path)
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "WINDTUNNEL_MAX_REPORTS_WAITING" in answer.content.decode()


def test_without_a_chromium_there_is_no_button_for_it(client, id, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere")
    text = client.get(f"/r/{id}").content.decode()
    assert re.search(r'report\.pdf"[^>]* disabled', text)
    assert "no Chromium on this server" in text
    answer = client.post(f"/r/{id}/report.pdf")
    assert answer.status_code == 422
    assert "printed by Chromium" in answer.content.decode()


def test_who_waits_too_long_for_a_printer_is_told_so(client, id, monkeypatch):
    def busy(*_):
        raise pdf.PdfBusy("other reports are being printed", "try again in a minute")

    monkeypatch.setattr(pdf, "printed_pages", busy)
    answer = client.post(f"/r/{id}/report.pdf")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "try again in a minute" in answer.content.decode()


def test_a_comparison_has_a_page_of_its_own(client, id, result):
    other = stored(run(load_scenario(FIVE), overrides={"duration": 30, "orders.limit": 9}))
    text = client.get(f"/r/{id}..{other}").content.decode()
    assert chosen(text) == list(COMPARED)
    paper = client.post(f"/r/{id}..{other}/paper", {"title": "Both"}).content.decode()
    assert "<h1>Both</h1>" in paper


@pytest.mark.parametrize(
    ("path", "said", "status", "words"),
    [
        ("", {"title": "x" * 201}, 405, "only be looked at"),
        ("/paper", {"title": "x" * 201}, 422, "201 characters are too many"),
        ("/paper", {"chosen": "1", "section": "nonsense"}, 422, "no section"),
        ("/report.exe", {}, 404, "nothing here"),
    ],
)
def test_what_cannot_be_done_is_said_on_a_page(client, id, path, said, status, words):
    answer = client.post(f"/r/{id}{path}", said)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_run_without_a_result_has_no_report_yet(client):
    answer = client.get(f"/r/{stored()}")
    assert answer.status_code == 409
    assert "There is no report yet" in answer.content.decode()
    assert client.get("/r/BBBBBBBBBB").status_code == 404
