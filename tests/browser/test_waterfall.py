"""One message followed through all its attempts: from a key, from the event list, by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations_in_both_themes
from tests.browser.lab import Lab, seconds_of

NARROW = {"width": 390, "height": 844}
VISIBILITY_S = 10.0
RECEIVES = 2


@pytest.fixture(scope="session")
def refused(server) -> str:
    """Id of a run in which a healthy queue's messages are refused until they are dead."""
    return server.finished_run("healthy-queue-fills-dlq", duration=180)


@pytest.fixture
def whole(lab: Lab, refused: str) -> Lab:
    lab.open(f"/lab/{refused}#base=none").expect_finished()
    return lab


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Follow a message")


def phases(page: Page) -> list[tuple[str, float, str]]:
    """What, when it began, how long it took."""
    rows = dialog(page).locator("tbody tr")
    cells = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    return [(what, seconds_of(at), lasts) for _, what, at, lasts, *_ in cells]


def follow_dead(page: Page) -> None:
    page.keyboard.press("m")
    dialog(page).get_by_role("button", name=re.compile("^Dead letter")).click()


def test_a_refused_message_is_held_returned_and_dead(whole, server):
    """Two receives, each refused again and again until its visibility timeout of 10 s is over."""
    page = whole.page
    page.keyboard.press("Home")  # of the first of them: a later one may be in work at its end
    expect(whole.clock).to_have_text("0:00.00")
    follow_dead(page)
    expect(dialog(page).get_by_role("heading", level=3)).to_contain_text("dead letter")
    told = phases(page)
    words = [what for what, _, _ in told]
    assert words.count("Given up by the poller") == words.count("Returned: visible again")
    assert words.count("Given up by the poller") == RECEIVES
    assert words.count("Refused: throttled") == words.count("Held by the poller") >= 4 * RECEIVES
    assert [what for what in words if what.startswith("Received")] == [
        "Received, 1st time",
        "Received, 2nd time",
    ]
    assert words[-1] == "To the dead-letter queue"
    begins = [at for _, at, _ in told]
    assert begins == sorted(begins)
    received = next(at for what, at, _ in told if what.startswith("Received"))
    returned = next(at for what, at, _ in told if what.startswith("Returned"))
    assert returned - received == pytest.approx(VISIBILITY_S, abs=0.011)

    # The same story as in the result.
    name = dialog(page).get_by_role("heading", level=3).inner_text()
    number = int(re.search(r"[\d,]+", name)[0].replace(",", ""))
    stories = server.get(f"/api/runs/{whole.run_id}/result.json")["stories"]
    steps = next(story["steps"] for story in stories if story["id"] == number - 1)
    recorded = [step["t_s"] for step in steps if step["step"] == "received"]
    drawn = [at for what, at, _ in told if what.startswith("Received")]
    assert drawn == pytest.approx(recorded, abs=0.0051)


def test_the_keyboard_picks_a_message_and_goes_to_a_moment(whole):
    page = whole.page
    page.keyboard.press("m")
    options = dialog(page).get_by_role("listbox")
    expect(options).to_be_focused()
    page.keyboard.press("Home")
    first = dialog(page).get_by_role("heading", level=3).inner_text()
    page.keyboard.press("ArrowDown")
    expect(dialog(page).get_by_role("heading", level=3)).not_to_have_text(first)
    go = dialog(page).get_by_role("button", name=re.compile("^Go to")).last
    at = go.inner_text()
    go.focus()
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_hidden()
    expect(whole.clock).to_have_text(at)


def test_an_event_leads_to_the_message_nearest_to_it(whole):
    page = whole.page
    page.get_by_role("searchbox", name="Filter events").fill("state:dlq")
    expect(whole.events.first).to_contain_text("dead-letter queue")
    told = whole.events.first.locator(".num").first.inner_text()
    whole.events.first.click()
    expect(page.locator(".ev-row.selected")).to_contain_text(told)
    page.get_by_role("button", name="Follow a message").click()
    expect(dialog(page).locator(".story-note")).to_contain_text(f"event at {told}")
    expect(dialog(page).get_by_role("heading", level=3)).to_contain_text("dead letter")
    page.keyboard.press("Escape")
    page.locator(".ev-list").press("m")
    expect(dialog(page)).to_be_visible()
    for key, row in ((".", 1), (".", 2), (",", 1)):
        page.keyboard.press(key)
        step = dialog(page).locator(f".story-table tbody tr:nth-child({row})")
        expect(step).to_have_attribute("aria-current", "step")
        expect(whole.clock).to_have_text(step.get_by_role("button").inner_text())


def test_the_poison_record_of_a_stalled_shard_is_followed(lab, server):
    """It fails again and again, each time after a longer wait: the waits are assumed, not AWS's."""
    lab.open(
        f"/lab/{server.finished_run('poisoned-shard', duration=300)}#base=none"
    ).expect_finished()
    lab.page.keyboard.press("m")
    dialog(lab.page).get_by_role("option", name=re.compile("^Poison 1 of shard")).click()
    last = dialog(lab.page).locator("tbody tr").last
    expect(last).to_contain_text(re.compile("Waits for its next attempt|Handler"))
    words = [what for what, _, _ in phases(lab.page)]
    assert words.count("Failed: error") == words.count("Handler, failed") >= 3
    assert words[-1] in ("Waits for its next attempt", "Handler")


def test_before_a_run_it_says_what_to_do(lab):
    lab.open_new("healthy-queue-fills-dlq")
    lab.page.keyboard.press("m")
    expect(dialog(lab.page)).to_contain_text("Press Run first")
    lab.page.keyboard.press("Escape")
    expect(dialog(lab.page)).to_be_hidden()


def test_it_is_accessible_and_needs_no_scrolling_sideways(lab, refused):
    lab.open(f"/lab/{refused}#base=none").expect_finished()
    follow_dead(lab.page)
    assert violations_in_both_themes(lab.page) == []
    lab.page.set_viewport_size(NARROW)
    sight = dialog(lab.page).locator(".story-sight")
    assert sight.evaluate("e => e.scrollWidth <= e.clientWidth")
    bar = dialog(lab.page).locator(".story-bar.held").first.bounding_box()
    assert bar["x"] >= 0
    assert bar["x"] + bar["width"] <= NARROW["width"]


def test_what_the_function_got_is_text_to_copy_and_to_save(lab, server):
    """The event of each try, its context and log, by keyboard; nothing of it is markup."""
    lab.open(f"/lab/{server.finished_run('poisoned-event')}#base=none").expect_finished()
    page, shown = lab.page, dialog(lab.page)
    page.keyboard.press("m")
    shown.get_by_role("button", name="Given up").press("Enter")
    shown.get_by_role("button", name="Event").press("Enter")
    event = shown.get_by_role("textbox", name="Event")
    expect(event).to_have_value(re.compile(r'"number": 11,\s+"sentAt": "2026-01-01T00:01:02.500Z"'))
    first = event.input_value()
    shown.get_by_role("combobox", name="Attempt").select_option(index=2)
    expect(event).to_have_value(first)  # an asynchronous event comes as it came
    shown.get_by_role("button", name="Log").press("Enter")
    log = shown.get_by_role("textbox", name="Log")
    expect(log).to_have_value(re.compile("^START RequestId"))
    starts = [line for line in log.input_value().splitlines() if line.startswith("START")]
    assert len(starts) == 3
    assert len(set(starts)) == 1  # the same request id each time
    with page.expect_download() as saved:
        shown.get_by_role("button", name="Download").press("Enter")
    assert saved.value.suggested_filename.endswith("-log.txt")
    assert violations_in_both_themes(page) == []
