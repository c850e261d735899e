"""What the runs of lessons came to: computed once, and kept beside the lessons' pages.

`manage.py precompute` runs every lesson with its own seed and writes `course.json`; a test fails
when a claim would come out differently. What is kept belongs to the inputs and the claims of which
it was computed: of a lesson that was written anew since, nothing is shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

import simcore
from simcore.lessons import Lesson, claims_of, find
from simcore.lessons.shelf import FOLDER
from visualizer.strips import drawn, strip_data

__all__ = ["FILE", "LESSONS", "claims_seen", "outcome_of", "strip_of_lesson"]

FILE = Path(__file__).with_name("course.json")
LESSONS = FOLDER
"""Those that come with Windtunnel; what is kept is of them."""
SHORT = 16
OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


def claims_seen(lesson: Lesson) -> dict[str, dict[str, Any]]:
    """By the id of a claim, how it came out in the lesson's own run, where that is known."""
    return {claim["id"]: claim for claim in _kept(lesson).get("claims", ())}


def strip_of_lesson(lesson: Lesson) -> dict[str, Any] | None:
    """The picture of the lesson's own run; None where it is not known."""
    strip = _kept(lesson).get("strip")
    return drawn(strip) if strip else None


def outcome_of(lesson: Lesson, result: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of the lesson's own run."""
    return {
        "of": _digest(lesson),
        "strip": strip_data(dict(result)),
        "claims": claims_of(lesson, result),
    }


def _kept(lesson: Lesson) -> dict[str, Any]:
    kept: dict[str, Any] = _all(FILE.stat().st_mtime_ns).get(lesson.id, {}) if FILE.exists() else {}
    return kept if kept.get("of") == _digest(lesson) else {}


@lru_cache(maxsize=2)
def _all(changed_ns: int) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return kept


def _digest(lesson: Lesson) -> str:
    return _digest_of(lesson.id, lesson.state)


@lru_cache(maxsize=256)
def _digest_of(id: str, state: str) -> str:
    """Of all that decides what is kept of a lesson that is there."""
    lesson = find(id)
    assert lesson is not None
    claims = (claim for step in lesson.steps for claim in step.claims)
    decides = {
        "run": lesson.scenario.resolved(),
        "seed": lesson.scenario.seed,
        "claims": [(claim.id, claim.expect) for claim in claims],
        "model": simcore.MODEL,
    }
    return sha256(orjson.dumps(decides, option=OPTIONS, default=dict)).hexdigest()[:SHORT]
