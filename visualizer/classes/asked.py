"""What may be said to a class: views, questions, predictions. All is bounded, none believed."""

from __future__ import annotations

import math
import re
from typing import Any

from simcore.lessons import find
from visualizer.naming import harmless
from visualizer.views.problems import Problem, short

RUN = re.compile(r"[A-Z2-7]{10}")
WORD = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
HASH = re.compile(r"[\x21-\x7e]{0,400}")
SPEEDS = (0.1, 0.5, 1, 2, 5, 20, 100, "max")
MOST_POINTS, MOST_OPTIONS = 64, 8
LONGEST_QUESTION, LONGEST_OPTION, LONGEST_NOTES, LONGEST_LABEL = 300, 120, 4000, 80
LARGEST = 1e12
LONGEST_ID = 200
STATISTICS = ("most", "least", "end", "mean", "total")
ASKED = [*({"number": one} for one in STATISTICS), {"choice": "direction"}]
LONGEST_TIMER_S = 4 * 3600
MODES = ("following", "exploring", "fork")
KINDS = ("draw", "number", "choice")


def view(said: dict[str, Any]) -> dict[str, Any]:
    """Where the teacher looks: run, fragment, moment, whether it plays, how fast."""
    run, speed, hash_ = said.get("run"), said.get("v", 1), said.get("h", "")
    if run is not None and not (isinstance(run, str) and RUN.fullmatch(run)):
        raise wrong("run", run, "the id of a run, or null")
    if not isinstance(hash_, str) or not HASH.fullmatch(hash_):
        raise wrong("h", hash_, "the fragment of an address, at most 400 characters")
    if isinstance(speed, bool) or speed not in SPEEDS:
        raise wrong("v", speed, ", ".join(map(str, SPEEDS)))
    t = number(said, "t", 0, LARGEST)
    return {"run": run, "h": hash_, "t": t, "p": flag(said, "p"), "v": speed}


def leader(said: dict[str, Any]) -> tuple[str | None, float]:
    """Which page says where it looks, and how many seconds ago somebody touched it."""
    return word(said, "page"), number({"ago": 0, **said}, "ago", 0, LARGEST)


def mode(said: dict[str, Any]) -> str:
    """How a follower looks on."""
    named = said.get("mode")
    if named not in MODES:
        raise wrong("mode", named, ", ".join(MODES))
    return str(named)


def flag(said: dict[str, Any], name: str) -> bool:
    value = said.get(name)
    if not isinstance(value, bool):
        raise wrong(name, value, "true or false")
    return value


def number(said: dict[str, Any], name: str, low: float, high: float) -> float:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong(name, value, f"a number from {low:g} to {high:g}")
    if not (math.isfinite(value) and low <= value <= high):
        raise wrong(name, value, f"a number from {low:g} to {high:g}")
    return value


def text(said: dict[str, Any], name: str, longest: int, needed: bool = False) -> str:
    """On one line, without what cannot be seen."""
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise wrong(name, value, f"a text of at most {longest} characters")
    if needed and not harmless(value):
        raise wrong(name, value, f"a text of 1 to {longest} characters")
    return harmless(value)


def notes(said: dict[str, Any]) -> str:
    """Several lines."""
    value = said.get("notes")
    if not isinstance(value, str) or len(value) > LONGEST_NOTES:
        raise wrong("notes", value, f"a text of at most {LONGEST_NOTES} characters")
    return "\n".join(harmless(line) if line.strip() else "" for line in value.splitlines())


def word(said: dict[str, Any], name: str) -> str | None:
    """A name of something of ours, or null."""
    value = said.get(name) or None
    if value is not None and not (isinstance(value, str) and WORD.fullmatch(value)):
        raise wrong(name, value, "a name of at most 80 letters, digits and _.:-, or null")
    return value


def lesson(said: dict[str, Any]) -> str | None:
    """A lesson that there is, or null."""
    named = word(said, "lesson")
    if named is not None and find(named) is None:
        raise wrong("lesson", named, "the id of a lesson, or null")
    return named


def question(said: Any) -> dict[str, Any]:
    """A question of the teacher's, or of a lesson: contract of `panels/predict`, without HTML."""
    if not isinstance(said, dict):
        raise wrong("question", said, '{"kind": "number", "question": "...", "t0": 10, "t1": 60}')
    kind = said.get("kind")
    if kind not in KINDS:
        raise wrong("kind", kind, ", ".join(KINDS))
    t0 = number(said, "t0", 0, LARGEST)
    asked = {
        "id": text(said, "id", LONGEST_ID),
        "kind": kind,
        "question": text(said, "question", LONGEST_QUESTION, needed=True),
        "component": word(said, "component") or "",
        "metric": word(said, "metric") or "",
        "unit": text(said, "unit", LONGEST_LABEL),
        "t0": t0,
        "t1": number(said, "t1", t0, LARGEST),
        "options": _options(said) if kind == "choice" else [],
    }
    if kind != "draw" and said.get("asked") is not None:
        asked["asked"] = _asked(said["asked"])
    if kind == "draw" and not (asked["component"] and asked["metric"]):
        raise wrong("metric", said.get("metric"), "what is drawn: a component and its metric")
    return asked


def _asked(said: Any) -> dict[str, Any]:
    """What the page reads from the run itself, where no lesson tells the answer."""
    if said not in ASKED:
        raise wrong(
            "asked", said, '{"number": most, least, end, mean or total}, {"choice": direction}'
        )
    return dict(said)


def _options(said: dict[str, Any]) -> list[str]:
    options = said.get("options")
    if not isinstance(options, list) or not 2 <= len(options) <= MOST_OPTIONS:
        raise wrong("options", options, f"2 to {MOST_OPTIONS} texts")
    return [text({"options": one}, "options", LONGEST_OPTION, needed=True) for one in options]


def prediction(said: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """An answer to a question, as it is kept."""
    kind = asked["kind"]
    if not isinstance(said, dict) or said.get("kind") != kind:
        raise wrong("prediction", said, f'{{"kind": "{kind}", ...}}')
    if kind == "number":
        return {"kind": kind, "value": number(said, "value", -LARGEST, LARGEST)}
    if kind == "choice":
        option, most = said.get("option"), len(asked["options"])
        if type(option) is not int or not 0 <= option < most:
            raise wrong("option", option, f"a whole number from 0 to {most - 1}")
        return {"kind": kind, "option": option}
    return {"kind": kind, "points": _points(said, asked)}


def _points(said: dict[str, Any], asked: dict[str, Any]) -> list[list[float]]:
    points = said.get("points")
    if not isinstance(points, list) or not 1 <= len(points) <= MOST_POINTS:
        raise wrong("points", points, f"1 to {MOST_POINTS} pairs [t, value]")
    kept = []
    for point in points:
        if not isinstance(point, list) or len(point) != 2:
            raise wrong("points", point, "pairs [t, value]")
        at = {"points": point[0]}, "points", asked["t0"], asked["t1"]
        kept.append([number(*at), number({"points": point[1]}, "points", 0, LARGEST)])
    return sorted(kept)


def wrong(name: str, value: Any, allowed: str) -> Problem:
    """The complaint about a field."""
    what = "It is missing." if value is None else f"{short(value)} is not possible."
    return Problem(422, what, name, allowed)
