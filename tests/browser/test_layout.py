"""Narrow pages, and people who want no movement."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab
from tests.shares import SOAK

SCENARIOS = sorted(path.stem for path in Path("scenarios").glob("*.yaml"))
LONGEST = ["managed-instances", "noisy-neighbour", "table-hot-item"]
SIZES = [(1920, 1080), (1440, 900), (1440, 700), (1280, 640), (1024, 768)]

TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    const clips = ['auto', 'scroll', 'hidden', 'clip'];
    const scrolls = e => e
        && (clips.includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
    return [...document.body.querySelectorAll('*')]
        .filter(e => e.getBoundingClientRect().right > width + 1 && !scrolls(e.parentElement))
        .filter(e => e.checkVisibility({checkVisibilityCSS: true}))
        .filter(e => !e.closest('.visually-hidden, .sr-only, [aria-hidden=true]'))
        .map(e => e.outerHTML.slice(0, 120));
}"""


OUT_OF_FRAME = """() => {
    const page = document.scrollingElement;
    return [page.scrollWidth - page.clientWidth, page.scrollHeight - page.clientHeight];
}"""
ESCAPES = """() => {
    const hides = e => {
        const { overflowX, overflowY } = getComputedStyle(e);
        return overflowX !== 'visible' || overflowY !== 'visible';
    };
    const between = e => {
        const found = [];
        const frame = e.offsetParent ?? document.body;
        for (let p = e.parentElement; p && p !== frame; p = p.parentElement) found.push(p);
        return found;
    };
    return [...document.body.querySelectorAll('*')]
        .filter(e => e instanceof HTMLElement && e.checkVisibility())
        .filter(e => getComputedStyle(e).position === 'absolute' && between(e).some(hides))
        .map(e => e.outerHTML.slice(0, 120));
}"""


def expect_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate(TOO_WIDE) == []
    width = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    wanted, there = page.evaluate(width)
    assert wanted <= there


def widened(page: Page, widths: tuple[int, ...]) -> Iterator[None]:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 720})
        yield


def test_pages_reflow(new_page, server):
    page = new_page()
    for path in ("/", "/s/healthy-queue-fills-dlq"):
        page.goto(server.url(path))
        for _ in widened(page, (320, 390, 768)):
            expect_no_sideways_scroll(page)


@pytest.mark.parametrize("widths", [(320, 390), (768, 1024)])
def test_the_lab_reflows(new_page, server, small, widths):
    size = {"width": widths[0], "height": 720}
    page = new_page(viewport=size, has_touch=widths[0] < 768)
    lab = Lab(page, server.url("")).open("/lab/new?scenario=reserved-five")
    for _ in widened(page, widths):
        expect_no_sideways_scroll(page)
    lab.open(f"/lab/{small}#base=none").expect_finished()
    play = page.get_by_role("button", name="Play", exact=True)
    pause = page.get_by_role("button", name="Pause", exact=True)
    for _ in widened(page, widths):
        expect_no_sideways_scroll(page)
        page.mouse.wheel(0, -10_000)
        expect(play).to_be_in_viewport()
        page.mouse.wheel(0, 10_000)
        expect(play).to_be_in_viewport()
        play.click()
        pause.click()
        expect(lab.clock).to_be_visible()
    lab.set_field("worker.reserved_concurrency", "6")
    expect(page).not_to_have_url(re.compile(small))
    for _ in widened(page, widths):
        expect_no_sideways_scroll(page)


def expect_whole_in_its_frame(page: Page) -> None:
    """The page itself does not scroll, at any size; what scrolls in it holds all that is in it."""
    assert page.evaluate(ESCAPES) == []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(OUT_OF_FRAME) == [0, 0], (page.url, width, height)


@pytest.mark.parametrize("scenario", SCENARIOS if SOAK else LONGEST)
def test_the_lab_stays_in_its_frame(lab: Lab, scenario):
    lab.open_new(scenario)
    expect_whole_in_its_frame(lab.page)


def test_a_run_stays_in_its_frame(finished: Lab):
    finished.page.keyboard.press("t")
    expect_whole_in_its_frame(finished.page)


def test_the_rail_is_a_drawer_on_narrow_pages(new_page, server, small):
    page = new_page(viewport={"width": 1000, "height": 720})
    lab = Lab(page, server.url("")).open(f"/lab/{small}#base=none")
    lab.expect_finished()
    heading = page.get_by_role("heading", name="Flags")
    expect(heading).not_to_be_in_viewport()
    opener = page.get_by_role("button", name="Events", exact=False).first
    opener.click()
    expect(heading).to_be_in_viewport()
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(heading).not_to_be_in_viewport()
    expect(opener).to_be_focused()


def test_reduced_motion_shows_the_same_in_steps(new_page, server, small):
    page = new_page(reduced_motion="reduce")
    # What comes in of a baseline is shown as it comes.
    lab = Lab(page, server.url("")).open(f"/lab/{small}#base=none")
    lab.expect_finished()
    lab.rest()
    expect(page.locator(".topology-scale")).to_have_text("")
    page.evaluate(
        """() => {
            window.told = new Set();
            const clock = document.querySelector('.clock');
            new MutationObserver(() => told.add(clock.textContent))
                .observe(clock, {subtree: true, childList: true, characterData: true});
        }"""
    )
    page.get_by_label("Speed").select_option("100")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(lab.clock).to_have_text("3:00.00")
    assert page.evaluate("told.size") <= 6, "1.8 s at two pictures a second, begin and end"
