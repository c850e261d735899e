"""Lanes of shards and message groups: a poisoned shard stalls, and the others go on."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations, violations_in_both_themes
from tests.browser.lab import Lab, moment

NARROW = {"width": 390, "height": 844}
MOST_LANES = 32
MINUTE_S = 60.0


@pytest.fixture(scope="session")
def shards(server) -> str:
    """Four shards, one of them poisoned from 181 s on."""
    return server.finished_run("poisoned-shard", duration=360)


@pytest.fixture(scope="session")
def groups(server) -> str:
    """More message groups at once than are drawn."""
    changed = {
        "duration": 90,
        "accounts.arrivals.poisson.rate": 400,
        "ledger.duration.lognormal.median": 2,
    }
    return server.finished_run("fifo-hot-group", **changed)


@pytest.fixture
def at(lab: Lab):
    """Opens a run at a moment, or goes there."""

    def opened(run: str, t: float) -> Page:
        if f"/lab/{run}" in lab.page.url:
            lab.page.evaluate(f"location.hash = '#t={t:g}&base=none'")
        else:
            lab.open(f"/lab/{run}#t={t:g}&base=none").expect_finished()
        expect(lab.clock).to_have_text(moment(t))
        return lab.page

    return opened


def lanes(page: Page) -> Locator:
    return page.locator(".lanes .lane:visible")


def ages(page: Page) -> list[float]:
    """Of the lanes that fail, in seconds."""
    told = page.locator(".lane[data-state=F] .lane-age").all_inner_texts()
    return [float(re.match(r"([\d.]+) s", text)[1]) for text in told]


def sentence(page: Page) -> str:
    return page.locator(".lanes p.sr-only").inner_text()


def test_the_poisoned_shard_stalls_and_its_age_climbs_second_by_second(at, shards):
    """In its lane, as a table, in a sentence, and in a timeline."""
    page = at(shards, 120)
    expect(lanes(page)).to_have_count(4)
    expect(page.locator(".lane[data-state=F]")).to_have_count(0)
    page = at(shards, 240)
    expect(lanes(page)).to_have_count(4)
    expect(page.locator(".lane[data-state=F]")).to_have_count(1)
    (earlier,) = ages(page)
    assert "1 failing" in page.locator(".lanes-counts").inner_text()
    assert re.search(r"Worst: shard \d+, failing", sentence(page))
    button = page.get_by_role("button", name=re.compile("^Lanes of .* as a table"))
    button.click()
    table = page.locator(".lanes").get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(1 + 4)
    expect(table).to_contain_text("failing")
    assert violations(page) == []
    button.click()
    page = at(shards, 240 + MINUTE_S)
    expect(page.locator(".lane[data-state=F] .lane-age")).not_to_have_text(f"{earlier:g} s")
    (later,) = ages(page)
    assert later - earlier == pytest.approx(MINUTE_S, abs=2.0)
    expect(page.locator(".tl-label").filter(has_text="Iterator age")).to_contain_text("oldest")


BARS = """canvas => {
    const box = canvas.getBoundingClientRect();
    const ratio = canvas.width / box.width;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const inked = (x, y) => data[4 * (y * canvas.width + x) + 3] > 0;
    const rows = [...document.querySelectorAll('.lanes .lane')].filter(e => e.checkVisibility());
    return rows.map(row => {
        const place = row.getBoundingClientRect();
        const left = Math.round((place.left - box.left + 40) * ratio);
        // Above the middle, where only the bar is and not the line under it.
        const y = Math.round((place.top + place.height / 2 - box.top - 2) * ratio);
        let x = left;
        while (x < canvas.width && inked(x, y)) x++;
        return (x - left) / ratio;
    });
}"""


def test_bars_are_to_scale(at, shards):
    page = at(shards, 330)
    bars = page.locator(".lanes-canvas").evaluate(BARS)
    told = [lane.locator(".lane-waiting").inner_text() for lane in lanes(page).all()]
    waiting = [int(text.replace(",", "") or 0) for text in told]
    scale = page.locator(".lanes-scale").first
    most = float(scale.inner_text().removeprefix("0 to ").replace(",", ""))
    assert max(waiting) > 100
    for bar, n in zip(bars, waiting, strict=True):
        assert bar == pytest.approx(n / most * scale.bounding_box()["width"], abs=2.0)


def test_batches_of_a_lane_are_lines_of_their_own(at, server):
    changed = {"duration": 200, "clicks-to-enrich.parallelization_factor": 10}
    page = at(server.finished_run("parallel-lanes", **changed), 150)
    told = int(re.search(r"(\d+) batch", page.locator(".lanes-most").first.inner_text())[1])
    assert 1 < told <= 10
    assert lanes(page).first.bounding_box()["height"] > 0


def test_of_many_groups_some_are_drawn_and_the_rest_are_told(at, groups, server):
    page = at(groups, 80)
    expect(lanes(page)).to_have_count(MOST_LANES)
    fold = page.locator(".lanes-fold")
    expect(fold).to_have_text(re.compile(r"^\+ \d+ more groups: .*\d waiting"))
    more = int(re.search(r"\+ (\d+)", fold.inner_text())[1])
    total = int(re.search(r"(\d+) message groups", page.locator(".lanes-head").inner_text())[1])
    assert total == MOST_LANES + more
    assert f"+ {more} more groups"[2:] in sentence(page)


def test_nothing_is_cut_off_on_a_telephone(new_page, server, groups):
    lab = Lab(new_page(viewport=NARROW), server.url(""))
    lab.open(f"/lab/{groups}#t=80&base=none").expect_finished()
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    last = lanes(lab.page).last
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    assert violations_in_both_themes(lab.page) == []
