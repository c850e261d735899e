"""Every knob by keyboard, and the fact behind it."""

import re

from playwright.sync_api import expect

from tests.browser.lab import figure


def test_every_knob_is_found_by_name_and_reached_by_keyboard(lab):
    page = lab.open_new("noisy-neighbour").page
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Find a knob")
    field = dialog.get_by_role("combobox")
    expect(field).to_be_focused()
    everything = figure(dialog.get_by_role("status"))
    page.keyboard.type("ReservedConcurrentExecutions")
    expect(dialog.get_by_role("status")).to_have_text("2 knobs")
    assert everything > 2
    expect(dialog.get_by_role("option", selected=True)).to_contain_text("concurrency, Checkout")
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("option", selected=True)).to_contain_text("concurrency, Import")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(lab.field("import.reserved_concurrency")).to_be_focused()
    expect(lab.field("import.reserved_concurrency")).to_be_in_viewport()


def test_the_palette_says_when_nothing_matches_and_gives_the_focus_back(lab):
    page = lab.open_new("noisy-neighbour").page
    lab.unfold(lab.knob("checkout.timeout"))
    lab.field("checkout.timeout").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("zebra")
    dialog = page.get_by_role("dialog", name="Find a knob")
    expect(dialog.get_by_role("status")).to_have_text("No knob matches “zebra”.")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(lab.field("checkout.timeout")).to_be_focused()


def test_a_knob_tells_the_fact_behind_it(lab):
    page = lab.open_new("noisy-neighbour").page
    knob = lab.knob("checkout.idle_timeout")
    lab.unfold(knob)
    expect(knob.get_by_text("assumed").first).to_be_visible()
    knob.locator(".knob-label").focus()
    page.keyboard.press("Enter")
    about = knob.locator(".knob-about")
    expect(about).to_contain_text("AWS publishes no value")
    expect(about).to_contain_text("measurement")
    knob = lab.knob("checkout.timeout")
    knob.locator(".knob-label").focus()
    page.keyboard.press("Enter")
    link = knob.locator(".knob-about").get_by_role("link")
    expect(link).to_have_attribute("href", re.compile(r"^https://docs\.aws\.amazon\.com/lambda/"))
