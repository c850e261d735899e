"""Comparisons of one run with others, in words and in one table each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from simcore.analysis import Comparison
from simcore.analysis.fates import Fate, followed
from simcore.analysis.outcomes import Outcome
from simcore.analysis.written import apart, number, relative, value_text
from simcore.units import format_clock_s, format_duration_s

MOST_MESSAGES = 100
Named = list[tuple[str, Comparison]]
Key = tuple[Any, ...]
NOT_OTHER = "not another"


def side_by_side(found: Named) -> dict[str, Any]:
    """What the page says of A and the runs that were compared with it."""
    outcomes = list(_outcomes(found))
    differ = [row for row in outcomes if row["differs"]]
    messages = _messages(found)
    pairs = [pair for _, one in found for pair in one.messages]
    partings = [one.parting.t_s for _, one in found if one.parting]
    return {
        "names": [name for name, _ in found],
        "partings": [{"name": name, "words": _parting(name, one)} for name, one in found],
        "parting_s": min(partings, default=None),
        "inputs": list(_inputs(found)),
        "outcomes": [
            {"component": id, "rows": list(rows)}
            for id, rows in groupby(differ, key=lambda row: row["component"])
        ],
        "unchanged": len(outcomes) - len(differ),
        "followed": followed(pairs),
        "all_followed": followed(pairs, several=True),
        "messages": messages[:MOST_MESSAGES],
        "more_messages": max(0, len(messages) - MOST_MESSAGES),
        "keys": [[row["component"], row["id"]] for row in messages[:MOST_MESSAGES]],
    }


def _parting(name: str, found: Comparison) -> str:
    parting = found.parting
    if found.same:
        return f"A and {name} are the same: same inputs, and the same happened."
    if not found.same_scenario:
        return f"A and {name} are of different scenarios: they have no moment at which they part."
    if parting is None:
        return f"No metric that A and {name} both have differs."
    values = " and ".join(apart(parting.was, parting.now))
    where = f"{parting.component} {parting.metric}: {values}"
    return f"A and {name} part at {format_clock_s(parting.t_s)}: {where}."


def _together(found: Named, rows: Callable[[Comparison], Iterable[Any]], key: Callable[[Any], Key]
              ) -> dict[Key, list[Any]]:  # fmt: skip
    """By key what each comparison has there, or None; in the order in which it is met."""
    met: dict[Key, list[Any]] = {}
    for n, (_, comparison) in enumerate(found):
        for row in rows(comparison):
            met.setdefault(key(row), [None] * len(found))[n] = row
    return met


def _inputs(found: Named) -> Iterable[dict[str, Any]]:
    for (path,), rows in _together(found, lambda one: one.inputs, lambda row: (row.path,)).items():
        was = next(row.was for row in rows if row is not None)
        now = [was if row is None else row.now for row in rows]
        yield {"path": path, "was": value_text(was), "now": [value_text(one) for one in now]}


def _outcomes(found: Named) -> Iterable[dict[str, Any]]:
    met = _together(found, lambda one: one.outcomes, lambda row: (row.component, row.name))
    for rows in met.values():
        first = next(row for row in rows if row is not None)
        yield {
            "component": first.component,
            "name": first.name if first.unit in ("", *_TIMES) else f"{first.name}, {first.unit}",
            "was": _said(first.was, first.unit),
            "now": [_now(row) for row in rows],
            "differs": any(row is None or row.change != 0 for row in rows),
        }


def _now(one: Outcome | None) -> dict[str, str]:
    if one is None:
        return {"value": "-", "change": "", "verdict": ""}
    return {"value": _said(one.now, one.unit), "change": _change(one), "verdict": one.verdict}


_TIMES = {"ms": 0.001, "s": 1.0}


def _said(value: float | None, unit: str) -> str:
    """How long something takes in its own best unit, as the lab has it."""
    if value is None or unit not in _TIMES:
        return number(value)
    seconds = value * _TIMES[unit]
    if 0 < abs(seconds) < 1:
        return f"{_three_digits(1000 * seconds):g} ms"
    return format_duration_s(_three_digits(seconds))


def _three_digits(value: float) -> float:
    return round(value) if abs(value) >= 100 else float(f"{value:.3g}")


def _change(one: Outcome) -> str:
    """Absolute, and relative where that says something."""
    if one.change is None:
        return ""
    sign, part = "+" if one.change > 0 else "", relative(one.change, one.was)
    return f"{sign}{_said(one.change, one.unit)}{part}"


def _messages(found: Named) -> list[dict[str, Any]]:
    met = _together(found, lambda one: one.messages, lambda pair: (pair.component, pair.id))
    return [_message(n, key, rows) for n, (key, rows) in enumerate(met.items())]


def _message(n: int, key: Key, rows: list[Any]) -> dict[str, Any]:
    first = next(row for row in rows if row is not None)
    fates = [NOT_OTHER if row is None else _fate(row.now) for row in rows]
    later = max((row.change_s for row in rows if row is not None), key=abs)
    return {
        "n": n, "component": key[0], "id": key[1], "was": _fate(first.was), "now": fates,
        "change": f"{'+' if later > 0 else '−' if later < 0 else ''}{number(abs(later))} s",
    }  # fmt: skip


def _fate(fate: Fate) -> str:
    tries = f", {fate.attempts} tries" if fate.attempts > 1 else ""
    return f"{fate.end} after {number(fate.after_s)} s{tries}"
