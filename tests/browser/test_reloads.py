"""A page that is loaded again while its run is computed ends with the stored run, to the pixel."""

import random
from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.lab import Lab
from tests.browser.test_viewers import digests, listen

FRAMES = 240
PICTURES = """() => [...document.querySelectorAll('canvas')].map(
  canvas => [canvas.className, canvas.width, canvas.height, canvas.toDataURL()])"""
TEXTS = ".node, .tl-label, .pane-grid p.sr-only, .flag-mark, table, #state-chip"
# Their elements are used again in any order.
ROWS = """() => [...document.querySelectorAll('.ev-row:not([hidden])')]
  .map(row => [Number(row.ariaPosInSet), [...row.classList].sort().join(), row.textContent])
  .sort((a, b) => a[0] - b[0])"""


def shown(lab: Lab) -> tuple:
    """Every picture and every text."""
    texts = lab.page.locator(TEXTS).evaluate_all("all => all.map(one => one.textContent)")
    texts += lab.page.evaluate(ROWS)
    return lab.clock.inner_text(), texts, lab.page.evaluate(PICTURES)


def walked(*labs: Lab) -> Iterator[list[tuple]]:
    """What they show at the beginning, in the middle and at the end."""
    for key, times in (("Home", 1), ("PageUp", 7), ("End", 1)):
        for lab in labs:
            for _ in range(times):
                lab.scrubber.press(key)
        labs[0].page.wait_for_timeout(1200)  # texts follow the playhead once a second
        yield [shown(lab) for lab in labs]


def at_rest(lab: Lab) -> Lab:
    """Not playing, the timelines as tables too."""
    pause = lab.page.get_by_role("button", name="Pause", exact=True)
    if pause.is_visible():
        pause.click()
    lab.page.get_by_role("heading", name="Flags").click()
    lab.page.keyboard.press("t")
    return lab


def test_three_reloads_end_with_the_stored_run(page: Page, new_page, server, brake):
    rng = random.Random(4711)
    brake.hold(0)
    asked = {"scenario": "reserved-five", "overrides": {"duration": FRAMES}, "seed": 41}
    status, run = server.post("/api/runs", asked)
    assert status == 201, run
    heard = listen(page)
    # Of the page that was left some may still come in.
    page.on("websocket", lambda _: heard.clear())
    lab = Lab(page, server.url("")).open(f"/lab/{run['id']}#base=none")
    computed = 0
    for _ in range(3):
        for _ in range(6):
            computed += rng.randrange(1, 13)
            brake.hold(computed)
            page.wait_for_timeout(rng.randrange(20, 200))
        page.reload()
        lab.ready()
    while computed < FRAMES:
        computed += rng.randrange(1, 13)
        brake.hold(computed)
        page.wait_for_timeout(60)
    brake.release()
    lab.expect_finished()
    other = new_page()
    stored = listen(other)
    fresh = Lab(other, server.url("")).open(f"/lab/{run['id']}#base=none")
    fresh.expect_finished()
    assert len(heard) == FRAMES
    assert digests(heard) == digests(stored)
    for ours, theirs in walked(at_rest(lab), at_rest(fresh)):
        assert ours[0] == theirs[0]
        differ = [pair for pair in zip(ours[1], theirs[1], strict=True) if pair[0] != pair[1]]
        assert differ == []
        assert [
            one[:3] for one, other in zip(ours[2], theirs[2], strict=True) if one != other
        ] == []
