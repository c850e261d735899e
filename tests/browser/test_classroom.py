"""A class: a teacher, a follower on a phone and one at a desk, from the code to the end."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.lab import Lab
from tests.browser.wire import Wire

LOST = r"WebSocket|ERR_(CONNECTION|EMPTY|INTERNET|TIMED)|Failed to load resource"
# Nothing lies over it. A spotlight's shadow lets the pointer through: it has to be above that.
ON_TOP = """(selector) => {
  const one = document.querySelector(selector), box = one.getBoundingClientRect();
  const spot = document.querySelector(".spotlight");
  const [x, y] = [box.left + 8, box.top + 4];
  return one.contains(document.elementFromPoint(x, y)) && (spot.hidden || layer(one) > 15);
  function layer(of) {
    return of && (Number(getComputedStyle(of).zIndex) || layer(of.parentElement));
  }
}"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def wire(server, watch):
    """Between the server and the phone."""
    watch.expect(LOST)
    made = Wire(server.port)
    yield made
    made.close()


def test_a_class_from_its_code_to_its_end(lab, new_page, server, small, wire):
    code = made(lab.open(f"/lab/{small}#t=60&base=none"))
    phone = joined(new_page(**PHONE), wire.address, code, name="Ann <b>")
    desk = joined(new_page(), server.url(""), code)
    console = opened_console(lab, code)
    followed(lab, phone, desk)
    left_and_come_back(lab, desk)
    frozen(lab, phone, desk)
    predicted(lab, phone, desk)
    lost_and_found(lab, phone, wire)
    fork = forked(desk, small)
    led_to_another_run(lab, phone, small)
    over(console, lab, desk, phone, fork)


def made(lab: Lab) -> str:
    """From the menu of what is presented; the code as the room sees it."""
    lab.expect_finished()
    page = lab.page
    page.keyboard.press("p")
    page.get_by_role("button", name="Stage", exact=True).click()
    page.get_by_role("button", name="Class: code and QR").click()
    sheet = page.get_by_role("dialog", name="Join the class")
    expect(sheet).to_be_visible()
    assert violations(page) == []
    code = sheet.locator(".code-large").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(rf"\?teach={code}"))
    return code


def joined(page: Page, address: str, code: str, name: str = "") -> Lab:
    page.goto(f"{address}/c/")
    page.get_by_label("Code").fill(f" {code.lower()} ")
    page.get_by_role("button", name="Join").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Join").click()
    expect(bar(page)).to_contain_text("Following")
    follower = Lab(page, address)
    follower.expect_finished()
    return follower


def bar(page: Page):
    return page.locator(".class-bar")


def opened_console(lab: Lab, code: str) -> Page:
    with lab.page.expect_popup() as opening:
        lab.page.get_by_role("link", name="Console").click()
    console = opening.value
    expect(console.get_by_role("region", name="Followers")).to_contain_text("2 here: 2 following.")
    expect(console.get_by_role("listitem").filter(has_text="Ann")).to_have_text("Ann <b>")
    assert code in console.url
    lab.page.bring_to_front()  # as the teacher does: pages in the background draw once a second
    return console


def shows(lab: Lab, clock: str) -> None:
    expect(lab.clock).to_have_text(clock)


def goes(lab: Lab, fragment: str) -> None:
    lab.page.evaluate(f"location.hash = '{fragment}'")


def followed(lab: Lab, *followers: Lab) -> None:
    """Moment and selection; a phone shows the same."""
    goes(lab, "#t=100&sel=worker&base=none")
    for follower in followers:
        shows(follower, "1:40.00")
        expect(follower.node("worker")).to_have_class(re.compile("selected"))
    assert violations(followers[0].page) == []


def left_and_come_back(lab: Lab, desk: Lab) -> None:
    desk.scrubber.press("Home")
    expect(bar(desk.page)).to_contain_text("Exploring The teacher is at 1:40.")
    expect(desk.page.locator(".teacher-dot")).to_be_visible()
    goes(lab, "#t=120&sel=worker&base=none")
    expect(bar(desk.page)).to_contain_text("The teacher is at 2:00.")
    shows(desk, "0:00.00")
    desk.page.get_by_role("button", name="Return to teacher").click()
    shows(desk, "2:00.00")
    expect(bar(desk.page)).to_contain_text("Following")
    expect(desk.page.locator(".teacher-dot")).to_be_hidden()
    desk.page.keyboard.press("h")
    expect(bar(desk.page)).to_contain_text("Exploring")
    desk.page.get_by_role("button", name="Return to teacher").click()
    expect(bar(desk.page)).to_contain_text("Following")
    expect(desk.page.locator(".spotlight")).to_be_hidden()


