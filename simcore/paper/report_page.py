"""A report as one HTML file: the paper, and in it the run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from markupsafe import Markup

from simcore.paper.bundle import Bundle, bundle
from simcore.paper.executions import with_execution
from simcore.paper.frozen import Grids, frozen
from simcore.paper.grid import Picture, picture
from simcore.paper.live import Live
from simcore.paper.machines import with_machines
from simcore.paper.page import TEMPLATES, with_run
from simcore.paper.papers import PAPERS
from simcore.reporting.drawing import svg
from simcore.reporting.report import Chart, Moment, Moments, Report, Section

__all__ = ["PAPERS", "html", "printed"]

FIRST = ("answer", "verdict")
"""Sections that stand above the run."""

SHOWN_GRIDS = 2

Pictures = Callable[[Moment], list[Picture]]


def html(report: Report, live: Live | None = None) -> str:
    """The page; `live` is the run to put into it, without which the page says that it is not there.

    Raises `BundleMissing`.
    """
    built = bundle()
    given = built if live else Bundle("", built.style)
    sections = with_execution(with_machines(report, live), live)
    return _page(report, live, given, frozen_in(report, live), sections, live is None)


def printed(
    report: Report, live: Live | None = None, styles: str = "", paper: str = PAPERS[0]
) -> str:
    """The same page for a printer: nothing moves in it, and of the run it needs the pictures."""
    size = f"{styles}\n@page {{ size: {paper if paper in PAPERS else PAPERS[0]}; }}\n"
    sections = with_execution(with_machines(report, live), live)
    return _page(report, None, Bundle("", size), frozen_in(report, live), sections)


def frozen_in(report: Report, live: Live | None) -> Pictures:
    """How a key moment of this report is drawn; not at all where there are no frames."""
    blocks = [block for section in report.sections for block in section.blocks]
    times = [one.t_s for block in blocks if isinstance(block, Moments) for one in block.moments]
    if live is None or not times:
        return lambda _: []
    titles = {node["id"]: node["title"] for node in live.lab["topology"]["nodes"]}
    return partial(_pictures, frozen(live.frames(), times), titles)


def _pictures(found: dict[float, Grids], titles: dict[str, str], moment: Moment) -> list[Picture]:
    """The function that it is about; else those that work most."""
    grids = found.get(moment.t_s, {})
    named = [moment.component] if moment.component in grids else []
    busiest = sorted(grids, key=lambda function: (-len(grids[function].slots), function))
    chosen = named or busiest[:SHOWN_GRIDS]
    return [picture(titles.get(one, one), grids[one]) for one in chosen]


def _page(
    report: Report,
    live: Live | None,
    built: Bundle,
    pictures: Pictures,
    sections: tuple[Section, ...],
    not_here: bool = False,
) -> str:
    names = [section.name for section in sections]
    ends = next((n for n, name in enumerate(names) if name not in FIRST), len(names))
    told = {
        "report": report,
        "first": sections[:ends],
        "rest": sections[ends:],
        "drawn": lambda chart: _drawn(chart, report.run),
        "frozen": pictures,
        "not_here": not_here,
    }
    styles = built.style + "\n" + (TEMPLATES / "paper.css").read_text()
    return with_run("report.html", live, told, built.script, styles)


def _drawn(chart: Chart, run: str) -> Markup:
    """Its texts are escaped by whoever draws it."""
    return Markup(svg(chart, run))
