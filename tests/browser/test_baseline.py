"""The run that others are compared with: the scenario as written, or the one that was chosen."""

import re

from playwright.sync_api import expect

from tests.browser.axe import violations

RESERVED = "worker.reserved_concurrency"


def crosshair(page, share: float) -> None:
    box = page.locator(".tl-plot").bounding_box()
    page.mouse.move(box["x"] + share * box["width"], box["y"] + 120)


def test_the_scenario_as_written_is_computed_and_compared_with(lab, server):
    """From a link to a run with a turned knob: was and now, and the page survives a reload."""
    page = lab.page
    changed = server.finished_run("reserved-five", **{RESERVED: 20})
    lab.open(f"/lab/{changed}").expect_finished()
    line = page.get_by_role("region", name="Compared with the baseline")
    expect(line).to_contain_text("Compared with as written; now: Reserved concurrency 5 → 20")
    expect(line).to_contain_text(re.compile(r"oldest message .*was 512 s.* now .*better"))
    expect(page.get_by_text("dashed: as written; now: Reserved concurrency 5 → 20")).to_be_visible()
    expect(lab.timeline("Concurrency")).to_contain_text(re.compile(r"was \d+ · "))
    crosshair(page, 0.4)
    expect(lab.timeline("Concurrency")).to_contain_text("was 5 · +15")
    expect(lab.timeline("Queue depth")).to_contain_text(re.compile(r"was [\d,]+ · −[\d,]+ better"))
    page.keyboard.press("b")
    sheet = page.get_by_role("dialog", name="Was and now")
    expect(sheet.get_by_role("row", name=re.compile("^Reserved concurrency 5 20"))).to_be_visible()
    expect(
        sheet.get_by_role("row", name=re.compile(r"^Inbox: oldest message 512 s .* better"))
    ).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".tl-goal", has_text="goal ≤ 5")).to_have_attribute("data-status", "failed")
    expect(page.locator(".goals-button .goal-mark[data-status=failed]").first).to_have_text("✕")
    page.keyboard.press("g")
    goals = page.get_by_role("dialog", name=re.compile("of 2 goals kept"))
    expect(
        goals.get_by_role("row", name=re.compile(r"^worker: concurrency <= 5 .*kept 5 .*broken 20"))
    ).to_be_visible()
    assert violations(page) == []
    written = server.finished_run("reserved-five")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    own = page.get_by_role("link", name="On a page of its own")
    expect(own).to_have_attribute("href", f"/compare?a={written}&b={changed}")


def test_a_chosen_baseline_stays_through_runs_and_reloads(finished, server):
    lab, page = finished, finished.page
    chosen = lab.run_id
    lab.rest()
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile(f"base={chosen}"))
    expect(page.get_by_role("button", name="Is baseline")).to_be_visible()
    line = page.get_by_role("region", name="Compared with the baseline")
    expect(line).to_be_hidden()
    for value in ("7", "8"):
        lab.set_field(RESERVED, value)
        expect(line).to_contain_text(f"baseline; now: Reserved concurrency 5 → {value}")
        lab.expect_finished()
    page.reload()
    lab.ready().expect_finished()
    expect(page).to_have_url(re.compile(f"base={chosen}"))
    expect(line).to_contain_text("baseline; now: Reserved concurrency 5 → 8")
    page.get_by_role("button", name="Compare").click()
    own = page.get_by_role("link", name="On a page of its own")
    expect(own).to_have_attribute("href", f"/compare?a={chosen}&b={lab.run_id}")
    page.keyboard.press("Escape")
    expect(own).to_be_hidden()
    page.get_by_role("button", name="vs baseline").click()
    page.get_by_role("button", name="No baseline").click()
    expect(page).to_have_url(re.compile("base=none"))
    page.keyboard.press("Escape")
    expect(line).to_be_hidden()
    expect(page.locator(".tl-was:visible")).to_have_count(0)


def test_an_interval_is_read_in_both(finished):
    lab, page = finished, finished.page
    first = lab.run_id
    page.keyboard.press("u")
    lab.set_field(RESERVED, "9")
    expect(page).not_to_have_url(re.compile(f"lab/{first}"))
    lab.expect_finished()
    box = page.locator(".tl-plot").bounding_box()
    for share in (0.2, 0.6):
        page.mouse.click(box["x"] + share * box["width"], box["y"] + 120)
        page.wait_for_timeout(200)  # until the picture has the pin
    page.mouse.move(5, 5)
    expect(lab.timeline("Queue depth")).to_contain_text(
        re.compile(r"Δ [+−]?[\d,]+.*was −?[\d,]+ · [+−][\d,]+")
    )
    expect(lab.timeline("Throttles")).to_contain_text(re.compile(r"Σ [\d,]+.*was [\d,]+ · "))


def test_a_baseline_that_is_gone_is_said(lab, small, watch):
    watch.expect("404")
    lab.open(f"/lab/{small}#base=AAAAAAAAAA")
    lab.expect_finished()
    line = lab.page.get_by_role("region", name="Compared with the baseline")
    expect(line).to_contain_text("Run AAAAAAAAAA cannot be the baseline")
