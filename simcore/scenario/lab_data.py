"""What the laboratory has to know of a scenario before anything of a run is there."""

from __future__ import annotations

from typing import Any

from simcore.scenario.goals import drawn_goals
from simcore.scenario.knobs import knobs
from simcore.scenario.model import LONGEST_RUN_S, Scenario
from simcore.scenario.pictures import described
from simcore.scenario.topology import topology

__all__ = ["lab_data"]

QUOTA_FIELDS = {
    "key", "title", "unit", "scope", "source", "date", "confidence", "assumed", "note",
    "overridden",
}  # fmt: skip


def lab_data(written: Scenario, shown: Scenario | None = None) -> dict[str, Any]:
    """As far as it can be looked at: a part of LabData in static/src/core/types.ts.

    Knobs have the values of the scenario as it was ``written``; what a run overrides lies on top of
    them, in the page. The topology and the quotas are those of ``shown``.
    """
    seen = shown or written
    return {
        "scenario": {
            "id": written.id,
            "title": written.title,
            "summary": written.summary,
            "description": written.description,
            "topics": list(written.topics),
            "seed": written.seed,
            "profile": written.profile,
            "duration_s": written.duration,
            "longest_s": LONGEST_RUN_S,
        },
        "knobs": knobs(written),
        "goals": drawn_goals(seen.goals, seen.components),
        "topology": topology(seen),
        **described(seen),
        "quotas": _quotas(seen),
        "header": None,
        "run": None,
    }


def _quotas(scenario: Scenario) -> list[dict[str, Any]]:
    """The rows of its profile with what it overrides, as they hold in its Region."""
    return [
        {**row.model_dump(include=QUOTA_FIELDS), "value": row.in_region(scenario.region)}
        for row in scenario.quota_profile().rows()
    ]
