"""Measures the lab in headless Chromium: `.venv/bin/python -m benchmarks.browser [--json]`.

From pressing Run to the first streamed frame on the screen; pictures a second and main-thread
time with 1,000 environments in motion; the crosshair; a redraw of all timelines. Starts a server
of its own on a free port, with an empty database.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from tests.visualizer.server import Server

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
SIZE = {"width": 1440, "height": 900}
RUN_MS = 120_000
PLAY_S = 10
QUICK = "healthy-queue-fills-dlq"
LARGE = "thousand-environments"

# Notes how long each turn of the page's animation loop takes, and when the first frame is shown.
NOTES = """
window.turns = [];
const ask = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = work => ask(now => {
  const began = performance.now();
  work(now);
  window.turns.push([began, performance.now() - began]);
});
addEventListener('click', event => {
  if (!event.target.closest?.('#run')) return;
  const pressed = performance.now();
  window.shownAfter = null;
  const look = () => {
    const text = document.querySelector('.clock-rest')?.textContent ?? '';
    const computed = /computed to ([\\d,.]+)/.exec(text)?.[1];
    if (!computed || computed === '0') return ask(look);
    // The next task after the picture in which it was drawn.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { window.shownAfter = performance.now() - pressed; };
    ask(() => channel.port2.postMessage(0));
  };
  ask(look);
}, true);
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one object")
    parser.add_argument("--times", type=int, default=20, help="how often Run is pressed")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        server = Server(Path(folder)).start()
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = p.chromium.launch(executable_path=chromium, args=OPTIONS)
        page = browser.new_page(viewport=SIZE)
        page.add_init_script(NOTES)
        try:
            found = {"load": os.getloadavg(), **measure(page, server, chosen.times)}
        finally:
            browser.close()
            server.close()
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    for name, figures in found.items():
        print(name, figures)


def measure(page: Page, server: Server, times: int) -> dict[str, Any]:
    """All figures, by name."""
    first = first_frames(page, server, times)
    playing = at_play(page, server)
    return {
        "first_frame_ms": summary(first),
        "playing": playing,
        "crosshair_ms": moving_pointer(page),
        "redraw_ms": zooming(page),
    }


def first_frames(page: Page, server: Server, times: int) -> list[float]:
    """Milliseconds from pressing Run to the first streamed frame on the screen."""
    waits = []
    for seed in range(1, times + 1):
        page.goto(server.url(f"/lab/new?scenario={QUICK}"))
        group = page.locator(".knob-group").filter(has=page.locator("[data-path=seed]"))
        group.locator(".knob-fold").click()
        seed_field = page.get_by_label("Seed", exact=True)
        seed_field.fill(str(seed))
        seed_field.press("Tab")
        server.until(lambda: server.get("/healthz")["workers"]["spare"] == 1)
        page.wait_for_timeout(1000)  # the page and the server are at rest
        page.locator("#run").click()
        expect(page.locator("#state-chip")).to_have_attribute("data-tone", "done", timeout=RUN_MS)
        waits.append(page.evaluate("window.shownAfter"))
    return waits


def at_play(page: Page, server: Server) -> dict[str, Any]:
    """Pictures a second and the main thread's work while a large run plays."""
    page.goto(server.url(f"/lab/new?scenario={LARGE}"))
    page.locator("#run").click()
    expect(page.locator("#state-chip")).to_have_attribute("data-tone", "done", timeout=RUN_MS)
    page.reload()
    expect(page.locator("#state-chip")).to_have_attribute("data-tone", "done", timeout=RUN_MS)
    page.get_by_label("Speed").select_option("5")
    page.get_by_role("slider", name="Time", exact=True).press("Home")
    for _ in range(6):  # past the ramp, to where all 1,000 are in use
        page.get_by_role("slider", name="Time", exact=True).press("PageUp")
    profiler = page.context.new_cdp_session(page)
    profiler.send("Performance.enable")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(500)
    before = begin(page, profiler)
    began = time.monotonic()
    page.wait_for_timeout(PLAY_S * 1000)
    passed = time.monotonic() - began
    after = metrics(profiler)
    turns = page.evaluate("window.turns")
    gaps = [b[0] - a[0] for a, b in pairwise(turns)]
    page.get_by_role("button", name="Pause", exact=True).click()
    return {
        "environments": page.locator(".pane-grid p.sr-only").inner_text(),
        "pictures_per_s": round(len(turns) / passed, 1),
        "gap_ms": summary(gaps),
        "script_ms": summary([turn[1] for turn in turns]),
        "main_thread_share": {
            name: round((after[name] - before[name]) / passed, 3)
            for name in ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
        },
        "heap_mb": round(after["JSHeapUsedSize"] / 1024**2, 1),
    }


def begin(page: Page, profiler: CDPSession) -> dict[str, float]:
    page.evaluate("window.turns.length = 0")
    return metrics(profiler)


def metrics(profiler: CDPSession) -> dict[str, float]:
    told = profiler.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in told}


def moving_pointer(page: Page) -> dict[str, float]:
    """The crosshair through all rows: script of a picture while the pointer moves."""
    box = page.get_by_role("group", name="Timelines plot").bounding_box()
    page.evaluate("window.turns.length = 0")
    for step in range(200):
        page.mouse.move(box["x"] + 20 + step * (box["width"] - 40) / 200, box["y"] + 100)
    return summary([turn[1] for turn in page.evaluate("window.turns")])


def zooming(page: Page) -> dict[str, float]:
    """All five rows drawn anew: script of a picture after a zoom."""
    page.get_by_role("heading", name="Flags").click()
    page.evaluate("window.turns.length = 0")
    for key in "wwwsss" * 5:
        page.keyboard.press(key)
        page.wait_for_timeout(50)
    return summary([turn[1] for turn in page.evaluate("window.turns")])


def summary(values: list[float]) -> dict[str, float]:
    """Median, 95th percentile, largest and number."""
    ranked = sorted(values)
    return {
        "p50": round(statistics.median(ranked), 2),
        "p95": round(ranked[math.ceil(len(ranked) * 0.95) - 1], 2),
        "max": round(ranked[-1], 2),
        "n": len(ranked),
    }


if __name__ == "__main__":
    main()
