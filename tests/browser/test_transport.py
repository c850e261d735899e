"""The playhead, and that everything on the page goes with it."""

import re

from playwright.sync_api import expect

from tests.browser.lab import Lab, moment, seconds_of

HALF_AN_EVENT_S = 0.01


def readings(lab: Lab) -> dict[str, str]:
    """What every view says of the moment."""
    return {
        "clock": lab.clock.inner_text(),
        "queue": lab.node("inbox").inner_text(),
        "function": lab.node("worker").inner_text(),
        "environments": lab.environments.inner_text(),
        "latency": lab.timeline("Latency").inner_text(),
        "event": lab.page.locator(".ev-row.selected").inner_text(),
    }


def test_every_view_goes_with_the_playhead(still):
    lab, page = still, still.page
    page.keyboard.press("ArrowRight")
    expect(page.locator(".ev-row.selected")).to_be_visible()
    begin = readings(lab)
    box = lab.scrubber.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, y, steps=4)
    page.mouse.up()
    expect(lab.clock).to_have_text(re.compile(r"^1:(29|3\d)\.\d\d$"))
    expect(lab.environments).to_contain_text(re.compile(r"At 1:(29|3\d)\.\d"))
    middle = readings(lab)
    assert {name for name in begin if begin[name] == middle[name]} == set()
    chosen = seconds_of(page.locator(".ev-row.selected .num").first.inner_text())
    assert chosen <= lab.seconds() + HALF_AN_EVENT_S
    page.keyboard.press("Home")
    expect(lab.clock).to_have_text("0:00.00")
    page.keyboard.press("ArrowRight")
    expect(lab.clock).to_have_text(begin["clock"])
    assert readings(lab) == begin


def test_the_scrubber_by_keyboard(still):
    lab, slider = still, still.scrubber
    slider.press("ArrowRight")
    expect(lab.clock).not_to_have_text("0:00.00")
    step = lab.seconds()
    slider.press("PageUp")
    expect(lab.clock).to_have_text(moment(11 * step))
    slider.press("ArrowLeft")
    expect(lab.clock).to_have_text(moment(10 * step))
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"of 3:00, computed to 3:00$"))
    slider.press("End")
    expect(lab.clock).to_have_text("3:00.00")
    expect(slider).to_have_attribute("aria-valuenow", "180.00")
    slider.press("Home")
    expect(lab.clock).to_have_text("0:00.00")


def test_play_and_speed(still):
    lab, page = still, still.page
    speed = page.get_by_label("Speed")
    fastest = "max"
    for _ in range(8):
        page.keyboard.press("j")
    expect(speed).to_have_value("0.1")
    page.keyboard.press("l")
    expect(speed).to_have_value("0.5")
    speed.select_option("5")
    page.get_by_role("heading", name="Flags").click()
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(lab.clock).not_to_have_text("0:00.00")
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    stopped = lab.clock.inner_text()
    for _ in range(8):
        page.keyboard.press("l")
    expect(speed).to_have_value(fastest)
    expect(lab.clock).to_have_text(stopped)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(lab.clock).to_have_text("3:00.00")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_flags_move_the_playhead(still, server):
    lab, page = still, still.page
    flags = server.get(f"/api/runs/{lab.run_id}/result.json")["flags"]
    page.keyboard.press("]")
    expect(lab.clock).to_have_text(moment(flags[0]["t_s"]))
    page.keyboard.press("]")
    expect(lab.clock).to_have_text(moment(flags[1]["t_s"]))
    page.keyboard.press("[")
    expect(lab.clock).to_have_text(moment(flags[0]["t_s"]))
    links = page.get_by_role("button", name=re.compile(r"^Go to \d+:\d\d\.\d$"))
    assert links.count() == len(flags)
    links.nth(1).click()
    expect(lab.clock).to_have_text(moment(flags[1]["t_s"]))
    page.locator(".flag-mark").first.click()
    expect(lab.clock).to_have_text(moment(flags[0]["t_s"]))


def test_events_are_stepped_through_filtered_and_gone_to(still):
    lab, page = still, still.page
    page.keyboard.press(".")
    expect(lab.clock).not_to_have_text("0:00.00")
    first = lab.clock.inner_text()
    for _ in range(3):
        page.keyboard.press(".")
    expect(lab.clock).not_to_have_text(first)
    for _ in range(3):
        page.keyboard.press(",")
    expect(lab.clock).to_have_text(first)
    page.keyboard.press("/")
    page.keyboard.type("state:thr t>50")
    page.keyboard.press("Enter")
    expect(page.locator(".ev-count")).to_have_text(re.compile(r"^\d+ of [\d,]+"))
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    chosen = page.locator(".ev-row.selected .num").first
    expect(chosen).to_be_visible()
    at = seconds_of(chosen.inner_text())
    assert at > 50
    expect(lab.clock).to_have_text(moment(at))


def test_the_address_keeps_the_moment(still):
    lab, page = still, still.page
    for _ in range(3):
        lab.scrubber.press("PageUp")
    lab.node("worker").click()
    expect(page).to_have_url(re.compile(r"#t=[\d.]+&sel=worker(&|$)"))
    page.keyboard.press("Escape")
    before = lab.clock.inner_text()
    page.reload()
    lab.ready().expect_finished()
    expect(lab.clock).to_have_text(before)
    moved = page.url.partition("#")[0] + "#t=100&z=60,120"
    page.evaluate("url => location.replace(url)", moved)
    expect(lab.clock).to_have_text("1:40.00")
    expect(page.locator(".tl-axis span:visible").first).to_have_text("1:00")


def test_the_crosshair_reads_all_rows_at_once(still):
    page = still.page
    plot = page.get_by_role("group", name="Timelines plot")
    box = plot.bounding_box()
    values = page.locator(".tl-value")
    before = values.all_inner_texts()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 40)
    expect(page.locator(".tl-read")).to_contain_text(re.compile(r" at 1:1\d\.?\d*$"))
    read = values.all_inner_texts()
    assert read[0] != before[0]
    assert sum(a != b for a, b in zip(before, read, strict=True)) >= 4
    page.mouse.down()
    page.mouse.up()
    page.mouse.move(box["x"] - 200, box["y"])
    expect(page.locator(".tl-cross.pinned")).to_be_visible()
    assert values.all_inner_texts() == read
    plot.press("End")
    plot.press("Enter")
    expect(values.first).to_contain_text("Δ")
    expect(values.nth(2)).to_contain_text("Σ")
    plot.press("Escape")
    expect(page.locator(".tl-cross.pinned")).to_be_hidden()


def test_zooming_keeps_everything_within_the_run(still):
    page = still.page
    page.keyboard.press("w")
    expect(page).to_have_url(re.compile(r"#z="))
    page.keyboard.press("d")
    page.keyboard.press("0")
    expect(page).not_to_have_url(re.compile(r"z="))
    axis = page.locator(".tl-axis span:visible")
    expect(axis.first).to_have_text("0:00")
