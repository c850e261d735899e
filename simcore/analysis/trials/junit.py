"""Trials as JUnit XML, which hosted CI shows goal by goal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from simcore.analysis.trials.trial import Trial, Tried

__all__ = ["junit"]

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold, however they are written."""


def junit(trials: Sequence[Trial]) -> bytes:
    """A suite a scenario, a case a goal."""
    root = Element("testsuites", name="windtunnel")
    for trial in trials:
        _suite(root, trial)
    _counts(root, [goal for trial in trials for goal in trial.goals])
    root.set("time", _seconds(sum(trial.wall_s for trial in trials)))
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _suite(root: Element, trial: Trial) -> None:
    scenario, goals = trial.scenario, trial.goals
    suite = SubElement(root, "testsuite", name=_text(scenario.id))
    _counts(suite, goals)
    suite.set("time", _seconds(trial.wall_s))
    properties = SubElement(suite, "properties")
    seeds = " ".join(map(str, trial.seeds))
    for name, value in {"title": scenario.title, "file": trial.file, "seeds": seeds}.items():
        SubElement(properties, "property", name=name, value=_text(value))
    for goal in goals:
        _case(suite, trial, goal, trial.wall_s / len(goals))


def _counts(element: Element, goals: Sequence[Tried]) -> None:
    """Goals that are broken, and those of which there is too little data."""
    element.set("tests", str(len(goals)))
    kinds = [_kind(goal) for goal in goals]
    element.set("failures", str(kinds.count("failure")))
    element.set("errors", str(kinds.count("error")))


def _kind(goal: Tried) -> str:
    if goal.passed:
        return ""
    return "failure" if any(one.status == "failed" for _, one in goal.broken) else "error"


def _case(suite: Element, trial: Trial, goal: Tried, wall_s: float) -> None:
    name, of = _text(goal.first.goal.title), _text(trial.scenario.id)
    case = SubElement(suite, "testcase", name=name, classname=of, time=_seconds(wall_s))
    broken = len(goal.broken)
    if kind := _kind(goal):
        seed, worst = goal.broken[0]
        message = _text(f"broken with {broken} of {len(goal.seeds)} seeds: {worst.words}")
        what = SubElement(case, kind, message=message, type=_text(worst.status))
        what.text = _text(f"windtunnel run {trial.file} --seed {seed}")
    told = zip(goal.seeds, goal.judged, strict=True)
    lines = [f"seed {seed}: {one.status}, {one.seen}" for seed, one in told]
    SubElement(case, "system-out").text = _text("\n".join(lines))


def _text(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)


def _seconds(wall_s: float) -> str:
    return f"{wall_s:.3f}"
