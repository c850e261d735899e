"""Why it was throttled, what waits, what is held ready, what it costs: by keyboard."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import violations_in_both_themes
from tests.browser.lab import RUN_MS, Lab, figure, seconds_of
from tests.visualizer.server import Server

HELD = {"components.checkout.provisioned_concurrency": 30, "duration": 100}


@pytest.fixture(scope="module")
def run_of(server: Server) -> Callable[..., str]:
    """Id of a finished run of a shipped scenario."""
    return server.finished_run


@pytest.fixture
def noisy(lab: Lab, run_of) -> Lab:
    """The import has had the whole account since 140 s; the playhead at 180 s."""
    lab.open(f"/lab/{run_of('noisy-neighbour', duration=200)}#t=180&base=none").expect_finished()
    return lab


@pytest.fixture
def waiting(lab: Lab, run_of) -> Lab:
    """Two events in five fail; the playhead at 150 s."""
    lab.open(f"/lab/{run_of('async-retries', duration=200)}#t=150&base=none").expect_finished()
    return lab


@pytest.fixture
def held(lab: Lab, run_of) -> Lab:
    """Thirty environments are kept for the checkout, which needs fewer; the playhead at 60 s."""
    lab.open(f"/lab/{run_of('noisy-neighbour', **HELD)}#t=60&base=none").expect_finished()
    return lab


def inspect(lab: Lab, name: str) -> Locator:
    """Opens a node's inspector by keyboard."""
    lab.node(name).focus()
    lab.page.keyboard.press("Enter")
    dialog = lab.page.get_by_role("dialog", name=re.compile("numbers and settings"))
    expect(dialog).to_be_visible()
    return dialog


def row(dialog: Locator, name: str) -> Locator:
    """The value beside a name in an inspector."""
    return dialog.locator("dt", has_text=re.compile(f"^{name}$")).locator("+ dd")


# --- why it was throttled ---------------------------------------------------------------------


def test_the_limiter_is_named_under_the_concurrency(noisy):
    page = noisy.page
    expect(page.locator(".tl-strip-labels")).to_contain_text("Checkout: account")
    expect(page.locator(".tl-strip-labels")).to_contain_text("Import: account")
    legend = page.get_by_role("list", name="Limiters that occur")
    expect(legend).to_have_text("account concurrency")
    strip = page.locator(".tl-strip-canvas").bounding_box()
    above = noisy.timeline("Concurrency").bounding_box()
    below = noisy.timeline("Requests").bounding_box()
    assert above["y"] + above["height"] <= strip["y"] + 1
    assert strip["y"] + strip["height"] <= below["y"]
    # Of provisioned environments it does not speak where there are none.
    expect(page.locator("[data-glyph=prov]").first).to_be_hidden()
    expect(page.locator(".pane-grid thead")).not_to_contain_text("Provisioned")
    noisy.rest()
    expect(page.locator(".tl-strip-labels")).to_contain_text("Checkout: nothing")


def test_each_function_can_have_the_place_of_all_of_them(noisy):
    page = noisy.page

    def shown(name: str) -> float:
        page.locator(".tl-choice").first.select_option(label=name)
        label = page.locator(".tl-label").first
        expect(label.get_by_role("combobox")).to_have_accessible_name(f"Timeline: {name}")
        expect(label.locator(".tl-value")).not_to_have_text("–")
        return figure(label.locator(".tl-value"))

    checkout, imports = shown("Concurrency, Checkout"), shown("Concurrency, Import")
    assert 0 < checkout < imports
    assert shown("Concurrency") == pytest.approx(checkout + imports, rel=0.1)


def test_the_twin_of_the_strip_names_the_limiter(noisy):
    page = noisy.page
    twin = noisy.timeline("Concurrency").locator("p.sr-only")
    expect(twin).to_contain_text("Checkout: account concurrency bound from 2:19")
    noisy.timeline("Concurrency").get_by_role("button", name="Concurrency as a table").focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("region", name="Timelines as a table").get_by_role("table").first
    expect(table.get_by_role("columnheader", name="Limited by: Checkout")).to_be_visible()
    words = table.get_by_role("row").filter(has_text="account concurrency")
    expect(words.first).to_be_visible()
    expect(noisy.environments).to_contain_text(
        "In this second it was limited by account concurrency"
    )


