"""The report of a comparison: what was changed, when the runs part, was, now, change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from simcore.analysis import Comparison, compare
from simcore.analysis.fates import followed
from simcore.analysis.outcomes import Outcome
from simcore.analysis.verdict import Judged
from simcore.analysis.verdict.words import quantity
from simcore.analysis.written import (
    MOST_MESSAGES,
    OTHER_SCENARIO,
    apart,
    change,
    fates,
    value_text,
)
from simcore.frozen import frozen
from simcore.reporting import manifest, models
from simcore.reporting.asked import Document, Tells, checked_texts, document_of, wanted
from simcore.reporting.documents import scenario_yaml
from simcore.reporting.goals import STATES as GOALS
from simcore.reporting.goals import WORDS, missing, verdict_of
from simcore.reporting.meaning import LESS_DONE, MORE_DONE, kept_and_broken, left_undone, meaning
from simcore.reporting.moments import marks_of
from simcore.reporting.report import (
    Block,
    Bullets,
    Chart,
    Code,
    Column,
    Line,
    Mark,
    Paragraph,
    Report,
    Section,
    State,
    Table,
)
from simcore.reporting.source import Source, of_result
from simcore.reporting.timelines import as_was, chart, timelines
from simcore.reporting.words import clock, listed, many, milliseconds
from simcore.scenario import Scenario

__all__ = ["COMPARED", "between"]

MOST_TOLD = 3
HEAD = (Column("Was", numeric=True), Column("Now", numeric=True))
STATES: Mapping[str, State] = {"better": "good", "worse": "bad", "same": "", "": ""}


@frozen
class _Two:
    """Both runs, and what differs."""

    was: Source
    now: Source

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.was.result, self.now.result)

    @cached_property
    def changed(self) -> list[Outcome]:
        return [one for one in self.comparison.outcomes if one.change != 0]

    @cached_property
    def undone(self) -> str | None:
        """What is still there at the end, where that is more now."""
        return left_undone(self.was, self.now)

    def meaning(self, one: Outcome) -> str:
        """Better or worse, or neither, where it comes from how much was done."""
        return meaning(one, less_done=self.undone is not None, more_done=self.more_done)

    @cached_property
    def more_done(self) -> bool:
        return left_undone(self.now, self.was) is not None


def between(
    was: Tells | Document,
    now: Tells | Document,
    *,
    scenarios: tuple[Scenario | None, Scenario | None] = (None, None),
    sections: Sequence[str] | None = None,
    title: str = "",
    author: str = "",
    notes: str = "",
) -> Report:
    """The report of two results side by side: what was, and what is now.

    `scenarios` are theirs as they were written, for the goals (see `build`). Raises `ReportError`
    like `build`.
    """
    names = wanted(sections, COMPARED)
    texts = checked_texts(title, author, notes)
    pair = zip((was, now), scenarios, strict=True)
    two = _Two(*(of_result(document_of(one), written) for one, written in pair))
    return Report(
        about="comparison",
        run=_run(two),
        title=texts["title"] or _question(two),
        question=_question(two),
        answer=_answer(two),
        sections=tuple(COMPARED[name](two) for name in names),
        author=texts["author"],
        notes=texts["notes"],
        results=(two.was.result, two.now.result),
        scenario=scenario_yaml(two.now),
    )


def _run(two: _Two) -> str:
    """Both names, the scenario's only once where it is one."""
    was, now = two.was.run, two.now.run
    if was == now:
        return now
    return f"{was}-{now.rpartition('-')[2]}" if two.comparison.same_scenario else f"{was}-{now}"


def _question(two: _Two) -> str:
    was, now = two.comparison.titles
    return was if was == now else f"{was} | {now}"


def _answer(two: _Two) -> tuple[str, ...]:
    verdict, parting = kept_and_broken(two.was, two.now), _parting(two)
    first = f"{verdict} {parting}" if verdict and not two.comparison.same else parting
    return (first, _outcome(two))


