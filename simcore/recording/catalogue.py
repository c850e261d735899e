"""The catalogue of metrics: every name that a series may have, and what it means.

Derived from the readings of all types. CloudWatch's names stand letter for letter as AWS spells
them; names of our own are marked.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from simcore.recording.reading import Metric, Reading

__all__ = ["Entry", "Readings", "as_header", "catalogue"]

Readings = Mapping[str, Reading]
"""Type of component -> its reading"""


class Entry(NamedTuple):
    """One metric of one type of component.

    ``statistic`` says how the value of a bin came about: Sum, Maximum, Average, a percentile, or
    Last (observed at the end of the bin). ``facts`` are the kinds of fact that it is made of;
    ``names`` the words that its values stand for, if they do.
    """

    name: str
    of: str
    unit: str
    statistic: str
    label: str
    source: str
    facts: tuple[str, ...]
    meaning: str
    names: tuple[str, ...] = ()


def catalogue(readings: Readings) -> list[Entry]:
    """Every metric, by type of component, in the order in which it is shown."""
    entries = [
        entry
        for kind, reading in readings.items()
        for metric in reading.metrics
        for entry in _entries(kind, metric)
    ]
    return [entry if entry.facts else _of_all(entry, entries) for entry in entries]


def _entries(kind: str, metric: Metric) -> Iterator[Entry]:
    """One for each series; unit and statistic are the first part's unless they are given."""
    made = metric.parts[0]
    facts = tuple(dict.fromkeys(name for part in metric.parts for name in part.made_of()))
    for suffix, statistic in made.shown():
        yield Entry(
            name=metric.name + suffix,
            of=kind,
            unit=metric.unit or made.unit,
            statistic=metric.statistic or statistic,
            label=f"{metric.label} {statistic}" if suffix else metric.label,
            source=metric.source,
            facts=facts,
            meaning=metric.meaning,
            names=metric.names,
        )


def _of_all(entry: Entry, entries: list[Entry]) -> Entry:
    """Made of what all others of its name are made of: see `Derived`."""
    others = (fact for other in entries if other.name == entry.name for fact in other.facts)
    return entry._replace(facts=tuple(dict.fromkeys(others)))


def as_header(readings: Readings) -> dict[str, dict[str, Any]]:
    """Name -> unit, label and statistic, as a run's header sends them; of words their ``names``.

    Where types of component share a name, the first of them: unit and label agree.
    """
    header: dict[str, dict[str, Any]] = {}
    for entry in catalogue(readings):
        header.setdefault(entry.name, _described(entry))
    return header


def _described(entry: Entry) -> dict[str, Any]:
    said = {"unit": entry.unit, "label": entry.label, "statistic": entry.statistic}
    return said | ({"names": list(entry.names)} if entry.names else {})
