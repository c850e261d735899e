"""A report as a page: readable without a script, and with nothing in it but what was meant."""

import re
from dataclasses import replace

import pytest

import simcore
from simcore.paper import formats
from simcore.paper.report_page import html, printed
from simcore.reporting import SECTIONS, build
from tests.paper.conftest import HOSTILE, lived
from tests.paper.test_page import Reader
from tests.scenario.small import SMALL

NAMED = "\"><i>&'{{7*7}}"


@pytest.fixture(scope="module")
def told():
    """A report whose every text of one's own means harm, and its run."""
    components = {**SMALL["components"]}
    components["worker"] = {**components["worker"], "title": NAMED, "reserved_concurrency": 1}
    document = {
        **SMALL,
        "duration": "1 min",
        "title": HOSTILE,
        "summary": HOSTILE,
        "components": components,
    }
    scenario = simcore.load_scenario(document)
    result = simcore.run(scenario, seed=1)
    texts = {"title": HOSTILE, "author": HOSTILE, "notes": f"One.\n\n{HOSTILE}\n\nhttps://a.test/b"}
    return build(result, scenario=scenario, **texts), lived(document)


@pytest.fixture(scope="module")
def text(told):
    return html(*told)


def test_the_sections_come_in_order_each_under_a_heading(told, text):
    ids = re.findall(r'<section class="part part-[\w-]+">\s*<h2 id="([\w-]+)"', text)
    assert ids == [section.name for section in told[0].sections]
    assert ids == [name for name in SECTIONS if name != "machines"]  # of which it has none
    assert all(text.count(f'<h2 id="{one}">') == 1 for one in ids)
    assert text.count("<h1>") == 1


def test_what_is_hostile_stays_text(text):
    read = Reader(text)
    assert len(read.scripts) == 1
    assert read.handlers == []
    assert set(read.asks) == {"data:,"}
    paper = text.replace(read.scripts[0], "")
    assert "<img" not in paper
    assert "<i>" not in paper
    assert "49" not in re.findall(r"env-title[^>]*>([^<]*)<", paper)
    assert "&lt;/script&gt;" in paper


def test_addresses_in_notes_are_links_that_tell_nobody_where_they_are_from(text):
    assert '<a href="https://a.test/b" target="_blank" rel="noopener noreferrer">' in text


def test_no_link_but_one_to_the_web_or_within_the_page(text):
    targets = set(re.findall(r'<a [^>]*href="([^"]*)"', text))
    assert targets
    assert all(re.match(r"https?://|#", target) for target in targets)


def test_every_picture_says_what_it_shows(text):
    pictures = re.findall(r"<svg[^>]*>", text)
    assert len(pictures) > 5
    for svg in pictures:
        assert 'role="img"' in svg or 'class="span"' in svg
        assert 'aria-label="' in svg or "aria-labelledby" in svg or 'class="span"' in svg


def test_the_same_report_is_the_same_page(told, text):
    assert html(*told) == text


def test_without_its_run_it_is_all_paper(told):
    paper = html(told[0])
    assert "<script" not in paper
    assert 'id="live"' not in paper
    assert "Show this moment" not in paper
    assert "The run itself is not in this page" in paper
    assert "script-src 'none'" in Reader(paper).meta["Content-Security-Policy"]
    assert len(paper) < 500_000


def test_a_printed_one_has_the_pictures_of_the_run_and_its_paper(told):
    page = printed(*told, paper="Letter")
    assert "@page { size: Letter; }" in page
    assert 'class="env env-' in page
    assert "<script" not in page
    assert "is not in this page" not in page
    assert "size: A4;" in printed(*told, paper="x; } body { display: none")


def test_a_report_without_the_answer_begins_with_it(told):
    report = told[0]
    short = replace(report, sections=tuple(s for s in report.sections if s.name == "cost"))
    page = html(short)
    assert '<p class="answer">' in page
    assert 'id="answer"' not in page


def test_a_result_alone_is_put_in_motion_again_where_it_comes_to_the_same():
    result = simcore.run(simcore.load_scenario({**SMALL, "duration": "20 s"}), seed=3)
    document = result.as_dict()
    report = build(document)
    found = formats.run_of(report)
    assert found.lab["run"]["seed"] == 3
    manifest = {**document["manifest"], "fingerprint": "0" * 64}
    assert formats.run_of(build({**document, "manifest": manifest})) is None
    assert b'id="live"' in formats.HTML.write(report)


def test_three_lines_of_python_write_it(tmp_path):
    result = simcore.run(simcore.load_scenario({**SMALL, "duration": "20 s"}))
    path = simcore.report(result, author="Ada").save(tmp_path / "report.html")
    assert 'id="live"' in path.read_text()


def test_a_run_that_is_too_large_is_said_to_be(told):
    page = html(told[0], replace(told[1], most_bytes=1000))
    assert "The run is too large to be put into this page" in page
    assert "<script" not in page


def test_of_a_comparison_the_second_run_is_the_one_to_watch():
    scenario = simcore.load_scenario({**SMALL, "duration": "20 s"})
    was, now = (simcore.run(scenario, seed=seed) for seed in (1, 2))
    told = simcore.report(simcore.compare(was, now))
    page = html(told, formats.run_of(told))
    assert "the second run</h2>" in page
    assert not re.search(r"<th[^>]*>\s*</th>", page)
    assert formats.run_of(told).lab["run"]["seed"] == 2
