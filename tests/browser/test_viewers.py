"""Several people at one run."""

import hashlib

from playwright.sync_api import Page, expect

from tests.browser.lab import Lab


def listen(page: Page) -> list[bytes]:
    """The frames that reach a page, as they come."""
    frames: list[bytes] = []

    def take(message: str | bytes) -> None:
        if isinstance(message, bytes):
            frames.append(message)

    page.on("websocket", lambda socket: socket.on("framereceived", take))
    return frames


def digests(frames: list[bytes]) -> list[str]:
    return [hashlib.sha256(frame).hexdigest() for frame in frames]


def test_all_viewers_end_with_the_same_and_late_ones_get_everything(new_page, server, brake):
    pages = [new_page() for _ in range(3)]
    heard = [listen(page) for page in pages]
    first, second, late = (Lab(page, server.url("")) for page in pages)
    brake.hold(30)
    first.open("/lab/new?scenario=reserved-five#base=none")
    first.set_field_of(first.page.locator("[data-path=duration]"), "60 s")
    first.press_run()
    expect(first.computed).to_contain_text("computed to 0:30")
    second.open(f"/lab/{first.run_id}#base=none")
    expect(second.computed).to_contain_text("computed to 0:30")
    brake.release()
    first.expect_finished()
    second.expect_finished()
    late.open(f"/lab/{first.run_id}#base=none").expect_finished()
    assert len(heard[0]) == 60
    assert digests(heard[0]) == digests(heard[1]) == digests(heard[2])
    for lab in (first, second, late):
        lab.scrubber.press("End")
        expect(lab.clock).to_have_text("1:00.00")
    texts = {lab.node("worker").inner_text() for lab in (first, second, late)}
    assert len(texts) == 1
    chips = {lab.chip.inner_text() for lab in (first, second, late)}
    assert len(chips) == 1
