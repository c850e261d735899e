"""Turning a knob, taking it back, and being told what cannot be."""

import json
import re

from playwright.sync_api import expect

RESERVED = "worker.reserved_concurrency"
VISIBILITY = "inbox.visibility_timeout"


def test_a_knob_turned_by_keyboard_is_another_run_of_the_same_seed(finished, server):
    lab, page = finished, finished.page
    first = lab.run_id
    page.keyboard.press("u")
    ghost = page.get_by_text("dashed: baseline; now: Reserved concurrency 5 → 15")
    expect(ghost).to_be_hidden()
    lab.field(RESERVED).focus()
    page.keyboard.press("PageUp")
    expect(lab.field(RESERVED)).to_have_value("15")
    expect(page).not_to_have_url(re.compile(f"lab/{first}"))
    lab.expect_finished()
    second = lab.run_id
    expect(lab.knob(RESERVED)).to_have_class(re.compile(r"\bchanged\b"))
    expect(page.locator(".changed-count")).to_contain_text("3 changed")
    expect(ghost).to_be_visible()
    sentence = page.locator(".tl-label p.sr-only").first
    expect(sentence).to_contain_text("Compared with baseline; now: Reserved concurrency 5 → 15:")
    old, new = (server.get(f"/api/runs/{run}") for run in (first, second))
    assert old["seed"] == new["seed"]
    assert new["overrides"] == {**old["overrides"], f"components.{RESERVED}": 15}

    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile(f"lab/{first}"))
    expect(lab.field(RESERVED)).to_have_value("5")
    expect(lab.knob(RESERVED)).not_to_have_class(re.compile(r"\bchanged\b"))
    page.keyboard.press("Control+y")
    expect(page).to_have_url(re.compile(f"lab/{second}"))
    lab.knob(RESERVED).get_by_role("button", name="Reset Reserved concurrency to 5").click()
    expect(page).to_have_url(re.compile(f"lab/{first}"))
    lab.expect_finished()


def test_the_keyboard_skips_the_knobs_and_a_knob_gives_it_back(finished):
    lab, page = finished, finished.page
    first, play = lab.run_id, page.get_by_role("button", name="Play", exact=True)
    page.keyboard.press("End")
    at = lab.clock.inner_text()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main#content")).to_be_focused()
    expect(lab.clock).to_have_text(at)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#content') !== null")

    # Of 46 knobs, those of the question can be seen; a value is typed, and the keys are the lab's.
    assert page.locator(".knob:visible").count() == 4
    lab.set_field(RESERVED, "12")
    expect(page).not_to_have_url(re.compile(f"lab/{first}"))
    lab.expect_finished()
    expect(lab.field(RESERVED)).not_to_be_focused()
    page.keyboard.press("Home")
    expect(play).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("k")
    expect(lab.field(RESERVED)).to_have_value("12")
    page.keyboard.press("Control+z")
    expect(page).to_have_url(re.compile(f"lab/{first}"))
    expect(lab.field(RESERVED)).to_have_value("5")

    # The wheel over a slider scrolls, and turns it once it has the focus.
    slider = lab.knob(RESERVED).get_by_role("slider")
    slider.hover()
    page.mouse.wheel(0, -100)
    expect(lab.field(RESERVED)).to_have_value("5")
    slider.focus()
    page.mouse.wheel(0, -100)
    expect(lab.field(RESERVED)).to_have_value("6")


def test_a_slider_and_a_dragged_number_turn_a_knob_too(finished):
    lab, page = finished, finished.page
    first = lab.run_id
    lab.field(RESERVED).scroll_into_view_if_needed()
    box = lab.field(RESERVED).bounding_box()
    x, y = box["x"] + 4, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y, steps=5)
    expect(lab.field(RESERVED)).not_to_have_value("5")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(lab.field(RESERVED)).to_have_value("5")
    assert lab.run_id == first
    slider = lab.knob(RESERVED).get_by_role("slider")
    slider.press("PageUp")
    expect(page).not_to_have_url(re.compile(first))
    expect(slider).to_have_attribute("aria-valuetext", lab.field(RESERVED).input_value())