def frozen(lab: Lab, phone: Lab, desk: Lab) -> None:
    """The clock stands; one may look."""
    lab.page.get_by_role("button", name="Freeze all").click()
    expect(bar(desk.page)).to_contain_text("Frozen")
    phone.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(bar(phone.page).get_by_text("Frozen", exact=True)).to_be_in_viewport()
    assert phone.page.evaluate(ON_TOP, ".class-head")
    desk.page.get_by_role("button", name="Play", exact=True).click()
    expect(desk.page.get_by_role("button", name="Pause", exact=True)).to_have_count(0)
    lab.page.get_by_role("button", name="Release").click()
    expect(bar(desk.page)).to_contain_text("Following")


def predicted(lab: Lab, phone: Lab, desk: Lab) -> None:
    """A number; nobody sees the run, or what others say, before it is revealed."""
    page = lab.page
    goes(lab, "#t=120&base=none&spot=row.worker.concurrency")
    expect(phone.page.locator(".spotlight")).to_be_visible()
    page.get_by_role("button", name="Ask the class").click()
    form = page.get_by_role("dialog", name="Predict, then reveal")
    form.get_by_label("Set a number").check()
    form.get_by_label("In your words").fill("How many <i>requests</i>?")
    form.get_by_role("button", name="Hide it and ask").click()
    for follower, value in ((phone, "30"), (desk, "50")):
        card = follower.page.locator(".class-round")
        expect(card).to_contain_text("How many <i>requests</i>?")
        expect(card.locator(".predict-question")).to_be_in_viewport(ratio=1)
        assert follower.page.evaluate(ON_TOP, ".class-round .predict-question")
        expect(follower.computed).to_contain_text("hidden from 2:00")
        card.get_by_role("textbox").first.fill(value)
        card.get_by_role("button", name="This is my answer").click()
        expect(card).to_contain_text("The class has your answer.")
        expect(card.get_by_role("region", name="What the room predicted")).to_have_count(0)
    expect(page.locator(".class-round")).to_contain_text("2 of 2 have answered.")
    page.locator(".class-round").get_by_role("button", name="Reveal").click()
    for one in (lab, phone, desk):
        room = one.page.get_by_role("region", name="What the room predicted")
        expect(room).to_contain_text("2 answers from 30")
        expect(one.computed).to_contain_text("computed to 3:00")
    page.locator(".class-round").get_by_role("button", name="Close").click()
    expect(desk.page.locator(".class-round")).to_be_hidden()


def lost_and_found(lab: Lab, phone: Lab, wire: Wire) -> None:
    wire.cut()
    expect(bar(phone.page)).to_contain_text("Connection lost")
    goes(lab, "#t=30&base=none")
    wire.mend()
    expect(bar(phone.page)).to_contain_text("Following")
    shows(phone, "0:30.00")


def forked(desk: Lab, parent: str) -> str:
    """From the teacher's run at this instant; the id."""
    shows(desk, "0:30.00")
    page = desk.page
    bar(page).get_by_role("button", name="Fork here").click()
    sheet = page.get_by_role("dialog", name="Fork at 0:30")
    sheet.get_by_role("group", name="Orders").get_by_role("button", name="Add a burst").click()
    page.get_by_role("dialog", name="Add a burst: Orders").get_by_label("Count").fill("300")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(f"/lab/{parent}"))
    expect(page).to_have_url(re.compile(r"\?class="))
    expect(bar(page)).to_contain_text("My fork The teacher is at 0:30.")
    return desk.run_id


def led_to_another_run(lab: Lab, phone: Lab, before: str) -> None:
    """Who follows goes along."""
    lab.set_field("worker.reserved_concurrency", "6")
    expect(lab.page).not_to_have_url(re.compile(f"/lab/{before}"))
    expect(phone.page).to_have_url(re.compile(rf"/lab/{lab.run_id}\?class="))
    expect(bar(phone.page)).to_contain_text("Following")


def over(console: Page, lab: Lab, desk: Lab, phone: Lab, fork: str) -> None:
    """The forks stay; the teacher is offered nothing that cannot be done any more."""
    console.bring_to_front()
    console.get_by_role("button", name="End class").click()
    console.get_by_role("button", name="End it").click()
    for page in (desk.page, phone.page):
        expect(bar(page)).to_contain_text("Class over")
    expect(console.locator("#console-link")).to_contain_text("This class is over.")
    expect(console.get_by_role("main").get_by_role("button")).to_have_count(0)
    expect(console.get_by_role("img", name="QR code")).to_have_count(0)
    expect(bar(lab.page)).to_contain_text("The class is over.")
    expect(bar(lab.page).locator("button:visible")).to_have_count(0)
    expect(bar(lab.page).get_by_role("link")).to_have_count(0)
    bar(desk.page).get_by_text("Your forks (1)").click()
    link = bar(desk.page).get_by_role("link")
    expect(link).to_have_attribute("href", f"/lab/{fork}")
