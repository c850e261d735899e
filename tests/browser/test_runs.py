"""Recent runs: whoever made one names, pins and deletes it; others look at it."""

import re

from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.lab import Lab
from tests.browser.test_layout import expect_no_sideways_scroll


def test_a_run_is_named_pinned_and_deleted_by_its_owner_alone(lab, server, new_page):
    page = lab.page
    lab.open_new("reserved-five", seconds=60)
    lab.set_field("worker.reserved_concurrency", "17")  # Enter runs it; nobody else asks for it
    page.wait_for_url(re.compile(r"/lab/[A-Z2-7]{10}"))
    lab.expect_finished()
    made = lab.run_id
    page.get_by_role("heading", name="Flags").click()
    page.keyboard.press("e")
    sheet = page.get_by_role("dialog", name="Your recent runs")
    row = sheet.locator(f"[data-run='{made}']")
    expect(row).to_contain_text("Reserved concurrency 5 → 17")
    row.get_by_role("button", name="Rename").click()
    page.keyboard.type("Seventeen <b>")
    page.keyboard.press("Enter")
    expect(row.get_by_role("link", name="Seventeen <b>")).to_be_visible()
    row.get_by_role("button", name="Pin").click()
    expect(row.get_by_text("pinned", exact=True)).to_be_visible()
    assert violations(page) == []

    other = Lab(new_page(), server.url(""))
    other.open(f"/lab/{made}#base=none").expect_finished()
    other.page.goto(server.url("/"))
    theirs = other.page.locator(f"[data-run='{made}']")
    expect(theirs).to_contain_text("Seventeen <b>")
    expect(theirs.get_by_role("button")).to_have_count(0)
    assert violations(other.page) == []

    page.goto(server.url("/"))
    row = page.locator(f"[data-run='{made}']")
    row.get_by_role("button", name="Delete").click()
    expect(row.get_by_role("button", name="Keep it")).to_be_focused()
    row.get_by_role("button", name="Delete for good").click()
    expect(row).to_have_count(0)
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(f"[data-run='{made}']")).to_have_count(0)


def test_the_header_has_room_for_all_its_buttons(lab, brake):
    """At every width at which it is one line, with the button that a running one has."""
    brake.hold(30)
    lab.open_new("healthy-queue-fills-dlq")  # nobody else asks for one of this length
    lab.set_field_of(lab.page.locator(".knob[data-path='duration']"), "421 s")
    expect(lab.page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    for width in (1101, 1200, 1201, 1280, 1281, 1440):
        lab.page.set_viewport_size({"width": width, "height": 700})
        expect_no_sideways_scroll(lab.page)
        assert lab.page.locator("h1").bounding_box()["width"] >= 64
