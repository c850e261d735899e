"""The rules: what each model does as AWS does it, what it leaves out, and what proves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from simcore.component import InsightKind
from simcore.components import TYPES
from simcore.reporting.modelled import Modelled, modelled
from simcore.scenario.insights import address, anchor
from visualizer.fidelity import evidence
from visualizer.fidelity.evidence import Module

__all__ = ["Group", "Insight", "Rule", "groups", "insight_groups", "rule_named", "sentences"]

ROOMS = {
    "simcore/asl": "Amazon States Language",
    "simcore/awslambda": "Lambda",
    "simcore/roles": "Between services",
    "simcore/component/permissions": "Permissions",
    "simcore/component": "Events and what handlers see",
}
SENTENCE = re.compile(r"(?<=[.;])\s+")


@dataclass(frozen=True)
class Insight:
    """A kind of insight: which rule of AWS's it tells, and when it does."""

    kind: InsightKind

    @property
    def anchor(self) -> str:
        """On the page of insights."""
        return f"insight-{self.kind.id}"

    @property
    def model(self) -> str:
        """The anchor of the rule's model."""
        return anchor(self.kind.law.model)

    @property
    def number(self) -> str:
        """The anchor of the row that says it; empty where it is a page."""
        return anchor(self.kind.law.quota)

    @property
    def url(self) -> str:
        """AWS's page that says it; empty where it is a row."""
        return address(self.kind.law.page) if self.kind.law.page else ""


@dataclass(frozen=True)
class Rule:
    """A model as the page shows it."""

    model: Modelled
    insights: tuple[Insight, ...]
    proved: tuple[Module, ...]

    @property
    def anchor(self) -> str:
        """On the page of rules, and in docs/reference/models.md."""
        return anchor(self.model.title)

    @property
    def facts(self) -> list[str]:
        """The kinds of facts that it states."""
        return re.findall(r"\b[A-Z][a-z]+[A-Z]\w+\b", self.model.sections.get("States", ""))

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What it models, ignores and states, and its sources."""
        names = {"Models": "Models", "Ignores": "Leaves out", "Sources": "Sources"}
        said = self.model.sections
        return [(words, said[name]) for name, words in names.items() if name in said]


@dataclass(frozen=True)
class Group:
    """The rules of a service."""

    title: str
    rules: tuple[Rule, ...]


def groups() -> tuple[Group, ...]:
    """All rules, service by service in the order of the page of models."""
    return _groups(evidence.modules())


@lru_cache(maxsize=2)
def _groups(results: tuple[Module, ...]) -> tuple[Group, ...]:
    homes = _homes()
    by_title: dict[str, list[Rule]] = {}
    for model in modelled():
        by_title.setdefault(_title(model.path, homes), []).append(_rule(model, results))
    return tuple(Group(title, tuple(rules)) for title, rules in by_title.items())


def _rule(model: Modelled, results: tuple[Module, ...]) -> Rule:
    kinds = (kind for type in TYPES.values() for kind in type.insights)
    about = tuple(Insight(kind) for kind in kinds if kind.law.model == model.title)
    return Rule(model, about, tuple(one for one in results if model.path in one.proves))


def _homes() -> dict[str, list[str]]:
    """By package, the titles of the types that are declared in it."""
    found: dict[str, list[str]] = {}
    for type in TYPES.values():
        if type.spec is not None:
            package = type.spec.__module__.rpartition(".")[0].replace(".", "/")
            found.setdefault(package, []).append(type.title)
    return found


def _title(path: str, homes: dict[str, list[str]]) -> str:
    """The title of what the model belongs to: of the package that is nearest to it."""
    inside = [package for package in homes if path.startswith(f"{package}/")]
    if inside:
        return ", ".join(homes[max(inside, key=len)])
    return next(title for folder, title in ROOMS.items() if path.startswith(f"{folder}/"))


def rule_named(where: str) -> Rule | None:
    """The rule at this anchor."""
    rules = (rule for group in groups() for rule in group.rules)
    return next((rule for rule in rules if rule.anchor == where), None)


def insight_groups() -> list[tuple[str, list[Insight]]]:
    """All kinds of insights, type by type."""
    types = sorted(TYPES.values(), key=lambda type: type.order)
    return [
        (type.title, [Insight(kind) for kind in type.insights]) for type in types if type.insights
    ]


def sentences(word: str) -> Iterator[tuple[Rule, str]]:
    """The parts of what models say of themselves that have a word, each with its rule."""
    for rule in (rule for group in groups() for rule in group.rules):
        for _, text in rule.texts:
            for part in SENTENCE.split(text):
                if word in part:
                    yield rule, part