def _parting(two: _Two) -> str:
    comparison, parting = two.comparison, two.comparison.parting
    if comparison.same:
        return "The same: same inputs, and the same happened."
    if not comparison.same_scenario:
        return OTHER_SCENARIO
    if parting is None:
        return "They differ in their inputs; no metric that both have does."
    where = f"{parting.metric} of {two.now.title_of(parting.component)}"
    values = " and ".join(apart(parting.was, parting.now))
    return f"{_what(two)} the runs part at {clock(parting.t_s)}: {where}, {values}."


def _what(two: _Two) -> str:
    """What was changed, as far as it is said in a line."""
    inputs = two.comparison.inputs
    said = [f"{one.path} {value_text(one.now)} instead of {value_text(one.was)}" for one in inputs]
    if len(said) > MOST_TOLD:
        return f"With {many(len(said), 'input')} changed,"
    return f"With {listed(said)}" if said else "Unchanged,"


def _outcome(two: _Two) -> str:
    judged = [one for one in two.changed if two.meaning(one) in ("better", "worse")]
    undone = "" if two.undone is None else f"{two.undone}."
    if not judged:
        return f"{undone} No outcome of which one could say so is better or worse.".lstrip()
    better = sum(two.meaning(one) == "better" for one in judged)
    worse = len(judged) - better
    counts = f"Of {many(len(two.changed), 'outcome')} that changed, {better} {_are(better)} better"
    counts += f" and {worse} {_are(worse)} worse"
    for word, why in ((LESS_DONE, "less only because less"), (MORE_DONE, "more only because more")):
        if n := sum(two.meaning(one) == word for one in two.changed):
            counts += f"; {n} {_are(n)} {why} was done"
    most = sorted(judged, key=_weight)[:MOST_TOLD]
    told = listed([_told(two, one) for one in most])
    return f"{undone} {counts}; foremost {told}.".lstrip()


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _weight(one: Outcome) -> tuple[float, str, str]:
    """By how many times it has changed; what came from nothing or went to nothing first."""
    was, now = one.was or 0.0, one.now or 0.0
    ratio = min(abs(was), abs(now)) / max(abs(was), abs(now))
    return ratio, one.component, one.name


def _told(two: _Two, one: Outcome) -> str:
    (was, now), unit = apart(one.was, one.now), f" {one.unit}" if one.unit else ""
    if one.unit == "ms" and one.was is not None and one.now is not None:
        was, now, unit = milliseconds(one.was), milliseconds(one.now), ""
    name = f"{one.name} of {two.now.title_of(one.component)}"
    if one.component not in two.now.types:
        name = f"{one.component} {one.name}"
    return f"{name} {now}{unit} instead of {was}"


def _answered(two: _Two) -> Section:
    return Section("answer", "Question and answer", (Paragraph(" ".join(_answer(two))),))


def _verdict(two: _Two) -> Section:
    """Goal by goal in both runs."""
    verdicts = [verdict_of(source) for source in (two.was, two.now)]
    goals = [() if verdict is None else verdict.goals for verdict in verdicts]
    if not goals[1]:
        return Section("verdict", "Verdict", (), missing(two.now))
    before = {one.goal.title: one for one in goals[0]}
    rows = tuple(_goal(before.get(one.goal.title), one) for one in goals[1])
    columns = (Column("Goal"), *HEAD, Column("Verdict"))
    states: tuple[State, ...] = tuple(GOALS[one.status] for one in goals[1])
    return Section("verdict", "Verdict", (Table("goals", "Goals", columns, rows, states),))


def _goal(was: Judged | None, now: Judged) -> tuple[str, ...]:
    seen = (quantity(None, ""), now.seen) if was is None else (was.seen, now.seen)
    word = WORDS[now.status]
    changed = was is not None and was.status != now.status
    return (now.goal.title, *seen, f"{word}, was {WORDS[was.status]}" if changed and was else word)


