"""A run, forked at the playhead by F, by a knob and from a node's menu, and what is seen of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations

RESERVED = "worker.reserved_concurrency"


@pytest.fixture
def unforked(server) -> str:
    """Id of a finished run that no other test makes forks of."""
    return server.finished_run("reserved-five", duration=200)


def at_one_minute(lab) -> str:
    """The small run, with the playhead in its middle; its id."""
    lab.expect_finished()
    lab.rest()
    lab.page.evaluate("location.hash = '#t=60'")
    expect(lab.clock).to_have_text("1:00.00")
    return lab.run_id


def forked(lab, parent: str) -> str:
    """Until the fork is there: its picture kept its place."""
    expect(lab.page).not_to_have_url(re.compile(f"/lab/{parent}"))
    expect(lab.clock).to_have_text("1:00.00")
    lab.expect_finished()
    return lab.run_id


def done(page):
    return page.get_by_role("region", name="Done during the run")


def test_a_run_is_forked_by_key_by_knob_and_from_a_nodes_menu(lab, unforked, server):
    parent = at_one_minute(lab.open(f"/lab/{unforked}"))
    before = server.get(f"/api/runs/{parent}")
    burst = forked_by_key(lab, parent)
    told = server.get(f"/api/runs/{burst}")
    assert (told["parent"], told["shared"]) == (parent, 60)
    its_parent_becomes_its_baseline(lab)
    knob = forked_by_a_knob(lab, burst)
    assert server.get(f"/api/runs/{knob}")["shared"] == 60
    dead = forked_from_the_menu(lab, knob)
    removed_and_brought_back(lab, dead, knob)
    two_of_the_tree_are_compared(lab, burst, knob)
    assert server.get(f"/api/runs/{parent}") == before


def forked_by_key(lab, parent: str) -> str:
    """F: what can be done to each component, and then its fields."""
    page = lab.page
    page.keyboard.press("f")
    sheet = page.get_by_role("dialog", name="Fork at 1:00")
    expect(sheet).to_be_visible()
    assert violations(page) == []
    sheet.get_by_role("group", name="Orders").get_by_role("button", name="Add a burst").click()
    form = page.get_by_role("dialog", name="Add a burst: Orders")
    page.keyboard.press("Enter")
    expect(form).to_contain_text("Count is needed.")
    page.keyboard.type("500")
    page.keyboard.press("Enter")
    burst = forked(lab, parent)
    expect(done(page)).to_contain_text("orders: burst of 500")
    expect(page.locator(".tl-done")).to_have_text("orders: burst of 500")
    return burst


def its_parent_becomes_its_baseline(lab) -> None:
    line = lab.page.get_by_role("region", name="Compared with the baseline")
    expect(line).to_contain_text("as written; now: orders: burst of 500 at 1:00, Simulated time")
    done(lab.page).get_by_role("button", name="Compare with it").click()
    expect(line).to_contain_text("baseline; now: orders: burst of 500 at 1:00")


def forked_by_a_knob(lab, burst: str) -> str:
    """From here on: another fork, of the fork."""
    lab.page.get_by_role("button", name="From here").click()
    lab.set_field(RESERVED, "20")
    knob = forked(lab, burst)
    expect(done(lab.page)).to_contain_text("worker reserved concurrency 20")
    expect(lab.field(RESERVED)).to_have_value("20")
    lab.page.get_by_role("button", name="From the start").click()
    expect(lab.field(RESERVED)).to_have_value("5")
    return knob


def forked_from_the_menu(lab, knob: str) -> str:
    """The node's, by keys alone."""
    page = lab.page
    lab.node("worker").focus()
    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("menu", name="What can be done to Worker")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Dead downstream: Worker")).to_be_visible()
    page.keyboard.type("30 s")
    page.keyboard.press("Enter")
    dead = forked(lab, knob)
    expect(lab.node("worker")).to_be_focused()
    expect(page.locator(".tl-done")).to_have_count(3)
    expect(done(page)).to_contain_text("1:00 to 1:30")
    return dead


def removed_and_brought_back(lab, dead: str, knob: str) -> None:
    """By keys, and by undo: the same run."""
    page = lab.page
    done(page).get_by_role("button", name="Remove worker: dead downstream").focus()
    page.keyboard.press("Delete")
    assert forked(lab, dead) == knob
    expect(done(page)).not_to_contain_text("dead downstream")
    lab.rest()
    page.keyboard.press("Control+z")
    expect(page).to_have_url(re.compile(f"/lab/{dead}"))
    expect(done(page)).to_contain_text("worker: dead downstream")


def two_of_the_tree_are_compared(lab, burst: str, knob: str) -> None:
    page = lab.page
    page.keyboard.press("v")
    tree = page.get_by_role("dialog", name="Forks")
    expect(tree.get_by_role("link")).to_have_count(4)
    assert violations(page) == []
    expect(tree.locator("a[aria-current]")).to_have_text(
        "worker: dead downstream from 1:00 to 1:30"
    )
    for name in ("orders: burst of 500 at 1:00", "worker reserved concurrency 20 from 1:00"):
        tree.get_by_role("checkbox", name=f"Compare {name}").check()
    tree.get_by_role("button", name="Compare these").click()
    expect(page).to_have_url(re.compile(f"/compare\\?a={burst}&b={knob}"))


def test_what_cannot_change_during_a_run_is_said_beside_it(lab, small):
    page = lab.page
    run = at_one_minute(lab.open(f"/lab/{small}"))
    page.get_by_role("button", name="From here").click()
    row = page.locator(".knob[data-path='duration']")
    lab.set_field_of(row, "300")
    expect(row).to_contain_text("It holds for the whole run")
    expect(row.get_by_role("textbox")).not_to_have_value("300")
    assert lab.run_id == run