# --- the inspector ----------------------------------------------------------------------------


def test_a_function_tells_what_limits_it_and_what_it_is_told(noisy):
    dialog = inspect(noisy, "checkout")
    expect(row(dialog, "Limited in this second by")).to_have_text("account concurrency")
    assert figure(row(dialog, "Throttles so far")) > 100
    expect(dialog.get_by_role("button", name="Reserved concurrency")).to_be_attached()
    noisy.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(noisy.node("checkout")).to_be_focused()


def test_a_function_tells_its_quotas_and_where_they_were_read(noisy):
    """And a setting goes to its knob."""
    dialog = inspect(noisy, "checkout")
    page = noisy.page
    expect(dialog.get_by_role("heading", name="Quotas and their sources")).to_be_attached()
    account = dialog.get_by_role("listitem").filter(has_text="Account concurrency").first
    expect(account).to_contain_text("1,000")
    source, page_of_it = account.get_by_role("link").all()
    expect(source).to_have_attribute(
        "href", "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
    )
    expect(page_of_it).to_have_attribute("href", "/model/numbers#lambdaaccount_concurrency")
    idle = dialog.get_by_role("listitem").filter(has_text="Idle timeout").first
    expect(idle.locator(".assumed")).to_have_text("assumed")
    expect(idle).to_contain_text("measurement")
    rules = dialog.get_by_text(re.compile(r"^\d+ more rules of the profile$"))
    rules.focus()
    page.keyboard.press("Enter")
    growth = dialog.get_by_role("listitem").filter(has_text="Growth after the burst")
    expect(growth).to_contain_text("6,000 execution environments per minute")
    expect(growth).to_contain_text(re.compile(r"\(20\d\d"))
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    dialog = inspect(noisy, "import")
    dialog.get_by_role("button", name="Reserved concurrency").focus()
    noisy.page.keyboard.press("Enter")
    expect(noisy.field("import.reserved_concurrency")).to_be_focused()


# --- what waits -------------------------------------------------------------------------------


def test_retries_that_wait_are_counted_down(waiting):
    page = waiting.page
    region = page.get_by_role("region", name=re.compile("Waiting retries"))
    rows = region.get_by_role("listitem")
    expect(rows.first).to_contain_text(re.compile(r"attempt [23]"))
    assert figure(region.get_by_role("heading")) > rows.count() > 1
    for n in range(rows.count()):
        left = figure(rows.nth(n).locator(".waiting-left"))
        due = seconds_of(rows.nth(n).get_by_role("button").inner_text().removeprefix("at "))
        assert left == pytest.approx(due - waiting.seconds(), abs=0.11)
    last = rows.nth(rows.count() - 1)
    before = figure(last.locator(".waiting-left"))
    page.get_by_role("heading", name="Flags").click()
    page.keyboard.press("ArrowLeft")
    expect(waiting.clock).not_to_have_text("2:30.00")
    assert figure(rows.first.locator(".waiting-left")) >= 0
    page.keyboard.press("ArrowRight")
    expect(waiting.clock).to_have_text("2:30.00")
    assert figure(last.locator(".waiting-left")) == before


def test_a_waiting_retry_leads_to_its_moment(waiting):
    region = waiting.page.get_by_role("region", name=re.compile("Waiting retries"))
    go = region.get_by_role("button").nth(3)
    go.focus()
    due = seconds_of(go.inner_text().removeprefix("at "))
    waiting.page.keyboard.press("Enter")
    expect(waiting.clock).not_to_have_text("2:30.00")
    assert waiting.seconds() == pytest.approx(due, abs=0.06)
    dialog = inspect(waiting, "thumbnail")
    expect(row(dialog, "Events waiting")).to_contain_text("next in")


# --- what is held ready -----------------------------------------------------------------------


