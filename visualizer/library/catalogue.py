"""All that the search finds: the documentation, the model, steps of lessons, scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from html import unescape
from pathlib import Path

from django.utils.html import strip_tags

from simcore.lessons import Lesson, all_lessons
from simcore.scenario.shipped import shipped
from visualizer import scenarios
from visualizer.fidelity import evidence, numbers, rules
from visualizer.library import documents
from visualizer.library.search import Entry, Index
from visualizer.library.sources import ROOT

__all__ = ["KINDS", "index"]

KINDS = {
    "docs": "Documentation",
    "model": "The model",
    "lessons": "Lessons",
    "scenarios": "Scenarios",
}
"""What can be searched alone, and how it is called."""


OF_THE_MODEL = tuple(f"docs/reference/{name}.md" for name in ("models", "quotas", "insights"))


def index() -> Index:
    """The index of what is there now; built when it is first asked for, and when files change."""
    files = [ROOT / one.name for one in documents.documents()]
    files += shipped().values()
    changed = tuple((file, file.stat().st_mtime_ns) for file in files)
    return _index(changed, tuple((lesson.id, lesson.state) for lesson in all_lessons()))


@lru_cache(maxsize=1)
def _index(changed: tuple[tuple[Path, int], ...], lessons: tuple[tuple[str, str], ...]) -> Index:
    return Index(_entries())


def _entries() -> Iterator[Entry]:
    yield from _documents()
    yield from (replace(one, text=one.text.replace("`", "")) for one in _model())
    for lesson in all_lessons():
        yield from _steps(lesson)
    yield from _scenarios()


def _documents() -> Iterator[Entry]:
    for document in documents.documents():
        if document.name in OF_THE_MODEL:
            continue
        page = document.page
        for passage in page.passages:
            heading = passage.heading
            first = heading.anchor == page.headings[0].anchor
            where = document.address if first else f"{document.address}#{heading.anchor}"
            words = "" if first else heading.words
            yield Entry("docs", where, page.title, words, passage.text)


def _model() -> Iterator[Entry]:
    """What docs/reference/ has of the model, on pages that show more of it."""
    for rule in (rule for group in rules.groups() for rule in group.rules):
        text = "\n".join(f"{name}: {said}" for name, said in rule.texts)
        yield Entry("model", f"/model#{rule.anchor}", "Rules", rule.model.title, text)
    for number in numbers.numbers():
        where, title = f"/model/numbers#{number.anchor}", number.latest.title
        yield Entry("model", where, f"Numbers: {number.key}", title, number.words)
    for kind in (kind for _, kinds in rules.insight_groups() for kind in kinds):
        text = f"{kind.kind.fires} {kind.kind.law.text} {kind.kind.id}"
        where = f"/model/insights#{kind.anchor}"
        yield Entry("model", where, "Insights", kind.kind.title, text)
    for module in evidence.modules():
        text = f"{module.about} {' '.join(proof.says for proof in module.proofs)}"
        yield Entry("model", f"/model/results#{module.anchor}", "Results", module.title, text)


def _steps(lesson: Lesson) -> Iterator[Entry]:
    """Without what answers its questions, which a reader opens when he has predicted."""
    yield Entry("lessons", lesson.url, lesson.title, "", ", ".join(lesson.topics))
    for step in lesson.steps:
        rule = step.rule.text if step.rule else ""
        text = f"{unescape(strip_tags(step.html))} {rule}"
        yield Entry("lessons", f"{lesson.url}#{step.id}", lesson.title, step.title, text)


def _scenarios() -> Iterator[Entry]:
    """Without the answer, which a reader opens when he has thought about it."""
    for slug, scenario in ((one.slug, one.scenario) for one in scenarios.all_shipped()):
        text = f"{scenario.description}\n{', '.join(scenario.topics)}"
        yield Entry("scenarios", f"/s/{slug}", scenario.title, "", text)