def test_a_dragged_knob_shows_what_would_come_of_it_until_it_is_let_go(finished):
    lab, page = finished, finished.page
    first, says = lab.run_id, page.locator(".tl-preview-says")
    slider = lab.knob(RESERVED).get_by_role("slider")
    box = slider.bounding_box()
    x = box["x"] + 8 + (box["width"] - 16) * float(slider.input_value()) / 1000
    y = box["y"] + box["height"] / 2
    page.keyboard.press("Home")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=8)
    expect(lab.field(RESERVED)).not_to_have_value("5")
    value = lab.field(RESERVED).input_value()
    assert 12 < int(value) < 30  # in the small, a pixel is not ten
    expect(says).to_contain_text(f"preview: Reserved concurrency 5 → {value}")
    expect(page.locator(".tl-would").first).to_contain_text("preview")
    page.keyboard.press("Escape")
    expect(says).to_be_hidden()
    page.mouse.up()
    expect(lab.field(RESERVED)).to_have_value("5")
    assert lab.run_id == first

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=8)
    expect(says).to_be_visible()
    page.mouse.up()
    expect(page).not_to_have_url(re.compile(f"lab/{first}"))
    lab.expect_finished()
    expect(says).to_be_hidden()
    expect(lab.field(RESERVED)).to_have_value(value)


def test_the_page_remembers_what_was_changed(finished):
    lab, page = finished, finished.page
    first = lab.run_id
    lab.set_field(RESERVED, "9")
    expect(page).not_to_have_url(re.compile(first))
    lab.expect_finished()
    page.reload()
    lab.ready().expect_finished()
    expect(lab.field(RESERVED)).to_have_value("9")
    expect(lab.knob(RESERVED)).to_have_class(re.compile(r"\bchanged\b"))
    page.go_back()
    expect(page).to_have_url(re.compile(first))
    lab.ready().expect_finished()
    expect(lab.field(RESERVED)).to_have_value("5")


IMPOSSIBLE = {
    "lots": "“lots” is not a number",
    "-3": "too small",
    "2.5": "whole number",
    "1e12": "too large",
    "5 parsecs": "Unknown unit",
}


def test_what_cannot_be_is_said_beside_the_field(lab):
    lab.open_new("reserved-five")
    field = lab.field(RESERVED)
    for typed, said in IMPOSSIBLE.items():
        lab.set_field(RESERVED, typed)
        expect(lab.knob(RESERVED).locator(".knob-error")).to_contain_text(said)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile(re.escape(said)))
    lab.field("orders.arrivals.burst.burst_rate").focus()
    lab.press_run()
    expect(field).to_be_focused()
    expect(lab.chip).to_contain_text("Not run yet")
    lab.set_field(RESERVED, "7")
    expect(lab.knob(RESERVED).locator(".knob-error")).to_be_hidden()


def test_the_servers_checks_stand_beside_the_knob_they_are_about(lab, watch):
    watch.expect(r"status of 422")
    lab.open_new("reserved-five", seconds=61).set_field(VISIBILITY, "2 s")
    lab.press_run()
    row = lab.knob(VISIBILITY)
    expect(row.locator(".knob-error")).to_contain_text(re.compile("timeout", re.IGNORECASE))
    expect(row.get_by_role("textbox")).to_be_focused()
    expect(lab.chip).to_contain_text("Not run yet")
    lab.set_field(VISIBILITY, "2 min")
    lab.run()


def test_a_seed_is_a_whole_number_and_another_one_another_run(finished, server):
    lab, page = finished, finished.page
    first = lab.run_id
    seed = lab.seed
    seed.fill("a lot")
    seed.press("Enter")
    expect(page.get_by_text("A seed is a whole number")).to_be_visible()
    seed.fill("99")
    seed.press("Enter")
    expect(page).not_to_have_url(re.compile(first))
    lab.expect_finished()
    assert server.get(f"/api/runs/{lab.run_id}")["seed"] == 99
    with page.expect_download() as download:
        page.get_by_role("link", name="Result JSON").click()
    assert json.loads(download.value.path().read_text())["manifest"]["seed"] == 99
