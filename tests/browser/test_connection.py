"""A lost connection and a killed server: what is shown is what is there, and nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from simcore import Run, load_scenario
from tests.browser.brake import VARIABLE, Brake
from tests.browser.lab import Lab, moment
from tests.browser.wire import Wire
from tests.visualizer.server import Server

SCENARIO = "reserved-five"
SHORTER = {"duration": 240}
FRAMES = list(range(240))
LOST = r"WebSocket|ERR_(CONNECTION|EMPTY|INTERNET|TIMED)|Failed to load resource"
# A silent wire is noticed within ten seconds; ten more and the page calls itself disconnected.
NOTICED_MS = 60_000


@pytest.fixture
def wire(server, watch):
    watch.expect(LOST)
    made = Wire(server.port)
    yield made
    made.close()


@pytest.fixture
def frames(page: Page) -> list[int]:
    """Numbers of the frames that reached the page, in their order."""
    numbers: list[int] = []

    def take(message: str | bytes) -> None:
        if isinstance(message, bytes):
            numbers.append(int.from_bytes(message[:4]))

    page.on("websocket", lambda socket: socket.on("framereceived", take))
    return numbers


def asked(server: Server, seed: int) -> str:
    status, made = server.post(
        "/api/runs", {"scenario": SCENARIO, "overrides": SHORTER, "seed": seed}
    )
    assert status == 201, made
    return made["id"]


def fingerprint(seed: int) -> str:
    """What the simulator alone says of the run."""
    run = Run(load_scenario(SCENARIO), seed=seed, overrides=SHORTER)
    for _ in run.frames():
        pass
    return run.result().fingerprint


def test_a_cut_wire_is_taken_up_again(page, server, brake, wire, frames):
    """Three cuts; every frame comes, once, in order."""
    lab = Lab(page, wire.address)
    brake.hold(50)
    lab.open(f"/lab/{asked(server, 31)}#base=none")
    page.get_by_role("button", name="Pause", exact=True).click()
    for held, further in ((50, 100), (100, 150), (150, 200)):
        expect(lab.computed).to_contain_text(f"computed to {moment(held, 0)}")
        wire.cut()
        expect(lab.chip).to_contain_text(re.compile(f"Reconnecting, data to.*{moment(held, 0)}"))
        expect(page.locator(".tl-veil")).to_be_visible()
        lab.scrubber.press("Home")
        expect(lab.clock).to_have_text("0:00.00")
        brake.hold(further)
        wire.mend()
        expect(lab.chip).to_contain_text("Computing")
        expect(page.locator(".tl-veil")).to_be_hidden()
    brake.release()
    lab.expect_finished()
    assert frames == FRAMES
    expect(page.locator("#lab-live")).to_contain_text("finished")


def test_a_silent_wire_is_noticed(page, server, brake, wire, frames):
    lab = Lab(page, wire.address)
    brake.hold(50)
    lab.open(f"/lab/{asked(server, 32)}#base=none")
    expect(lab.computed).to_contain_text("computed to 0:50")
    wire.silence()
    expect(lab.chip).to_contain_text("Reconnecting", timeout=NOTICED_MS)
    wire.cut()
    wire.mend()
    expect(lab.chip).to_contain_text("Running", timeout=NOTICED_MS)
    brake.release()
    lab.expect_finished()
    assert frames == FRAMES


def test_kill_9_and_restart(page, tmp_path, watch, frames):
    """Reconnecting, disconnected, resumed; the run is honest about itself, and goes on."""
    watch.expect(LOST)
    told = {
        "WINDTUNNEL_RUN_FACTORY": "tests.browser.brake:begin",
        VARIABLE: str(tmp_path / "brake"),
    }
    brake = Brake(tmp_path / "brake")
    server = Server(tmp_path, **told).start()
    try:
        lab = Lab(page, server.url(""))
        brake.hold(120)
        run = asked(server, 33)
        lab.open(f"/lab/{run}#base=none")
        expect(lab.computed).to_contain_text("computed to 2:00")
        server.kill()
        expect(lab.chip).to_contain_text(re.compile("Reconnecting, data to.*2:00"))
        expect(lab.chip).to_contain_text("Disconnected", timeout=NOTICED_MS)
        expect(lab.bar).to_contain_text(
            re.compile(r"lost \d+ s ago\. You are looking at data up to 2:00")
        )
        page.get_by_role("button", name="Pause", exact=True).click()
        lab.scrubber.press("Home")
        expect(lab.clock).to_have_text("0:00.00")
        lab.bar.get_by_role("button", name="Retry").click()
        server.start()
        expect(lab.chip).to_contain_text(re.compile("Interrupted at.*2:00"))
        brake.release()
        lab.bar.get_by_role("button", name="Continue").click()
        lab.expect_finished()
        expect(lab.bar).to_be_hidden()
        assert frames == FRAMES
        assert server.get(f"/api/runs/{run}")["end"]["fingerprint"] == fingerprint(33)
    finally:
        server.close()


def test_a_run_that_is_not_there(lab, watch):
    watch.expect("status of 404")
    page = lab.page
    page.goto(lab.address + "/lab/AAAAAAAAAA")
    expect(page.get_by_role("link", name="To the scenarios")).to_be_visible()
