"""Two runs on a page of their own: what differs, when they part, one message in both."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations, violations_in_both_themes
from tests.browser.test_layout import expect_no_sideways_scroll

RESERVED = "worker.reserved_concurrency"
SMALL = {"duration": 180, "inbox.visibility_timeout": 40}


@pytest.fixture(scope="module")
def pair(server) -> tuple[str, str]:
    """A run of three minutes, and the same with twelve environments instead of five."""
    return server.finished_run("reserved-five", **SMALL), server.finished_run(
        "reserved-five", **SMALL, **{RESERVED: 12}
    )


def opened(page: Page, server, pair) -> Page:
    page.goto(server.url(f"/compare?a={pair[0]}&b={pair[1]}"))
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    return page


def test_from_the_lab_to_one_message_in_both(lab, server, pair):
    page = lab.page
    lab.open(f"/lab/{pair[1]}#base={pair[0]}").expect_finished()
    page.get_by_role("button", name="Compare").click()
    beside = page.get_by_role("region", name="Beside its baseline")
    expect(beside.get_by_role("heading", name="The same message in both")).to_be_visible()
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile(rf"#t=[\d.]+&base={pair[0]}&cmp=0"))
    expect(beside).to_contain_text("They part at")
    expect(page.locator(".pane-timelines")).to_be_hidden()
    assert violations(page) == []
    beside.get_by_role("link", name="On a page of its own").click()
    expect(page).to_have_url(re.compile(rf"/compare\?a={pair[0]}&b={pair[1]}"))
    expect(page.get_by_text(re.compile(r"A and B part at \d+:[\d.]+"))).to_be_visible()
    inputs = page.get_by_role("region", name="Table of inputs")
    expect(inputs.get_by_role("row", name=f"{RESERVED} 5 12")).to_be_visible()
    outcomes = page.get_by_role("region", name="Table of outcomes")
    expect(
        outcomes.get_by_role("row", name=re.compile(r"oldest message.* better$"))
    ).to_be_visible()
    goals = page.get_by_role("region", name="Table of goals")
    expect(goals.get_by_role("row", name=re.compile("kept, 5 .*broken, 12"))).to_be_visible()
    first = page.get_by_role("region", name="Table of messages").get_by_role("button").first
    name = first.inner_text()
    first.click()
    both = page.get_by_role("dialog", name=re.compile(name.split(" of ")[0]))
    expect(both.get_by_role("heading", level=3)).to_have_text(["A, was", "B, now"])
    expect(both.get_by_role("table")).to_have_count(2)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(both).to_be_hidden()
    expect(first).to_be_focused()


def test_the_keys_of_the_page(page, server, pair):
    opened(page, server, pair)
    expect(page.get_by_text(re.compile(r"A and B part at \d+:[\d.]+"))).to_be_visible()
    charts = page.locator(".cmp")
    moment = page.get_by_role("slider", name="Moment that is read")
    before = moment.get_attribute("aria-valuenow")
    said = page.get_by_role("status").last
    for _ in range(100):  # until both runs are there
        page.keyboard.press("]")
        if "They differ from" in said.inner_text():
            break
        page.wait_for_timeout(100)
    expect(moment).not_to_have_attribute("aria-valuenow", before)
    expect(said).to_contain_text(re.compile(r"They differ from \d+:\d\d in"))
    expect(charts).to_have_attribute("data-layout", "overlay")
    for layout in ("side by side", "difference", "overlay"):
        page.keyboard.press("o")
        expect(charts).to_have_attribute("data-layout", layout)
    moment.press("End")
    expect(page).to_have_url(re.compile(r"#t=180"))
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(r"#t=180&o=1"))
    page.reload()
    expect(page.locator("[data-compare-view]")).to_have_attribute("data-whole", "true")
    expect(charts).to_have_attribute("data-layout", "side by side")
    expect(moment).to_have_attribute("aria-valuenow", "180")
    expect(page).to_have_url(re.compile(r"#t=180&o=1"))
    page.keyboard.press("x")
    expect(page).to_have_url(re.compile(rf"a={pair[1]}&b={pair[0]}"))
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile(rf"/lab/{pair[0]}#.*base={pair[0]}"))
    expect(page.get_by_role("button", name="Is baseline")).to_be_visible()


def test_three_runs_at_one_moment(page, server, pair):
    third = server.finished_run("reserved-five", **SMALL, **{RESERVED: 8})
    page.goto(server.url(f"/compare?a={pair[0]}&b={pair[1]}&c={third}#t=100&o=2"))
    expect(page.locator("[data-compare-view]")).to_have_attribute("data-whole", "true")
    expect(page.get_by_text(re.compile(r"A and C part at \d+:[\d.]+"))).to_be_visible()
    expect(page.locator(".cmp")).to_have_attribute("data-layout", "difference")
    for side, limit in (("A, was", 5), ("B, now", 12), ("C, now", 8)):
        stand = page.get_by_role("region", name=f"{side}, at this moment")
        expect(stand.locator(".pane-grid p.sr-only")).to_contain_text("At 1:40.0")
        expect(stand.locator(".node[data-id=worker]")).to_contain_text(f"of {limit} ")
    assert violations(page) == []
    page.locator(".node[data-id=worker]").first.click()
    expect(page.locator(".node[data-id=worker].selected")).to_have_count(3)


def test_axe_finds_nothing(page, server, pair):
    opened(page, server, pair)
    assert violations_in_both_themes(page) == []
    page.goto(server.url(f"/compare?a={pair[0]}"))
    expect(page.get_by_text("Choose two runs")).to_be_visible()
    assert violations_in_both_themes(page) == []


def test_the_page_reflows(new_page, server, pair):
    page = opened(new_page(viewport={"width": 320, "height": 720}), server, pair)
    for layout in ("overlay", "side by side"):
        expect(page.locator(".cmp")).to_have_attribute("data-layout", layout)
        for width in (320, 390, 1024):
            page.set_viewport_size({"width": width, "height": 720})
            expect_no_sideways_scroll(page)
        page.keyboard.press("o")


def test_it_can_be_read_without_a_script(new_page, server, pair):
    page = new_page(java_script_enabled=False)
    page.goto(server.url(f"/compare?a={pair[0]}&b={pair[1]}"))
    outcomes = page.get_by_role("region", name="Table of outcomes")
    expect(
        outcomes.get_by_role("row", name=re.compile(r"oldest message.* better$"))
    ).to_be_visible()
    expect(
        page.get_by_role("region", name="Table of messages").get_by_role("row").nth(1)
    ).to_be_visible()


def test_a_run_that_computes_is_waited_for(page, server, pair, brake):
    brake.hold(10)
    asked = {"scenario": "reserved-five", "overrides": SMALL, "seed": 4713}
    status, run = server.post("/api/runs", asked)
    assert status == 201, "nobody else asks for it"
    page.goto(server.url(f"/compare?a={pair[0]}&b={run['id']}"))
    expect(page.locator(".compare-notes")).to_contain_text("it can be compared when it is finished")
    expect(page.locator(".compare-notes")).to_contain_text("different seeds")
    expect(page.locator("#side-b + p .chip")).to_have_text("computed to 0:10")
    brake.release()
    expect(page.get_by_role("region", name="Table of outcomes")).to_be_visible()
    expect(page.locator(".compare-notes")).not_to_contain_text("it can be compared when")
