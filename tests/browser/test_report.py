"""A report that travels: put together in the lab, opened from a disk."""

import re

import pytest
from playwright.sync_api import expect

import simcore
from simcore.paper.front import report
from tests.browser.axe import violations
from tests.paper.conftest import HOSTILE
from tests.scenario.small import SMALL

HALF = re.compile(r"^0:(29|30|31)\.")


@pytest.fixture(scope="module")
def carried(tmp_path_factory):
    """The file, of a run whose texts mean harm."""
    scenario = simcore.load_scenario({**SMALL, "duration": "1 min", "title": HOSTILE})
    throttled = {"worker.reserved_concurrency": 1}
    told = report(simcore.run(scenario, seed=1, overrides=throttled), notes=HOSTILE, author=HOSTILE)
    return told.save(tmp_path_factory.mktemp("carried") / "report.html")


def test_a_report_opens_from_a_disk_without_a_net_and_plays(new_page, watch, carried):
    watch.expect(f"^request to {re.escape(carried.as_uri())}$")
    page = new_page(offline=True)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(carried.as_uri())
    expect(page.locator("#state-chip")).to_contain_text("1:00 · ")
    assert asked == [carried.as_uri()]
    assert violations(page) == []

    slider, clock = page.get_by_role("slider", name="Time", exact=True), page.locator(".clock")
    slider.click()
    expect(clock).to_have_text(HALF)
    expect(page.locator(".pane-grid p.sr-only")).to_contain_text("busy")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(clock).not_to_have_text(HALF)
    page.get_by_role("link", name="Show this moment above").first.click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert len(asked) == 1


def test_a_report_is_put_together_beside_its_paper(finished, new_page, watch, tmp_path):
    lab, page = finished, finished.page
    page.get_by_role("link", name="Report", exact=True).click()
    paper = page.frame_locator("iframe[name=paper]")
    expect(paper.locator("h2").first).to_have_text("Question and answer")
    assert violations(page) == []
    page.get_by_label("Title").fill("Handed <in>")
    expect(paper.locator("h1")).to_have_text("Handed <in>")
    page.get_by_label("Percentiles").uncheck()
    expect(paper.locator("#percentiles")).to_have_count(0)
    with page.expect_download() as taken:
        page.get_by_role("button", name="HTML", exact=True).click()
    file = tmp_path / "report.html"
    taken.value.save_as(file)
    text = file.read_text()
    assert "<h1>Handed &lt;in&gt;</h1>" in text
    assert 'id="run-data"' in text
    assert 'id="percentiles"' not in text
    assert lab.page.url.endswith(taken.value.suggested_filename[11:21])
