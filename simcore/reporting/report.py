"""A report as data: what is said of a run or of a comparison, before anything is made of it.

A report is a list of sections, and a section a list of blocks: paragraphs, lists, tables, charts,
key moments, one message's life, code. Every format (HTML, Markdown, a ZIP of files) is written from
these alone. All texts are plain: whoever writes a format escapes them for it. Times are in seconds
of the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal

from simcore.frozen import frozen

__all__ = [
    "FORMAT",
    "Block",
    "Bullets",
    "Chart",
    "Code",
    "Column",
    "Level",
    "Life",
    "Line",
    "Mark",
    "Moment",
    "Moments",
    "Paragraph",
    "Phase",
    "Report",
    "Section",
    "Table",
    "as_data",
]

FORMAT = "windtunnel.report/1"

Document = Mapping[str, Any]
"""A result as plain data, `windtunnel.result/1`."""

State = Literal["", "good", "bad", "none", "changed"]
"""What a row of a table amounts to: kept or better, broken or worse, without data, changed."""


@frozen
class Paragraph:
    """A few sentences."""

    text: str
    kind: Literal["paragraph"] = "paragraph"


@frozen
class Bullets:
    """A list; `title` stands above it, where there is one."""

    items: tuple[str, ...]
    title: str = ""
    kind: Literal["bullets"] = "bullets"


@frozen
class Column:
    """The head of a column; numbers are set to the right."""

    name: str
    numeric: bool = False


@frozen
class Table:
    """Cells as a person reads them. `name` is that of its file (`<name>.csv`).

    `states`, one a row, say what a row amounts to; empty where no row amounts to anything.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    states: tuple[State, ...] = ()
    kind: Literal["table"] = "table"


@frozen
class Line:
    """One line of a chart: a value a step of `step_s`, None where there is none.

    `tone` is a name of the laboratory's palette; `was` marks the earlier run of a comparison.
    """

    label: str
    tone: str
    values: tuple[float | None, ...]
    step_s: float
    width: float = 1.6
    area: bool = False
    was: bool = False


@frozen
class Level:
    """A value that is drawn across a chart: a limit, or the bound of a goal.

    From `from_s` to `to_s`, where they are not the chart's own ends.
    """

    value: float
    label: str
    sort: Literal["limit", "goal"] = "limit"
    from_s: float | None = None
    to_s: float | None = None


@frozen
class Mark:
    """A moment that is marked in a chart."""

    t_s: float
    label: str


@frozen
class Chart:
    """A timeline from the start of the run to `end_s`.

    `name` is that of its file (`<name>.svg`), `format` how values are written
    (`simcore.component.words.Format`). `caption` is the question, and `alt` says in a sentence what
    can be seen; both stand in the picture, with the run's name.
    """

    name: str
    title: str
    caption: str
    alt: str
    lines: tuple[Line, ...]
    format: str
    end_s: float
    levels: tuple[Level, ...] = ()
    marks: tuple[Mark, ...] = ()
    main: int = 0
    """The line that the chart is about."""
    kind: Literal["chart"] = "chart"


@frozen
class Moment:
    """A key moment: what happened when, why in numbers, by which rule, what to try.

    A page may show the run frozen at `t_s`; `component` is what it is about. `values` are what the
    timelines say then, name to text.
    """

    t_s: float
    at: str
    title: str
    component: str
    why: str = ""
    rule: str = ""
    source: str = ""
    attempt: str = ""
    values: tuple[tuple[str, str], ...] = ()


@frozen
class Moments:
    """Key moments in order of time."""

    moments: tuple[Moment, ...]
    kind: Literal["moments"] = "moments"


@frozen
class Phase:
    """A part of a message's life from `begins_s` to `ends_s`; both are one at a moment.

    `sort` is what it waits for or undergoes: queue, batch, held, hidden, retry, door, init,
    handler, or moment.
    """

    begins_s: float
    ends_s: float
    sort: str
    words: str
    attempt: int = 0
    failed: bool = False


@frozen
class Life:
    """One message's way through the run, in words and phase by phase."""

    title: str
    sentence: str
    phases: tuple[Phase, ...]
    kind: Literal["life"] = "life"


@frozen
class Code:
    """Text to be taken as it is: a command, an address, a scenario."""

    text: str
    language: str = ""
    title: str = ""
    kind: Literal["code"] = "code"


Block = Paragraph | Bullets | Table | Chart | Moments | Life | Code


@frozen
class Section:
    """A part that can be left out. One without blocks says in `missing` why it has none."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    missing: str = ""


@frozen
class Report:
    """What is reported, section by section.

    `run` names the run wherever its parts go: the scenario's id and the beginning of the
    fingerprint. `answer` are the two sentences that were made from what happened. `results` are the
    documents that it is made from (two of a comparison: was, now), `scenario` the scenario of the
    run as YAML, and `live` the run itself for formats that show it in motion, where it is there.
    """

    about: Literal["run", "comparison"]
    run: str
    title: str
    question: str
    answer: tuple[str, ...]
    sections: tuple[Section, ...]
    author: str = ""
    notes: str = ""
    results: tuple[Document, ...] = field(default=(), repr=False)
    scenario: str = field(default="", repr=False)
    live: Any = field(default=None, repr=False, compare=False)

    def section(self, name: str) -> Section | None:
        """The section of that name, where it is in the report."""
        return next((one for one in self.sections if one.name == name), None)

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All of them: `simcore.reporting.drawing` makes pictures of them."""
        blocks = (block for section in self.sections for block in section.blocks)
        return tuple(block for block in blocks if isinstance(block, Chart))

    def save(self, file: str | Path) -> Path:
        """Write it; the end of the file's name says in which format.

        Raises `ReportError` for a name that says none (`simcore.reporting.formats.FORMATS`).
        """
        from simcore.reporting.formats import format_of

        path = Path(file)
        path.write_bytes(format_of(path.name).write(self))
        return path

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, `windtunnel.report/1`, without the results."""
        left_out = ("results", "scenario", "live")
        told = (f.name for f in fields(self) if f.name not in left_out)
        return {"format": FORMAT} | {name: as_data(getattr(self, name)) for name in told}


def as_data(said: Any) -> Any:
    """Dataclasses and tuples as JSON has them."""
    if is_dataclass(said):
        return {f.name: as_data(getattr(said, f.name)) for f in fields(said)}
    if isinstance(said, tuple):
        return [as_data(one) for one in said]
    return said
