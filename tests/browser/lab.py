"""The lab page as a person sees it: what can be read on it, what can be pressed."""

import re

from playwright.sync_api import Locator, Page, expect

# A whole run on a busy machine with two cores.
RUN_MS = 60_000
FIGURE = re.compile(r"[\d,]+(?:\.\d+)?")


class Lab:
    """A page of the lab; `page` is for what only one test wants."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, path: str) -> "Lab":
        """Until the page's script has put it together."""
        self.page.goto(self.address + path)
        return self.ready()

    def open_new(self, scenario: str, seconds: int | None = None) -> "Lab":
        """A lab in which nothing has run, and no run is compared; perhaps for a short one."""
        self.open(f"/lab/new?scenario={scenario}#base=none")
        if seconds is not None:
            field = self.page.locator("[data-path=duration]")
            self.unfold(field)
            field.get_by_role("textbox").fill(f"{seconds} s")
            field.get_by_role("textbox").press("Tab")
        return self

    def ready(self) -> "Lab":
        expect(self.page.locator("html")).to_have_attribute("data-ready", "true")
        return self

    # --- what it says -------------------------------------------------------------------------

    @property
    def chip(self) -> Locator:
        return self.page.locator("#state-chip")

    @property
    def bar(self) -> Locator:
        return self.page.locator("#lab-bars .bar")

    @property
    def clock(self) -> Locator:
        return self.page.locator(".clock")

    @property
    def computed(self) -> Locator:
        return self.page.locator(".clock-rest")

    @property
    def scrubber(self) -> Locator:
        return self.page.get_by_role("slider", name="Time", exact=True)

    @property
    def events(self) -> Locator:
        return self.page.locator(".ev-row:visible")

    @property
    def environments(self) -> Locator:
        """The grid in words."""
        return self.page.locator(".pane-grid p.sr-only")

    @property
    def run_id(self) -> str:
        found = re.search(r"/lab/([A-Z2-7]{10})", self.page.url)
        assert found, self.page.url
        return found[1]

    def seconds(self) -> float:
        """Where the playhead is."""
        return seconds_of(self.clock.inner_text())

    def node(self, name: str) -> Locator:
        """A component in the topology."""
        return self.page.locator(f".node[data-id='{name}']")

    def timeline(self, name: str) -> Locator:
        """A row's label: name, value and small print."""
        return self.page.locator(".tl-label").filter(
            has=self.page.get_by_text(name, exact=True).first
        )

    def knob(self, path: str) -> Locator:
        return self.page.locator(f".knob[data-path='components.{path}']")

    def field(self, path: str) -> Locator:
        """The number of a knob."""
        return self.knob(path).get_by_role("textbox")

    # --- what it does -------------------------------------------------------------------------

    def press_run(self) -> None:
        self.page.locator("#run").click()

    def expect_finished(self) -> None:
        expect(self.chip).to_have_attribute("data-tone", "done", timeout=RUN_MS)

    def run(self) -> "Lab":
        """Press Run, wait for the end."""
        self.press_run()
        self.expect_finished()
        return self

    def rest(self) -> "Lab":
        """Go to the beginning; no field has the focus afterwards."""
        self.page.get_by_role("heading", name="Flags").click()
        self.page.keyboard.press("Home")
        expect(self.clock).to_have_text("0:00.00")
        return self

    @property
    def seed(self) -> Locator:
        """The seed's field; it is under "Run", which this opens."""
        self.unfold(self.page.locator("[data-path=seed]"))
        return self.page.get_by_role("textbox", name="Seed")

    def set_field(self, path: str, text: str) -> None:
        """Type into a knob and press Enter."""
        self.set_field_of(self.knob(path), text)

    def unfold(self, row: Locator) -> None:
        """Opens what a knob is folded under, if it is."""
        if row.is_hidden():
            row.page.locator(".knob-group").filter(has=row).locator(".knob-fold").click()

    def set_field_of(self, row: Locator, text: str) -> None:
        self.unfold(row)
        field = row.get_by_role("textbox")
        field.fill(text)
        field.press("Enter")


def seconds_of(moment: str) -> float:
    """What a clock shows, in seconds: "1:02:03.40"."""
    total = 0.0
    for part in moment.strip().split(":"):
        total = 60 * total + float(part)
    return total


def moment(seconds: float, digits: int = 2) -> str:
    """As the lab writes it."""
    parts = round(seconds * 10**digits)
    whole, rest = divmod(parts, 10**digits)
    minutes = f"{whole // 3600}:{whole // 60 % 60:02d}" if whole >= 3600 else str(whole // 60)
    return f"{minutes}:{whole % 60:02d}" + (f".{rest:0{digits}d}" if digits else "")


def figure(place: Locator) -> float:
    """The first number in a text."""
    found = FIGURE.search(place.inner_text())
    assert found, place.inner_text()
    return float(found[0].replace(",", ""))
