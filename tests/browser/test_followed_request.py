"""A request that an API gave up, followed: what its client was told, and what went on."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations


@pytest.fixture(scope="session")
def given_up(server) -> str:
    """Id of a run in which an API answers 504 after 29 s, and handlers work on."""
    return server.finished_run("answers-nobody-gets", duration=70)


def test_a_request_is_followed_beyond_its_answer(lab, given_up):
    lab.open(f"/lab/{given_up}").expect_finished()
    page = lab.page
    page.keyboard.press("Home")
    page.keyboard.press("m")
    told = page.get_by_role("dialog", name="Follow a message")
    expect(told).to_contain_text("requests of the run are followed")
    told.get_by_role("button", name=re.compile("^Timed out")).click()
    rows = told.locator("tbody tr")
    words = rows.locator("th").all_inner_texts()
    assert sum("answered 504" in said for said in words) == 1
    assert words.count("Answered 504") == 1
    assert any(said.startswith("Handler of ") for said in words)
    expect(told).to_contain_text("What it led to went on until")
    told.get_by_role("button", name="Log", exact=True).click()
    expect(told.locator("textarea")).to_have_value(re.compile("REPORT RequestId"))
    assert violations(page) == []
