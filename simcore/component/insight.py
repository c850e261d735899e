"""Insights: why a run went as it did, at the instant, and what to try.

An :class:`InsightKind` is declared by the type of component that it is about, as checks are. It
looks at the :class:`~simcore.component.history.History` of a run and yields what it has found:
a pure function of what was recorded, so the same run gives the same insights. None is stated
without something that was recorded, with its time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, field
from typing import TYPE_CHECKING, Any, Literal

from simcore.frozen import frozen

if TYPE_CHECKING:
    from simcore.component.history import History

__all__ = [
    "EXPLAINS",
    "Evidence",
    "Explains",
    "Found",
    "Insight",
    "InsightKind",
    "Law",
    "Rule",
    "Try",
]


Explains = Literal["loss", "refusal", "waiting", "cost"]
EXPLAINS: tuple[Explains, ...] = ("loss", "refusal", "waiting", "cost")
"""What matters most first; work that failed and is done again counts as loss."""


@frozen
class Evidence:
    """Something that was recorded: the ``value`` of a metric of a component in the bin at ``t`` s.

    Of what is not a series, ``metric`` is the counter, the kind of flag or the line of the bill.
    """

    component: str
    metric: str
    t: float
    value: float


@frozen
class Try:
    """A knob that answers: the full ``path`` of a field, the ``value`` it takes (base units), and
    what comes of it in ``words``."""

    path: str
    value: Any
    words: str


@frozen
class Rule:
    """The rule at work: a sentence, AWS's page (``url``; empty where there is none, or none any
    more), the ``date`` of its text, and the ``page`` in docs/reference that says how it is
    modelled, under the title ``model``. ``source`` is the citation in full."""

    text: str
    url: str
    date: str
    page: str
    model: str = ""
    source: str = ""


@frozen
class Insight:
    """``what`` happened to ``component``, from ``t`` seconds until ``until`` (None: an instant).

    ``id`` names the kind. ``why`` says it in numbers, ``rule`` by which rule, ``attempt`` what to
    try (``try`` in documents). ``derived`` from what happened, or else an estimate.
    """

    id: str
    component: str
    t: float
    until: float | None
    what: str
    why: str
    rule: Rule
    attempt: Try | None
    derived: bool
    evidence: tuple[Evidence, ...]

    def as_dict(self) -> dict[str, Any]:
        """As a result has it."""
        said = asdict(self)
        said["try"] = said.pop("attempt")
        said["evidence"] = [asdict(one) for one in self.evidence]
        return said

    @staticmethod
    def of(said: Mapping[str, Any]) -> Insight:
        """The insight that :meth:`as_dict` gave."""
        known = {key: value for key, value in said.items() if key != "try"}
        attempt = said["try"] and Try(**said["try"])
        rule, evidence = Rule(**said["rule"]), tuple(Evidence(**one) for one in said["evidence"])
        return Insight(**{**known, "rule": rule, "attempt": attempt, "evidence": evidence})


@frozen
class Found:
    """What one kind found of one component: an `Insight` without what goes for all of the kind.

    ``quota`` is the row of its law that goes for this component, where its kind decides; ``law``
    the whole law, where it is another.
    """

    t: float
    until: float | None
    what: str
    why: str
    evidence: tuple[Evidence, ...]
    attempt: Try | None = None
    quota: str = ""
    law: Law | None = None


@frozen
class Law:
    """Which rule it is: the row of the quota profile that has source, date and value, or, where no
    number decides, the page and its date. ``model`` is the model's title in models.md."""

    text: str
    model: str
    quota: str = ""
    page: str = ""
    date: str = ""


@frozen
class InsightKind:
    """A kind of insight, declared by the type of component that it is about.

    ``fires`` says when, for the page of insights; ``find`` gets the history of a run and the id of
    a component of the type. What follows from more than events is ``derived=False``: an estimate.
    ``explains`` says what it is the cause of: a report names that of the worst.
    """

    id: str
    title: str
    fires: str
    law: Law
    find: Callable[[History, str], Iterator[Found]] = field(repr=False)
    derived: bool = True
    explains: Explains = "waiting"
