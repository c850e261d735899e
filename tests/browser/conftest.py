"""A real server, a real browser, and a watch for what must never happen on any page."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.brake import VARIABLE, Brake
from tests.browser.lab import Lab
from tests.visualizer.server import Server

CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # a page need not start a process of its own, nor compile what it has
]
SIZE = {"width": 1440, "height": 900}
PLAIN = {"viewport": SIZE, "color_scheme": "light"}
PATIENCE_MS = 20_000


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": CHROMIUM, "args": OPTIONS}


@pytest.fixture(autouse=True, scope="session")
def patience() -> None:
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def server(data: Path) -> Iterator[Server]:
    """One server for the tests that leave it as they found it."""
    told = {"WINDTUNNEL_RUN_FACTORY": "tests.browser.brake:begin", VARIABLE: str(data / "brake")}
    Brake(data / "brake")
    started = Server(data, **told).start()
    yield started
    started.close()


@pytest.fixture(scope="session")
def small(server: Server) -> str:
    """Id of a finished run of three simulated minutes: throttled from 2.67 s, retried later."""
    changed = {"duration": 180, "inbox.visibility_timeout": 40}
    return server.finished_run("reserved-five", **changed)


@pytest.fixture
def brake(server: Server, data: Path) -> Iterator[Brake]:
    """Holds the runs of this test; lets them go at its end."""
    held = Brake(data / "brake")
    yield held
    held.release()


class Watch:
    """Notes what a page must not do: complain, throw, or ask anybody but its own server."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """Complaints that this test provokes."""
        self.expected.append(re.compile(pattern))

    def note(self, text: str) -> None:
        self.found.append(text)

    def on(self, context: BrowserContext) -> None:
        for event, take in self._takes():
            context.on(event, take)

    def off(self, context: BrowserContext) -> None:
        for event, take in self._takes():
            context.remove_listener(event, take)

    def _takes(self) -> list[tuple[str, Callable]]:
        return [
            ("console", self._console),
            ("weberror", self._error),
            ("request", self._request),
            ("page", self._page),
        ]

    def _error(self, error) -> None:
        self.note(f"page error: {error.error}")

    def _request(self, request) -> None:
        self._address(request.url)

    def _page(self, page: Page) -> None:
        page.on("websocket", lambda ws: self._address(ws.url))

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.note(f"console {message.type}: {message.text}")

    def _address(self, url: str) -> None:
        if not re.match(r"(http|ws)://127\.0\.0\.1:\d+/|blob:|data:|about:", url):
            self.note(f"request to {url}")

    def complaints(self) -> list[str]:
        return [text for text in self.found if not any(p.search(text) for p in self.expected)]


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    assert watching.complaints() == []


@pytest.fixture
def new_page(new_context, watch: Watch) -> Callable[..., Page]:
    """Opens a page in a browser profile of its own; takes the options of a context."""

    def make(**options) -> Page:
        context = new_context(**{**PLAIN, **options})
        watch.on(context)
        return context.new_page()

    return make


@pytest.fixture(scope="session")
def profile(browser: Browser, server: Server) -> BrowserContext:
    """The browser profile of all tests that need one only. A page that stays open keeps its
    process: to start one, and compile the scripts anew, took half of the time of many a test."""
    context = browser.new_context(**PLAIN)
    context.new_page().goto(server.url("/keys"))
    return context


@pytest.fixture
def page(profile: BrowserContext, watch: Watch) -> Iterator[Page]:
    """In a profile that remembers nothing of the test before."""
    kept = profile.pages[0]
    watch.on(profile)
    yield profile.new_page()
    watch.off(profile)
    origins = {"/".join(page.url.split("/")[:3]) for page in profile.pages}
    for page in set(profile.pages) - {kept}:
        page.close()
    profile.clear_cookies()
    forget = profile.new_cdp_session(kept)
    for origin in origins:
        forget.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    forget.detach()


@pytest.fixture
def lab(page: Page, server: Server) -> Lab:
    return Lab(page, server.url(""))


@pytest.fixture
def finished(lab: Lab, small: str) -> Lab:
    """The small run, all of it, and nothing to compare it with."""
    lab.open(f"/lab/{small}#base=none").expect_finished()
    return lab


@pytest.fixture
def still(lab: Lab, small: str) -> Lab:
    """The small run, the playhead at its beginning; nothing more comes in to compare it with."""
    lab.open(f"/lab/{small}#base=none").expect_finished()
    return lab.rest()