def test_provisioned_environments_are_told_from_idle_ones(held):
    legend = held.page.locator(".legend [data-glyph=prov], [data-glyph=prov]").first
    expect(legend).to_be_visible()
    expect(legend).to_contain_text("Provisioned")
    assert 0 < figure(legend) <= 30
    expect(held.environments).to_contain_text(re.compile(r"Checkout: .*provisioned and idle"))
    expect(held.environments).not_to_contain_text(re.compile(r"\d idle"))
    dialog = inspect(held, "checkout")
    expect(row(dialog, "Provisioned")).to_contain_text("30 of 30 ready")
    heads = held.page.locator(".pane-grid thead th")
    expect(heads.filter(has_text="Provisioned")).to_have_count(1)


# --- what it costs ----------------------------------------------------------------------------


def test_the_free_tier_is_a_switch_and_belongs_to_the_month(waiting, server):
    page, first = waiting.page, waiting.run_id
    bill = page.get_by_role("region", name="Cost", exact=True)
    expect(bill).to_contain_text("30 days at this rate")
    expect(bill).not_to_contain_text("Free tier")
    so_far = waiting.timeline("Cost").locator(".tl-value").inner_text()
    page.keyboard.press("Control+k")
    page.keyboard.type("free tier")
    page.keyboard.press("Enter")
    switch = page.get_by_role("checkbox", name="Free tier")
    expect(switch).to_be_focused()
    page.keyboard.press("Space")
    expect(page).not_to_have_url(re.compile(first))
    waiting.expect_finished()
    expect(switch).to_be_checked()
    expect(bill).to_contain_text("Free tier")
    expect(bill).to_contain_text("30 days to pay")
    second = waiting.run_id
    cost = server.get(f"/api/runs/{second}/result.json")["cost"]["month"]
    before = server.get(f"/api/runs/{first}/result.json")["cost"]["month"]
    assert cost["list_usd"] == before["usd"] == before["list_usd"]
    assert cost["free_tier_usd"] > 0
    assert cost["usd"] == pytest.approx(cost["list_usd"] - cost["free_tier_usd"])
    waiting.open(f"/lab/{first}").open(f"/lab/{second}#t=150").expect_finished()
    expect(waiting.timeline("Cost").locator(".tl-value")).to_have_text(so_far)


# --- for everybody, on every page -------------------------------------------------------------


def test_axe_finds_nothing_where_it_is_told_why(lab, run_of):
    page = lab.page
    for run in (
        run_of("noisy-neighbour", duration=200),
        run_of("noisy-neighbour", **HELD),
        run_of("async-retries", duration=200),
    ):
        lab.open(f"/lab/{run}#t=60&base=none").expect_finished()
        inspect(lab, "thumbnail" if lab.node("thumbnail").count() else "checkout")
        page.get_by_text(re.compile("more rules of the profile")).click()
        assert violations_in_both_themes(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Find a knob")).to_be_visible()
    assert violations_in_both_themes(page) == []


@pytest.mark.parametrize("scenario", ["noisy-neighbour", "async-retries"])
def test_a_page_of_900_pixels_shows_it_all(lab, run_of, scenario):
    """No title is cut, the time axis is in sight, and flags of one time stand side by side."""
    page = lab.open(f"/lab/{run_of(scenario, duration=200)}").page
    lab.expect_finished()
    cut = "[...document.querySelectorAll('h1')].filter(e => e.scrollWidth > e.clientWidth).length"
    assert page.evaluate(cut) == 0
    came_out = page.get_by_role("list", name="What came out: was, now, change")
    expect(came_out).to_be_visible(timeout=RUN_MS)
    expect(page.locator(".tl-axis span").first).to_be_in_viewport(ratio=1)
    places = [mark.bounding_box()["x"] for mark in page.locator(".flag-mark").all()]
    assert len(places) > 1
    assert all(b - a >= 14 for a, b in pairwise(places))


def test_the_longest_title_stands_whole_beside_the_state_of_its_run(lab):
    page = lab.open_new("burst-against-reserved").page
    lab.set_field_of(page.locator(".knob[data-path='duration']"), "60 s")
    lab.run()
    box = page.locator("h1").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert box[0] <= box[1]
