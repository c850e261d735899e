"""From a result to its report: the sections, in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from simcore.reporting import answer, goals, inputs, manifest, models, numbers
from simcore.reporting.asked import Document, Tells, checked_texts, document_of, wanted
from simcore.reporting.documents import scenario_yaml
from simcore.reporting.life import life_of, most_telling, story_of
from simcore.reporting.machines import section_of as machines
from simcore.reporting.moments import all_moments, marks_of, moments_of
from simcore.reporting.report import Chart, Moments, Paragraph, Report, Section
from simcore.reporting.source import Source, of_result
from simcore.reporting.timelines import chart, timelines
from simcore.reporting.words import many
from simcore.scenario import Scenario

__all__ = ["SECTIONS", "build"]


NOTHING = "Nothing was followed in this run."
IN_FRAMES = (
    "No message or request was followed in this run. Executions were: their histories are in its "
    "frames, so that the laboratory and a page with the run tell them."
)


class _Making:
    """The sections of one report; what several need is made once."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        marks = marks_of(self.source)
        return tuple(chart(self.source, one, marks) for one in timelines(self.source))

    def moments(self) -> Section:
        found = moments_of(self.source, self.charts)
        if not found:
            return Section("moments", "Key moments", (), "Nothing happened that would be flagged.")
        more = len(all_moments(self.source)) - len(found)
        said = f"{many(more, 'more moment')} {'is' if more == 1 else 'are'} not told of here."
        rest = (Paragraph(said),) if more else ()
        return Section("moments", "Key moments", (Moments(found), *rest))

    def timelines(self) -> Section:
        missing = "" if self.charts else "No component offers a timeline."
        return Section("timelines", "Timelines", self.charts, missing)

    def message(self) -> Section:
        told = most_telling(self.source)
        if told is None:
            nothing = IN_FRAMES if self.source.result.get("states") else NOTHING
            return Section("message", "One message's life", (), nothing)
        title = f"One {story_of(self.source, told).noun.lower()}'s life"
        return Section("message", title, (life_of(self.source, told),))


SECTIONS: Mapping[str, Callable[[_Making], Section | None]] = {
    "answer": lambda making: answer.section(making.source),
    "verdict": lambda making: goals.section(making.source),
    "inputs": lambda making: inputs.section(making.source),
    "moments": _Making.moments,
    "timelines": _Making.timelines,
    "machines": lambda making: machines(making.source),
    "percentiles": lambda making: numbers.percentiles(making.source),
    "outcomes": lambda making: numbers.outcomes(making.source),
    "cost": lambda making: numbers.cost(making.source),
    "message": _Making.message,
    "models": lambda making: models.left_out(making.source),
    "assumed": lambda making: models.assumed(making.source),
    "defaults": lambda making: inputs.by_default(making.source),
    "manifest": lambda making: manifest.section(making.source),
}
"""By name, in the order of a report; None where a run has nothing of the kind."""


def build(
    result: Tells | Document,
    *,
    scenario: Scenario | None = None,
    sections: Sequence[str] | None = None,
    title: str = "",
    author: str = "",
    notes: str = "",
) -> Report:
    """The report of a run, from its result or the document of one (`windtunnel.result/1`).

    `scenario` is the scenario as it was written, before anything was changed: it has the goals,
    which no result holds. Without it, the shipped scenario is taken that exactly this run comes
    from, and of any other there is no verdict. `sections` names those that are wanted, in any order
    (all, without it). Raises `ReportError` for a section that is unknown, and texts that are too
    long, and what is no result.
    """
    document, names = document_of(result), wanted(sections, SECTIONS)
    texts = checked_texts(title, author, notes)
    source = of_result(document, scenario)
    making = _Making(source)
    return Report(
        about="run",
        run=source.run,
        title=texts["title"] or source.title,
        question=source.title,
        answer=answer.answer(source),
        sections=tuple(filter(None, (SECTIONS[name](making) for name in names))),
        author=texts["author"],
        notes=texts["notes"],
        results=(document,),
        scenario=scenario_yaml(source),
    )
