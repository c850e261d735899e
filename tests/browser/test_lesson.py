"""A lesson from its first step to its task: predicted before the run is seen, revealed, ticked,
reached. And a question of one's own, drawn."""

import re

from playwright.sync_api import expect

from simcore.lessons import find
from tests.browser.axe import violations, violations_in_both_themes
from tests.browser.lab import RUN_MS, moment

LESSON = "queue-scaling"
HIDDEN = re.compile("Hidden from")


def test_a_lesson_is_walked_from_its_question_to_its_task(lab, server):
    lesson = find(LESSON)
    assert lesson is not None
    asked = next(n for n, step in enumerate(lesson.steps) if step.predict)
    claimed = next(n for n, step in enumerate(lesson.steps) if n > asked and step.claims)
    last = next(n for n, step in enumerate(lesson.steps) if step.task)
    solved = (one for one in lesson.steps[last].task.solutions if len(one) == 1)
    path, value = next(item for one in solved for item in one.items() if "reserved" in item[0])

    page = lab.page
    lab.open(f"/lab/new?lesson={LESSON}")
    expect(lab.chip).to_have_text(HIDDEN, timeout=RUN_MS)
    column = page.get_by_role("complementary", name=lesson.title)
    onward = column.locator(".lesson-foot .btn-primary")
    expect(page.locator(".spotlight")).to_be_visible()
    for _ in range(asked):
        onward.click()
    expect(page.locator(".spotlight")).to_be_hidden()
    expect(column.locator(".lesson-place")).to_have_text(re.compile(f"Step {asked + 1} of"))
    question = lesson.steps[asked].predict
    guess = question.options[-1]
    column.get_by_label(guess).check()
    column.get_by_role("button", name="This is my answer").click()
    page.reload()
    lab.ready()
    expect(column).to_contain_text("Your answer is kept")
    expect(lab.chip).to_have_text(HIDDEN, timeout=RUN_MS)

    onward.click()
    lab.expect_finished()
    expect(lab.clock).to_have_text(moment(lesson.steps[asked].anchor.t))
    told = server.get(f"/api/runs/{lab.run_id}/lesson?lesson={LESSON}")
    right = question.options[told["answers"][question.id]["option"]]
    expect(column).to_contain_text(f"You expected “{guess}”; it is “{right}”.")
    column.get_by_role("button", name=re.compile(f"Step {claimed + 1}:")).click()
    claims = column.locator(".lesson-claims .claim")
    expect(claims).to_have_count(len(lesson.steps[claimed].claims))
    lab.scrubber.press("Home")
    expect(claims.last).to_have_attribute("data-status", "open")
    lab.scrubber.press("End")
    passed = column.locator(".claim[data-status=passed]")
    expect(passed).to_have_count(len(lesson.steps[claimed].claims))

    column.get_by_role("button", name=re.compile(f"Step {last + 1}:")).click()
    task = column.locator(".lesson-task")
    expect(task).to_contain_text("This is the lesson's run")
    task.locator(f"button[title='{path}']").click()
    expect(lab.field(path.removeprefix("components."))).to_be_focused()
    page.keyboard.type(str(value))
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
