"""A component type that the lab has never heard of is shown like any other, by its data."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.lab import Lab
from tests.component.toy_run import DOCUMENT
from tests.visualizer.server import Server

FIRST, SECOND = "toy.parts.0.share", "toy.parts.1.share"


@pytest.fixture(scope="module")
def toys(tmp_path_factory) -> Iterator[Server]:
    """A server that knows the type."""
    folder = tmp_path_factory.mktemp("toys")
    server = Server(folder, WINDTUNNEL_COMPONENTS="tests.component.toy").start()
    yield server
    server.close()


@pytest.fixture
def toy(page, toys) -> Lab:
    """A finished run of it, its playhead at the end."""
    status, run = toys.post("/api/runs", {"document": DOCUMENT})
    assert status in (200, 201), run
    lab = Lab(page, toys.url("")).open(f"/lab/{run['id']}#base=none")
    lab.expect_finished()
    lab.page.keyboard.press("End")
    return lab


def test_it_is_shown_like_any_other(toy):
    """Its node, its edges, its timeline, its events, its metrics and totals."""
    expect(toy.node("toy")).to_contain_text("10/s")
    expect(toy.node("toy")).to_contain_text("300 so far")
    expect(toy.page.get_by_text("toy", exact=True)).to_have_count(2)
    assert "Toys" in toy.page.locator(".pane-timelines").inner_text()
    expect(toy.events.first).to_contain_text("to part")
    toy.node("toy").click()
    inspector = toy.page.locator(".inspector")
    expect(inspector).to_contain_text("ToyEvents")
    expect(inspector).to_contain_text("taken")


def test_its_parts_have_knobs_that_change_the_run(toy):
    expect(toy.field(FIRST)).to_have_value("25")
    toy.set_field(SECOND, "0")
    toy.expect_finished()
    expect(toy.node("b")).to_contain_text("0 in flight")
