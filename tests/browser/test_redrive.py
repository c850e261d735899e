"""Dead letters that are moved back: on their way in the picture, and one of them followed."""

import re

import pytest
from playwright.sync_api import expect

NAME = "Dead-letter queue"
LATER = 75.0


@pytest.fixture(scope="session")
def moved(server) -> str:
    """Id of a run in which a task moves dead letters back from 60 s on."""
    return server.finished_run("move-dead-letters-back", duration=90)


@pytest.fixture
def page(lab, moved):
    lab.open(f"/lab/{moved}#t={LATER:g}&base=none").expect_finished()
    return lab.page


def test_the_queue_is_named_in_full_beside_what_it_holds(page):
    name = page.locator(".node.dead .node-name")
    expect(name).to_have_text(NAME)
    assert name.evaluate("e => e.scrollWidth <= e.clientWidth")
    expect(page.locator(".node.dead .node-headline")).to_have_text(re.compile(r"^\d,\d{3}$"))


def test_what_is_moved_is_counted_with_what_comes_back(page):
    retrying = page.locator(".topology-key").get_by_role("button", name=re.compile("^Retrying"))
    expect(retrying).to_contain_text("500")
    expect(page.locator(".topology-scale")).to_contain_text("retrying")


def test_a_message_that_was_moved_is_not_under_way(page):
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="Follow a message")
    dialog.get_by_role("button", name=re.compile("^Moved back")).click()
    expect(dialog.get_by_role("heading", level=3)).to_contain_text("moved back")
    expect(dialog.locator(".story-sentence")).to_have_text(
        re.compile(rf"of {NAME}: moved back at 1:1\d\.\d\d, never received\.")
    )
    expect(dialog.get_by_role("row")).to_have_count(2)
