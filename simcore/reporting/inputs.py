"""The inputs: what was asked for, AWS's default, and what was changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from simcore.reporting.report import Block, Bullets, Column, Section, State, Table
from simcore.reporting.source import Source
from simcore.reporting.words import setting
from simcore.scenario import as_header, interventions_of, knobs
from simcore.scenario.knobs import without_default

__all__ = ["by_default", "inputs", "section"]

WRITTEN = 4
HEAD = (
    Column("Input"),
    Column("Name at AWS"),
    Column("Value", numeric=True),
    Column("Default", numeric=True),
    Column("As written", numeric=True),
    Column("Source of the default"),
)
"""`WRITTEN` is the place of the column that only a table has in which something differs."""

FOREMOST = ("seed", "profile", "region", "duration")
Row = tuple[str, ...]
T = TypeVar("T")


def section(source: Source) -> Section:
    """What is not as by default or was changed, and what was done."""
    told = list(inputs(source))
    ours = [one for one in told if one[1]]
    blocks: list[Block] = [_table("inputs", "What this run sets", ours)]
    done = [said["words"] for said in as_header(interventions_of(_interventions(source)))]
    if done:
        blocks.append(Bullets(tuple(done), "Done during the run"))
    return Section("inputs", "Inputs", tuple(blocks))


def by_default(source: Source) -> Section:
    """The rest, which a reader looks up."""
    rest = [one for one in inputs(source) if not one[1]]
    table = _table("inputs-by-default", "Left as by default", rest)
    missing = "" if rest else "Nothing was left as by default."
    return Section("defaults", "Inputs left as by default", (table,) if rest else (), missing)


def _table(name: str, title: str, rows: list[tuple[Row, State]]) -> Table:
    states = tuple(state for _, state in rows)
    if any(row[WRITTEN] for row, _ in rows):
        return Table(name, title, HEAD, tuple(row for row, _ in rows), states)
    columns = tuple(_without(HEAD))
    return Table(name, title, columns, tuple(tuple(_without(row)) for row, _ in rows), states)


def _without(cells: Sequence[T]) -> Iterator[T]:
    yield from (cell for n, cell in enumerate(cells) if n != WRITTEN)


def _interventions(source: Source) -> Any:
    return source.manifest["interventions"]


def inputs(source: Source) -> Iterator[tuple[Row, State]]:
    """A row an input, and "changed" where it is not as it was written, or "none" where it is not
    AWS's default."""
    written = _written(source)
    scenario, manifest = source.manifest["scenario"], source.manifest
    for name in FOREMOST:
        yield _foremost(name, manifest.get(name, scenario.get(name)), written)
    stated = without_default(source.scenario)
    for knob in knobs(source.scenario):
        yield _row(knob, written, stated)


def _foremost(name: str, value: Any, written: Mapping[str, Any]) -> tuple[Row, State]:
    kind, before = KINDS.get(name, ""), written.get(name, value)
    row = (name, "", setting(value, kind), "", _unless_same(value, before, kind), "")
    return row, "changed" if value != before else "none"


KINDS = {"duration": "duration", "seed": "name"}


def _written(source: Source) -> Mapping[str, Any]:
    """By path what the scenario said before it was changed; nothing where that is not known."""
    origin = source.origin
    if origin is None:
        return {}
    found = {knob["path"]: knob["value"] for knob in knobs(origin)}
    return found | {name: getattr(origin, name) for name in FOREMOST}


def _row(
    knob: Mapping[str, Any], written: Mapping[str, Any], stated: Collection[str]
) -> tuple[Row, State]:
    """What a scenario has to state has no default."""
    value, kind, has_none = knob["value"], knob["kind"], knob["path"] in stated
    default = None if has_none else knob["default"]
    before = written.get(knob["path"], value)
    source = f"assumed: {knob['note'] or knob['source']}" if knob["assumed"] else knob["source"]
    row = (
        knob["path"].removeprefix("components."),
        knob["aws_name"],
        setting(value, kind),
        "" if has_none else setting(default, kind),
        _unless_same(value, before, kind),
        source,
    )
    ours = has_none or value != default
    state: State = "changed" if value != before else "none" if ours else ""
    return row, state


def _unless_same(value: Any, before: Any, kind: str = "") -> str:
    return "" if value == before else setting(before, kind)
