"""What was changed from one run to another, in words: for the tree of forks and the recent runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from simcore.scenario import as_header, called
from simcore.spec.quantities import Quantity
from visualizer.lineage import INTERVENTIONS, told
from visualizer.models import Run

LONGEST = 40  # characters of a value
DEFAULT = object()
"""The value of what neither the scenario nor an override says."""


def as_written(run: Run) -> list[dict[str, Any]]:
    """What differs from the scenario as it is written: `{path, was, now, label}` each."""
    own = {name: run.document.get(name, DEFAULT) for name in ("seed", "profile")}
    plain = Run(document=run.document, overrides={}, seed=run.seed, profile=run.profile)
    found = [_change({}, name, value, getattr(run, name)) for name, value in own.items()
             if value is not DEFAULT and value != getattr(run, name)]  # fmt: skip
    return [*found, *between(plain, run)]


def between(was: Run, now: Run) -> list[dict[str, Any]]:
    """What differs in the inputs of two runs; another document is a change of its own."""
    found = []
    if was.document != now.document:
        found.append({"path": "", "was": was.title, "now": now.title, "label": "another scenario"})
    values = [_values(run) for run in (was, now)]
    for path in dict.fromkeys([*values[0], *values[1]]):
        pair = [_at(one, run.document, path) for one, run in zip(values, (was, now), strict=True)]
        if pair[0] != pair[1]:
            found.append(_change(now.document, path, *pair))
    return [*found, *_told(was, now)]


def label(changes: list[dict[str, Any]]) -> str:
    """All of them in one line."""
    return ", ".join(change["label"] for change in changes)


def _values(run: Run) -> dict[str, Any]:
    knobs = {path: value for path, value in run.overrides.items() if path != INTERVENTIONS}
    return {"seed": run.seed, "profile": run.profile, **knobs}


def _at(values: Mapping[str, Any], document: Any, path: str) -> Any:
    return values[path] if path in values else _written(document, path)


def _written(document: Any, path: str) -> Any:
    """What the document says there."""
    if isinstance(document, Mapping) and path.startswith("quotas."):
        return (document.get("quotas") or {}).get(path.removeprefix("quotas."), DEFAULT)
    for part in path.split("."):
        if isinstance(document, Mapping) and part in document:
            document = document[part]
        elif isinstance(document, list) and part in map(str, range(len(document))):
            document = document[int(part)]
        else:
            return DEFAULT
    return document


def _change(document: Any, path: str, was: Any, now: Any) -> dict[str, Any]:
    """In the words that the laboratory has for it."""
    known = called(document, path)
    plain = path.removeprefix("components.").replace(".", " ").replace("_", " ")
    name, text = (known.label, _measured(known.quantity)) if known else (plain, _text)
    values = text(now) if was is DEFAULT else f"{text(was)} → {text(now)}"
    told = [None if value is DEFAULT else value for value in (was, now)]
    return {"path": path, "was": told[0], "now": told[1], "label": f"{name} {values}"}


def _measured(quantity: Quantity | None) -> Callable[[Any], str]:
    """How a value is told that may be written with a unit, or without."""

    def told(value: Any) -> str:
        if quantity is None or isinstance(value, bool) or not isinstance(value, str | int | float):
            return _text(value)
        try:
            number = quantity.parse(value)
        except ValueError:
            return _text(value)
        return TEXTS.get(quantity.kind, quantity.text)(number)

    return told


def _duration(seconds: float) -> str:
    """In minutes from five on, where they are whole; hours and days likewise."""
    if 0 < abs(seconds) < 1:
        return f"{seconds * 1000:,.10g} ms"
    for least, unit_s, unit in ((86401, 86400, "d"), (3600, 3600, "h"), (300, 60, "min")):
        if seconds >= least and seconds % unit_s == 0:
            return f"{seconds / unit_s:,.10g} {unit}"
    return f"{seconds:,.10g} s"


TEXTS: dict[str, Callable[[float], str]] = {
    "duration": _duration,
    "integer": lambda value: f"{value:,.10g}",
    "number": lambda value: f"{value:,.10g}",
    "rate": lambda value: f"{value:,.10g}/s",
}


def _text(value: Any) -> str:
    if value is DEFAULT:
        return "by default"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return f"{value:,.10g}"
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return "off" if value is None else text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _told(was: Run, now: Run) -> Iterator[dict[str, Any]]:
    """Interventions that only one of them has, in order of time."""
    lists = [as_header(told(run) or ()) for run in (was, now)]
    for said in (said for said in lists[0] if said not in lists[1]):
        text = f"without {said['words']}"
        yield {"path": INTERVENTIONS, "was": said, "now": None, "label": text}
    for said in (said for said in lists[1] if said not in lists[0]):
        yield {"path": INTERVENTIONS, "was": None, "now": said, "label": said["words"]}
