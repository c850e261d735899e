"""A lesson from its first step to its task: predicted before the run is seen, revealed, ticked,
reached. And a question of one's own, drawn."""

import re

from playwright.sync_api import expect

from tests.browser.axe import violations, violations_in_both_themes
from tests.browser.lab import RUN_MS

LESSON = "queue-scaling"
HIDDEN = re.compile("Hidden from")


def test_a_lesson_is_walked_from_its_question_to_its_task(lab, server):
    page = lab.page
    lab.open(f"/lab/new?lesson={LESSON}")
    expect(lab.chip).to_have_text(HIDDEN, timeout=RUN_MS)
    column = page.get_by_role("complementary", name="How fast does Lambda take up work")
    onward = column.locator(".lesson-foot .btn-primary")
    place = column.locator(".lesson-place")
    expect(page.locator(".spotlight")).to_be_visible()
    onward.click()
    expect(page.locator(".spotlight")).to_be_hidden()
    expect(place).to_have_text(re.compile("Step 2 of "))
    column.get_by_label("About 180").check()
    column.get_by_role("button", name="This is my answer").click()
    page.reload()
    lab.ready()
    expect(column).to_contain_text("Your answer is kept")
    expect(lab.chip).to_have_text(HIDDEN, timeout=RUN_MS)

    onward.click()
    expect(column).to_contain_text("You expected “About 180”; it is “About 900”.")
    lab.expect_finished()
    expect(lab.clock).to_have_text("0:01.00")
    onward.click()
    claims = column.locator(".lesson-claims .claim")
    expect(claims.first).to_have_attribute("data-status", "passed")
    expect(claims.nth(1)).to_have_attribute("data-status", "open")
    lab.scrubber.press("End")
    expect(column.locator(".claim[data-status=passed]")).to_have_count(5)

    column.get_by_role("button", name=re.compile("Step 6")).click()
    task = column.locator(".lesson-task")
    expect(task).to_contain_text("This is the lesson's run")
    task.get_by_role("button", name="Reserved concurrency of Worker").click()
    expect(lab.field("worker.reserved_concurrency")).to_be_focused()
    page.keyboard.type("200")
    page.keyboard.press("Enter")
    expect(task).to_have_attribute("data-reached", "true", timeout=RUN_MS)
    expect(column).to_contain_text("A run of your own.")
    assert f"lesson={LESSON}" in page.url
    assert "step=" in page.url
    assert violations_in_both_themes(page) == []


def test_a_curve_is_drawn_before_the_rest_of_the_run_is_seen(new_page, server, small):
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(server.url(f"/lab/{small}#t=60&base=none"))
    chip = page.locator("#state-chip")
    expect(chip).to_have_attribute("data-tone", "done", timeout=RUN_MS)
    page.get_by_role("button", name="Predict", exact=True).click()
    asking = page.get_by_role("dialog", name="Predict, then reveal")
    asking.get_by_label("Of what").select_option(label="Queue depth, visible: Inbox")
    asking.get_by_label("From").fill("1:00")
    asking.get_by_role("button", name="Hide it and ask").click()
    expect(chip).to_have_text(re.compile(r"Hidden from\s+1:00"))
    expect(page.locator(".clock-rest")).to_have_text("of 3:00 · hidden from 1:00")
    expect(page.locator("#lab-rail")).not_to_contain_text("First retry")

    pad = page.locator("svg.pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 150)
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 60, steps=6)
    page.mouse.up()
    points = pad.get_by_role("slider")
    assert points.count() >= 3
    last = points.last
    before = last.get_attribute("aria-valuetext")
    last.press("ArrowUp")
    expect(last).not_to_have_attribute("aria-valuetext", before)
    assert violations(page) == []
    page.get_by_role("button", name="This is my answer").click()
    page.get_by_role("button", name="Reveal", exact=True).click()
    expect(page.locator(".predict-words")).to_have_text(
        re.compile(r"^You expected .*; it came to ")
    )
    expect(chip).to_have_attribute("data-tone", "done")
    expect(page.locator("#lab-rail")).to_contain_text("First retry")
