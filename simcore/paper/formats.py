"""All formats of a report: those that are files of texts and data, and with them HTML and PDF."""

from __future__ import annotations

from typing import Any

from simcore.paper.again import again
from simcore.paper.live import Live
from simcore.paper.papers import PAPERS
from simcore.reporting.formats import FORMATS, Format, add, format_of
from simcore.reporting.report import Report

__all__ = ["FORMATS", "HTML", "PDF", "Format", "format_of", "page_for_print", "pdf", "run_of"]


def run_of(report: Report) -> Live | None:
    """The run to put into it, of a comparison the second one; computed where it is not there."""
    told: Any = report.live
    if told is not None:
        return told if isinstance(told, Live) else told()
    return again(report.results[-1]) if report.results else None


def _html(report: Report) -> bytes:
    from simcore.paper.report_page import html

    return html(report, run_of(report)).encode()


def page_for_print(report: Report, paper: str = PAPERS[0]) -> str:
    """The page that is printed, in the laboratory's own letters where those were built."""
    from simcore.paper.bundle import BundleMissing, bundle
    from simcore.paper.report_page import printed

    try:
        styles = bundle().style
    except BundleMissing:
        styles = ""
    return printed(report, run_of(report), styles, paper)


def pdf(report: Report, paper: str = PAPERS[0]) -> bytes:
    """Printed on A4 or Letter; raises `ReportError` where it cannot be."""
    from simcore.paper.pdf import chromium, printed_pages

    chromium()  # before the work
    return printed_pages(page_for_print(report, paper))


HTML = add(Format(".html", "HTML, with the run in it", "text/html; charset=utf-8", _html, True))
PDF = add(Format(".pdf", "PDF", "application/pdf", pdf, True))
