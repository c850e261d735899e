"""Takes the README's pictures of the lab: `.venv/bin/python tools/take_picture.py`.

Starts a server of its own on a free port and with an empty database, runs a scenario in a headless
Chromium as a person would, and writes `lab-light.png` and `lab-dark.png` into docs/images.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
DAPHNE = Path(sys.executable).with_name("daphne")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZE = {"width": 1440, "height": 900}
MOST_BYTES = 300_000
PATIENCE_S = 60.0
SETTLED_MS = 1_500


def main() -> None:
    """Take a picture in each theme."""
    arguments = read_arguments()
    with (
        tempfile.TemporaryDirectory() as data,
        served(Path(data)) as address,
        sync_playwright() as p,
    ):
        browser = p.chromium.launch(executable_path=arguments.chromium, args=CHROMIUM_OPTIONS)
        for theme in ("light", "dark"):
            take(browser, theme, address, arguments, arguments.out / f"lab-{theme}.png")
        browser.close()


def read_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scenario", default="burst-against-reserved", help="its name")
    parser.add_argument("--at", type=float, default=150.0, help="simulated seconds")
    parser.add_argument("--out", type=Path, default=IMAGES, help="the folder to write to")
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    parser.add_argument("--chromium", default=found, help="the browser's path")
    return parser.parse_args()


@contextmanager
def served(data: Path) -> Iterator[str]:
    """A server on a free port; its address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        command = [DAPHNE, "--verbosity", "0", "--fd", str(taken.fileno())]
        server = subprocess.Popen(
            [*command, "visualizer.asgi:application"],
            cwd=ROOT,
            env={**os.environ, "WINDTUNNEL_DATA_DIR": str(data)},
            pass_fds=[taken.fileno()],
        )
        try:
            wait_for(f"{address}/healthz")
            yield address
        finally:
            server.terminate()
            server.wait(PATIENCE_S)


def wait_for(url: str) -> None:
    """Until something answers there."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            urllib.request.urlopen(url, timeout=PATIENCE_S).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def take(
    browser: Browser, theme: str, address: str, arguments: argparse.Namespace, path: Path
) -> None:
    """Run the scenario, go to the moment, and take the picture once all is still."""
    context = browser.new_context(viewport=SIZE, color_scheme=theme)
    page = context.new_page()
    run(page, f"{address}/lab/new?scenario={arguments.scenario}")
    page.goto(f"{page.url.partition('#')[0]}#t={arguments.at}")
    page.reload()
    expect(page.locator(".state-chip[data-tone=done]")).to_be_visible(timeout=PATIENCE_S * 1000)
    page.wait_for_timeout(SETTLED_MS)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    context.close()
    print(f"{path}: {path.stat().st_size:,} bytes")
    if path.stat().st_size > MOST_BYTES:
        sys.exit(f"{path} is larger than {MOST_BYTES:,} bytes")


def run(page: Page, address: str) -> None:
    """Press Run and wait for the end."""
    page.goto(address)
    page.locator("#run").click()
    expect(page.locator(".state-chip[data-tone=done]")).to_be_visible(timeout=PATIENCE_S * 1000)


if __name__ == "__main__":
    main()
