"""What is shared in one browser is seen in another."""

import re

from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.lab import Lab

RESERVED = "worker.reserved_concurrency"


def shared(page, name: str) -> str:
    page.keyboard.press("y")
    sheet = page.get_by_role("dialog", name="Share")
    link = sheet.get_by_label(name, exact=True).input_value()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    return link


def test_a_configuration_needs_no_run(lab, server, new_page):
    lab.open_new("reserved-five")
    lab.field(RESERVED).fill("9")
    lab.page.get_by_role("heading", name="Flags").click()
    link = shared(lab.page, "The configuration")
    assert "/lab/new?scenario=reserved-five#c=" in link
    other = Lab(new_page(), server.url(""))
    other.page.goto(link)
    other.ready()
    expect(other.field(RESERVED)).to_have_value("9")
    expect(other.chip).to_contain_text("Not run")
    other.page.reload()
    other.ready()
    expect(other.field(RESERVED)).to_have_value("9")
    other.unfold(other.knob("inbox.visibility_timeout"))
    other.field("inbox.visibility_timeout").fill("45 s")
    other.page.keyboard.press("Tab")
    expect(other.page).to_have_url(re.compile(r"#c="))
    other.page.goto(link[:-6])
    expect(other.bar).to_contain_text("cannot be read")


def test_a_link_is_copied_with_the_keyboard(finished, watch):
    page = finished.page
    page.keyboard.press("y")
    sheet = page.get_by_role("dialog", name="Share")
    expect(sheet.get_by_role("button", name="Copy: this moment")).to_be_focused()
    expect(sheet.get_by_label("The configuration", exact=True)).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("status")).to_contain_text(re.compile("Copied|Ctrl\\+C"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Share")).to_be_visible()