def _inputs(two: _Two) -> Section:
    found = two.comparison.inputs
    rows = tuple((one.path, value_text(one.was), value_text(one.now)) for one in found)
    table = Table("inputs", "What was changed", (Column("Input"), *HEAD), rows)
    if not two.comparison.same_scenario:
        return Section("inputs", "Inputs", (), OTHER_SCENARIO)
    return Section("inputs", "Inputs", (table,) if rows else (), "" if rows else "None differs.")


def _timelines(two: _Two) -> Section:
    """The main line of each, and dashed what it was."""
    marks, parting = marks_of(two.now), two.comparison.parting
    if parting is not None:
        marks = (*marks, Mark(parting.t_s, "the runs part"))
    was = {one.name: chart(two.was, one) for one in timelines(two.was)}
    charts = (chart(two.now, one, marks) for one in timelines(two.now))
    found = tuple(_beside(was.get(one.name), one) for one in charts)
    return Section("timelines", "Timelines", found, "" if found else "There is none.")


def _beside(was: Chart | None, now: Chart) -> Chart:
    if was is None:
        return now
    lines: list[Line] = [as_was(was.lines[was.main]), now.lines[now.main]]
    alt = f"{now.alt} Was: {was.alt.partition(': ')[2]}"
    end_s = max(was.end_s, now.end_s)
    return replace(now, lines=tuple(lines), main=1, alt=alt, end_s=end_s)


def _outcomes(two: _Two) -> Section:
    columns = (Column("Component"), Column("Outcome"), *HEAD, Column("Change", numeric=True))
    rows = tuple(_row(two, one) for one in two.changed)
    states = tuple(STATES.get(two.meaning(one), "") for one in two.changed)
    table = Table("outcomes", "Outcomes", (*columns, Column("")), rows, states)
    none = "" if rows else "No outcome differs."
    return Section("outcomes", "Outcomes", (table,) if rows else (), none)


def _row(two: _Two, one: Outcome) -> tuple[str, ...]:
    name = f"{one.name}, {one.unit}" if one.unit else one.name
    numbers = (*apart(one.was, one.now), change(one))
    return (two.now.title_of(one.component), name, *numbers, two.meaning(one))


def _messages(two: _Two) -> Section:
    found = two.comparison.messages
    title = f"{followed(found, several=True).capitalize()} with another fate"
    if not found:
        return Section("messages", title, (), "Nothing that both runs follow has another fate.")
    those = followed(found, several=len(found) > 1)
    n = Paragraph(f"The fate of {len(found):,} followed {those} differs.")
    items = tuple(fates(pair) for pair in found[:MOST_MESSAGES])
    return Section("messages", title, (n, Bullets(items)))


def _manifests(two: _Two) -> Section:
    pairs = zip(manifest.rows(two.was), manifest.rows(two.now), strict=True)
    rows = tuple((name, was, now) for (name, was), (_, now) in pairs)
    columns = (Column("Of these runs"), Column("Was"), Column("Now"))
    blocks: list[Block] = [Table("manifest", "Manifest", columns, rows)]
    for name, source in (("what was", two.was), ("what is now", two.now)):
        blocks.append(Code(manifest.command(source), "sh", f"To run {name} again"))
        if link := manifest.link(source):
            blocks.append(Code(link, "", f"In the laboratory, behind its address: {name}"))
    return Section("manifest", "Manifest", tuple(blocks))


COMPARED: Mapping[str, Callable[[_Two], Section]] = {
    "answer": _answered,
    "verdict": _verdict,
    "inputs": _inputs,
    "timelines": _timelines,
    "outcomes": _outcomes,
    "messages": _messages,
    "models": lambda two: models.left_out(two.now),
    "assumed": lambda two: models.assumed(two.now),
    "manifest": _manifests,
}
"""By name, in the order of a report."""
