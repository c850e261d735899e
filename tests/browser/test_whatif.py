"""What if: the whole journey of a question, from a first run to a picture in another browser."""

import re

from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.lab import Lab

RESERVED = "worker.reserved_concurrency"
VISIBILITY = "inbox.visibility_timeout"


def picture(lab: Lab) -> dict:
    """What is read on the page: the moment, each node, the environments, the timelines."""
    lab.expect_finished()
    words = "(all) => all.map((one) => one.innerText)"
    return {
        "clock": lab.clock.inner_text(),
        "nodes": lab.page.locator(".node:visible").evaluate_all(words),
        "environments": lab.environments.inner_text(),
        "timelines": lab.page.locator(".tl-label:visible").evaluate_all(words),
        "baseline": lab.page.locator("#lab-was").inner_text(),
    }


def test_from_a_question_to_a_picture_in_another_browser(lab, new_page, server):
    page = lab.page
    small = server.finished_run("reserved-five", duration=300)
    lab.open(f"/lab/{small}").expect_finished()
    lab.rest()

    # The run is the baseline; a knob is turned; was and now stand beside each other.
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Is baseline")).to_be_visible()
    lab.set_field(VISIBILITY, "60 s")
    line = page.get_by_role("region", name="Compared with the baseline")
    expect(line).to_contain_text("baseline; now: Visibility timeout 120 s → 60 s")
    lab.expect_finished()
    turned = lab.run_id
    assert turned != small

    # Forked at 3:00, where a knob holds from then on.
    page.get_by_role("heading", name="Flags").click()
    page.evaluate(f"location.hash = '#t=180&base={small}'")
    expect(lab.clock).to_have_text("3:00.00")
    page.get_by_role("button", name="From here").click()
    lab.set_field(RESERVED, "20")
    expect(page).not_to_have_url(re.compile(f"/lab/{turned}"))
    lab.expect_finished()
    fork = lab.run_id
    told = server.get(f"/api/runs/{fork}")
    assert (told["parent"], told["shared"]) == (turned, 180)
    expect(line.get_by_role("listitem").filter(has_text="oldest message")).to_contain_text("better")

    # Both beside each other, and one message in both.
    page.get_by_role("heading", name="Flags").click()
    page.keyboard.press("c")
    beside = page.get_by_role("region", name="Beside its baseline")
    expect(beside.get_by_role("heading", name="At the same moment")).to_be_visible()
    first = beside.locator(".cmp-messages").get_by_role("button").first
    name = first.inner_text().split(" of ")[0]
    first.click()
    both = page.get_by_role("dialog", name=re.compile(name))
    expect(both.get_by_role("table")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(both).to_be_hidden()
    page.keyboard.press("c")
    expect(beside).to_be_hidden()

    # The link, in a browser that knows nothing of it.
    page.get_by_role("heading", name="Flags").click()
    page.evaluate(f"location.hash = '#t=240&z=150,300&sel=worker&base={small}'")
    expect(lab.clock).to_have_text("4:00.00")
    page.keyboard.press("y")
    sheet = page.get_by_role("dialog", name="Share")
    expect(sheet).to_contain_text("2:30 to 5:00 in sight, Worker selected")
    link = sheet.get_by_label("This moment", exact=True).input_value()
    pair = sheet.get_by_label("Both runs", exact=True).input_value()
    page.keyboard.press("Escape")
    expect(line).to_contain_text("better")
    ours = picture(lab)
    other = Lab(new_page(), server.url(""))
    other.page.goto(link)
    other.ready()
    expect(other.page.locator("#lab-was")).to_contain_text("better")
    assert picture(other) == ours
    assert other.run_id == fork
    other.page.goto(pair)
    expect(other.page.locator("[data-compare-view]")).to_have_attribute("data-whole", "true")
    expect(other.page.locator(".cmp-when")).to_have_text("at 4:00")
    expect(other.page.get_by_role("region", name="Table of inputs")).to_contain_text("from 3:00")
    assert violations(other.page) == []
