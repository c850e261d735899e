"""A report in Markdown, for a pull request: what is said and the tables; charts in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from simcore.analysis.written import escaped, within
from simcore.reporting.formats.registry import Format
from simcore.reporting.report import (
    Bullets,
    Chart,
    Code,
    Life,
    Moment,
    Moments,
    Paragraph,
    Report,
    Section,
    Table,
)
from simcore.reporting.words import clock, short_s

__all__ = ["FORMAT", "markdown"]

Lines = Iterator[str]
AWS_PAGE = re.compile(r"https://(docs\.)?aws\.amazon\.com/[A-Za-z0-9/_.#-]*")


def markdown(report: Report) -> str:
    """The whole report; names and texts are escaped, so that none of them is markup."""
    return "\n".join([*_head(report), *_sections(report)]).rstrip("\n") + "\n"


def _head(report: Report) -> Lines:
    yield f"# {escaped(report.title)}"
    yield ""
    if report.title != report.question:
        yield from (escaped(report.question), "")
    if report.author:
        yield from (f"By {escaped(report.author)}. Run {escaped(report.run)}.", "")
    for paragraph in report.notes.split("\n\n"):
        if paragraph.strip():
            yield from (escaped(paragraph), "")


def _sections(report: Report) -> Lines:
    for section in report.sections:
        yield from (f"## {escaped(section.title)}", "")
        yield from _section(section)


def _section(section: Section) -> Lines:
    if not section.blocks:
        yield from (escaped(section.missing), "")
    for block in section.blocks:
        title = getattr(block, "title", "")
        if title and title != section.title:
            yield from (f"**{escaped(title)}**", "")
        yield from BLOCKS[block.kind](block)
        yield ""


def _paragraph(block: Paragraph) -> Lines:
    yield escaped(block.text)


def _bullets(block: Bullets) -> Lines:
    yield from (f"- {escaped(item)}" for item in block.items)


def _table(block: Table) -> Lines:
    yield f"| {' | '.join(within(column.name) for column in block.columns)} |"
    yield f"| {' | '.join('---:' if column.numeric else '---' for column in block.columns)} |"
    yield from (f"| {' | '.join(map(within, row))} |" for row in block.rows)


def _chart(block: Chart) -> Lines:
    yield escaped(block.alt)


def _moments(block: Moments) -> Lines:
    for moment in block.moments:
        yield from _moment(moment)


def _moment(moment: Moment) -> Lines:
    values = "; ".join(f"{name} {value}" for name, value in moment.values)
    then = values and f"At {clock(moment.t_s)}: {values}"
    said = [moment.why, moment.rule, moment.attempt and f"Try: {moment.attempt}", then]
    words = ". ".join(within(part.rstrip(".")) for part in said if part)
    title = within(f"{moment.at} {moment.title}".rstrip("."))
    yield f"- **{title}**: {words}.{_linked(moment.source)}"


def _linked(source: str) -> str:
    """A page of AWS's as a link; other addresses are text."""
    page, _, date = source.partition(" ")
    if AWS_PAGE.fullmatch(page):
        return f" <{page}> {within(date)}".rstrip()
    return f" {within(source)}" if source else ""


def _life(block: Life) -> Lines:
    yield escaped(block.sentence)
    yield ""
    for phase in block.phases:
        lasted = phase.ends_s - phase.begins_s
        took = f", {short_s(lasted)}" if lasted else ""
        failed = ", failed" if phase.failed else ""
        yield f"- {clock(phase.begins_s)} {escaped(f'{phase.words}{took}{failed}')}"


def _code(block: Code) -> Lines:
    """Between more backticks than there are in it."""
    longest = max((len(run) for run in _backticks(block.text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}{block.language}", block.text, fence)


def _backticks(text: str) -> list[str]:
    return "".join(c if c == "`" else " " for c in text).split()


BLOCKS: dict[str, Callable[..., Lines]] = {
    "paragraph": _paragraph,
    "bullets": _bullets,
    "table": _table,
    "chart": _chart,
    "moments": _moments,
    "life": _life,
    "code": _code,
}


def _written(report: Report) -> bytes:
    return markdown(report).encode()


FORMAT = Format(".md", "Markdown", "text/markdown; charset=utf-8", _written)
