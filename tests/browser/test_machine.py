"""A state machine in the lab: its graph, and one execution followed event by event."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_in_both_themes
from tests.browser.lab import Lab, figure, seconds_of
from tests.scenario.saga import NAME, SAGA

NARROW = {"width": 390, "height": 844}
STARTED = 20


@pytest.fixture(scope="session")
def saga(server) -> str:
    status, run = server.post("/api/runs", {"document": SAGA})
    assert status in (200, 201), run
    server.until(lambda: server.get(f"/api/runs/{run['id']}")["end"])
    return run["id"]


def test_an_execution_is_followed_through_its_machine(lab, saga, new_page, server):
    """From the graph to one execution, by keys; the address is a link to where it stands."""
    lab.open(f"/lab/{saga}#t=19").expect_finished()
    page = lab.page
    charge = page.locator(".state").filter(has_text=NAME)
    expect(charge).to_contain_text(re.compile(r"\d caught"))
    assert page.locator(".state b b").count() == 0
    page.get_by_role("button", name="Table", exact=True).first.click()
    row = page.locator(".machine-table tbody tr").first
    expect(row.locator("td").nth(3)).to_have_text(str(STARTED - 1))
    charge.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".state-inspector")).to_contain_text("arn:aws:states:::lambda:invoke")
    page.keyboard.press("Escape")
    expect(charge).to_be_focused()

    page.keyboard.press("i")
    history = page.get_by_role("listbox", name="History")
    expect(history).to_be_focused()
    expect(page.locator(".execution-note")).to_contain_text("failed after")
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("j")
    chosen = history.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("5")
    expect(page.locator(".event-title")).to_contain_text(re.compile("^5 Task"))
    assert seconds_of(lab.clock.inner_text()) == pytest.approx(
        seconds_of(chosen.locator(".num").nth(2).inner_text()), abs=0.01
    )
    expect(charge).to_have_class(re.compile("on-path"))
    page.wait_for_url(re.compile(r"exec=saga\.\d+\.5"))

    narrow = Lab(new_page(viewport=NARROW), server.url(""))
    narrow.open(page.url.removeprefix(server.url(""))).expect_finished()
    again = narrow.page.get_by_role("listbox", name="History").get_by_role("option", selected=True)
    expect(again).to_have_text(chosen.inner_text().replace("\n", ""))
    assert narrow.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert violations_in_both_themes(narrow.page) == []
    assert figure(narrow.page.locator(".state-headline").first) >= 0
