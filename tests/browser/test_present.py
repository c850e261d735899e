"""A run on a screen that a room looks at: large, black on white, walked through by a remote."""

import re

from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.lab import Lab

PROJECTOR = {"width": 1920, "height": 1080}
SMALLEST = 20

CANVAS_TYPE = """
window.drawn = [];
const fill = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (words, ...rest) {
  const px = Number(/([\\d.]+)px/.exec(this.font)[1]) * (this.canvas.currentCSSZoom ?? 1);
  window.drawn.push([words, px]);
  return fill.call(this, words, ...rest);
};
"""

SMALL_TYPE = """least => {
  const shown = e => !e || (getComputedStyle(e).visibility !== 'hidden'
    && getComputedStyle(e).clipPath !== 'inset(50%)' && shown(e.parentElement));
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = [];
  let seen = 0;
  while (walk.nextNode()) {
    const {currentNode: node} = walk, element = node.parentElement;
    if (!node.data.trim() || element.closest('script, option')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const inSight = box.width > 1 && box.height > 1 && box.top < innerHeight && box.bottom > 0;
    if (!inSight || !shown(element)) continue;
    seen += 1;
    const px = parseFloat(getComputedStyle(element).fontSize) * (element.currentCSSZoom ?? 1);
    if (px < least - 0.01) small.push(`${node.data.trim()} ${px}`);
  }
  return [seen, small.concat(window.drawn.filter(([, px]) => px < least - 0.01).map(String))];
}"""

# Nothing lies over its first line, be it lit or not.
IS_ON_TOP = """menu => {
  const box = menu.getBoundingClientRect();
  return menu.contains(document.elementFromPoint(box.x + box.width / 2, box.y + 6));
}"""


def small_type(page: Page) -> list[str]:
    """What is written smaller than can be read from the back of a room, canvases included."""
    seen, small = page.evaluate(SMALL_TYPE, SMALLEST)
    assert seen > 40
    return small


def test_a_room_can_read_the_stage_and_a_remote_walks_through_it(new_page, server, small):
    page = new_page(viewport=PROJECTOR, reduced_motion="reduce")
    page.add_init_script(CANVAS_TYPE)
    lab = Lab(page, server.url("")).open(f"/lab/{small}#base=none&t=60")
    lab.expect_finished()
    page.evaluate("drawn.length = 0")
    page.get_by_role("button", name="Present", exact=True).click()
    stage = page.locator(".lab-stage")
    expect(stage.get_by_role("heading", level=1)).to_contain_text("reserved concurrency of 5")
    expect(page.locator("html")).to_have_attribute("data-theme", "projector")
    expect(page.locator(".lab-knobs")).to_be_hidden()
    sentence = page.get_by_label("What binds now")
    expect(sentence).to_contain_text(re.compile(r"Worker: reserved concurrency .* \d of 5 in use"))
    expect(sentence.get_by_role("link")).to_have_text("AWS, 2026-07-12")
    expect(page.locator(".tl-axis")).to_be_in_viewport()
    assert small_type(page) == []
    assert page.evaluate("drawn.length") > 0
    assert axe.violations(page, "color-contrast-enhanced") == []

    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    expect(lab.clock).to_have_text("0:02.67")
    lab.node("worker").focus()
    page.keyboard.press("h")
    expect(page).to_have_url(re.compile("spot=node.worker"))
    light, node = page.locator(".spotlight").bounding_box(), lab.node("worker").bounding_box()
    assert light["x"] < node["x"]
    assert light["x"] + light["width"] > node["x"] + node["width"]

    stage.get_by_role("button", name="Stage").click()
    assert page.locator(".stage-menu").evaluate(IS_ON_TOP)
    stage.get_by_role("checkbox", name="Topology").uncheck()
    expect(lab.node("worker")).to_be_hidden()
    page.reload()
    lab.ready()
    expect(stage).to_be_visible()
    expect(lab.node("worker")).to_be_hidden()
    page.keyboard.press("p")
    expect(lab.node("worker")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_link_keeps_the_spotlight_and_shows_what_it_is_on(new_page, server, small):
    """Also where it is a timeline that nobody has chosen, on a screen that is held in a hand."""
    page = new_page(viewport={"width": 390, "height": 844})
    lab = Lab(page, server.url("")).open(f"/lab/{small}#base=none&t=60&spot=row.worker.throttles")
    lab.expect_finished()
    light = page.locator(".spotlight")
    expect(light).to_be_visible()
    label = page.locator('.tl-label[data-row="throttles"]')
    expect(label).to_be_in_viewport()
    expect(page.locator("body")).to_have_attribute("data-spot", "")
    page.keyboard.press("Escape")
    expect(light).to_be_hidden()
    expect(page).not_to_have_url(re.compile("spot="))
