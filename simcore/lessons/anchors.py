"""When in a run the steps of a lesson are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.lessons.lesson import Anchor, Lesson
from simcore.scenario.run import Result

__all__ = ["anchor_s", "anchors_of"]


def anchors_of(lesson: Lesson, result: Result | Mapping[str, Any]) -> dict[str, float | None]:
    """Of every step that has an anchor by its id: the simulated time, None where it did not come
    to what is meant."""
    document = result.as_dict() if isinstance(result, Result) else result
    return {
        step.id: anchor_s(step.anchor, document) for step in lesson.steps if step.anchor is not None
    }


def anchor_s(anchor: Anchor, document: Mapping[str, Any]) -> float | None:
    """When it is in a result, in seconds."""
    if anchor.t is not None:
        return anchor.t
    if anchor.insight:
        times = [
            float(one["t"])
            for one in document.get("insights", ())
            if one["id"] == anchor.insight and one["component"] == anchor.component
        ]
    else:
        times = [
            float(one["t_s"])
            for one in document["flags"]
            if one["kind"] == anchor.flag and one["component"] == anchor.component
        ]
    return times[anchor.nth - 1] if len(times) >= anchor.nth else None
