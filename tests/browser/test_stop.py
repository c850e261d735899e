"""Stopping a run that is computed, and the way back through the zooms."""

import re

from playwright.sync_api import expect


def test_a_run_is_stopped_while_it_computes(lab, brake, server):
    page = lab.page
    brake.hold(20)
    lab.open_new("reserved-five", seconds=60)
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_hidden()
    lab.set_field("worker.reserved_concurrency", "31")  # Enter runs it
    expect(lab.computed).to_contain_text("computed to 0:20")
    expect(stop).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Find a knob")).to_contain_text("X stops a run")
    page.keyboard.press("Escape")
    stop.click()
    expect(lab.chip).to_have_text(re.compile("Stopped at 0:20"))
    expect(lab.bar).to_contain_text("kept")
    expect(stop).to_be_hidden()
    assert server.get(f"/api/runs/{lab.run_id}")["state"] == "stopped"
    brake.release()
    lab.press_run()
    lab.expect_finished()
    expect(lab.bar).to_be_hidden()


def test_whose_run_it_is_not_runs_it_too_after_it_was_stopped(lab, new_page, brake, server):
    page = lab.page
    brake.hold(8)
    lab.open_new("reserved-five", seconds=60)
    lab.set_field("worker.reserved_concurrency", "33")
    expect(lab.computed).to_contain_text("computed to 0:08")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(lab.chip).to_have_text(re.compile("Stopped at 0:08"))
    other = new_page()
    other.goto(page.url)
    expect(other.get_by_role("button", name="Continue")).to_have_count(0)
    brake.release()
    other.get_by_role("button", name="Run the scenario yourself").click()
    expect(other.locator("#lab-bars .bar")).to_have_count(0)
    expect(other.locator(".clock-rest")).not_to_contain_text("computed to 0:08")
    # The first browser was told of the end and has no connection any more; it finds the run again.
    lab.press_run()
    lab.expect_finished()


def test_whose_run_it_is_not_cannot_stop_it(lab, new_page, brake, server):
    brake.hold(5)
    lab.open_new("reserved-five")
    lab.seed.fill("77")
    lab.seed.press("Enter")
    lab.press_run()
    expect(lab.computed).to_contain_text("computed to 0:05")
    other = new_page()
    other.goto(lab.page.url)
    expect(other.locator(".clock-rest")).to_contain_text("computed to 0:05")
    expect(other.get_by_role("button", name="Stop", exact=True)).to_be_hidden()
    lab.page.locator("h1").click()
    lab.page.keyboard.press("x")
    expect(lab.chip).to_have_text(re.compile("Stopped at 0:05"))


def test_back_walks_the_zooms(still):
    lab, page = still, still.page
    zoom = re.compile(r"[#&]z=([\d.,]+)")
    page.keyboard.press("w")
    expect(page).to_have_url(zoom)
    first = zoom.search(page.url)[1]
    page.keyboard.press("w")
    page.keyboard.press("w")  # in one go
    expect(page).not_to_have_url(re.compile(re.escape(f"z={first}")))
    second = zoom.search(page.url)[1]
    page.go_back()
    expect(page).to_have_url(re.compile(re.escape(f"z={first}")))
    page.go_back()
    expect(page).not_to_have_url(zoom)
    page.wait_for_timeout(600)  # nothing puts the zoom back
    expect(page).not_to_have_url(zoom)
    page.go_forward()
    page.go_forward()
    expect(page).to_have_url(re.compile(re.escape(f"z={second}")))
    assert lab.run_id
