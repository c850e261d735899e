"""A page printed by the Chromium that is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from simcore.reporting.complaint import ReportError

__all__ = ["PdfBusy", "PdfImpossible", "chromium", "printed_pages"]

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
VARIABLE = "CHROMIUM"
WITHIN_S = 60
AT_ONCE = 1  # of one process: each takes a processor and some 200 MB

DATES = re.compile(rb"/(CreationDate|ModDate) ?\(D:\d{14}[^)]*\)")
NODES = re.compile(rb"\(node(\d{8})\)")
EPOCH = b"D:20000101000000"


class PdfImpossible(ReportError):
    """There is nothing here to print with, or it failed; `hint` says what to do."""


class PdfBusy(PdfImpossible):
    """Others print, and did not come to an end in time."""


_turns = BoundedSemaphore(AT_ONCE)


def chromium() -> str:
    """Where it is; raises `PdfImpossible`."""
    named = os.environ.get(VARIABLE)
    tried = [named] if named else [*NAMES, *PLACES]
    found = next((path for name in tried if (path := shutil.which(name))), None)
    if found is None:
        what = f"{VARIABLE}={named} is no program" if named else "no Chromium was found"
        hint = (
            f"install Chromium or Chrome, or say in {VARIABLE} where it is; "
            "the same report as .html prints from any browser"
        )
        raise PdfImpossible(f"a PDF is printed by Chromium, and {what}", hint)
    return found


def printed_pages(html: str, within_s: float = WITHIN_S) -> bytes:
    """The page as PDF: the same page from the same Chromium is the same bytes.

    What the page may do it says itself, and nothing can be fetched. Raises `PdfImpossible`.
    """
    program = chromium()
    if not _turns.acquire(timeout=within_s):
        raise PdfBusy("other reports are being printed", "try again in a minute")
    try:
        return _printed(program, html, within_s)
    finally:
        _turns.release()


def _printed(program: str, html: str, within_s: float) -> bytes:
    with TemporaryDirectory(prefix="windtunnel-pdf-") as folder:
        page, pdf = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(html, encoding="utf-8")
        _run([program, *_options(folder, pdf), page.as_uri()], within_s)
        if not pdf.is_file():
            raise PdfImpossible(f"{program} printed nothing", "try it with --headless by hand")
        return _settled(pdf.read_bytes())


def _options(folder: str, pdf: Path) -> list[str]:
    return [
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={folder}/profile",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        f"--print-to-pdf={pdf}",
        # Chromium's own walls cannot be built as root, which is what containers run as; the page
        # runs no script, and all texts in it are escaped.
        *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]


def _run(command: list[str], within_s: float) -> None:
    try:
        done = subprocess.run(command, capture_output=True, timeout=within_s, check=False)
    except subprocess.TimeoutExpired:
        hint = "the machine may be too busy: try again"
        raise PdfImpossible(f"Chromium did not print within {within_s:g} s", hint) from None
    except OSError as error:
        raise PdfImpossible(f"{command[0]} cannot be run: {error}", "see CHROMIUM") from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        what = f"Chromium failed ({done.returncode}): {lines[-1][:300]}"
        raise PdfImpossible(what, "try it by hand")


def _settled(pdf: bytes) -> bytes:
    """Without what is another one each time: dates, and from which number on the page's elements
    are counted. All stays as long as it was, so that all offsets hold."""
    ranks = {one: b"(node%08d)" % n for n, one in enumerate(sorted(set(NODES.findall(pdf))))}
    return NODES.sub(lambda found: ranks[found[1]], DATES.sub(_undated, pdf))


def _undated(found: re.Match[bytes]) -> bytes:
    """The same date for all."""
    whole, name = found.group(), found.group(1)
    begin = b"/" + name + whole[len(name) + 1 : whole.index(b"(") + 1]
    return begin + (EPOCH + b"+00'00'" + b" " * len(whole))[: len(whole) - len(begin) - 1] + b")"
