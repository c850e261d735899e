"""What a laboratory has to know to show a stored run."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from simcore.errors import ScenarioInvalid
from simcore.paper.live import Live, end_of, header_of, summary
from simcore.scenario import knobs, lab_data
from visualizer import goals, scenarios
from visualizer.lineage import read_frames
from visualizer.models import Run
from visualizer.writer import Frames

AT_ONCE = 100  # frames
STATED = ("id", "state", "seed", "profile", "overrides")


def knobs_of(run: Run) -> list[dict[str, Any]]:
    """The knobs as written, with the limits and defaults of the run's profile.

    Empty where the scenario as written does not fit into that profile.
    """
    try:
        return knobs(scenarios.load(run.document, profile=run.profile))
    except ScenarioInvalid:
        return []


def data_of_old_run(run: Run) -> dict[str, Any]:
    """A run whose document this version does not read any more can still be looked at."""
    header = run.header or {}
    return {
        "scenario": {
            "id": run.scenario,
            "title": run.title,
            "seed": run.seed,
            "profile": run.profile,
            "duration_s": header.get("duration_s", 0.0),
            "document": run.document,
        },
        "knobs": [],
        "topology": header.get("topology", {"nodes": [], "edges": []}),
        "types": header.get("types", {}),
        "edge_kinds": header.get("edge_kinds", {}),
        "machines": header.get("machines", {}),
    }


def header(run: Run) -> dict[str, Any] | None:
    """As its viewers are told it."""
    return None if run.header is None else header_of(run.header, run.id, run.state)


def has_something(run: Run) -> bool:
    """Whether it has ended, and there is something of it to be seen."""
    return run.header is not None and run.frames > 0 and run.finished is not None


def live(run: Run) -> Live | None:
    """The run as it goes into a page; None while it has not ended, or where there is nothing."""
    if not has_something(run):
        return None
    stated = {name: getattr(run, name) for name in STATED}
    lab = {**_data(run), "header": header(run), "run": stated}
    most = settings.MAX_REPORT_BYTES
    return Live(lab, _end(run), _frames(run), most, goals.told(run.id))


def _end(run: Run) -> dict[str, Any]:
    told = (run.end or {}).get("summary")
    figures = summary(told, events=told["events"], end_s=run.computed_s) if told else {}
    return end_of(run.state, run.frames - 1, run.message, figures)


def _data(run: Run) -> dict[str, Any]:
    try:
        shown = scenarios.load(run.document, run.overrides, run.seed, run.profile)
        data = lab_data(scenarios.load(run.document), shown)
    except ScenarioInvalid:
        return data_of_old_run(run)
    return {**data, "knobs": knobs_of(run) or data["knobs"]}


def _frames(run: Run) -> Frames:
    """As they are stored, so that another process can take them."""
    spans = ((n, min(n + AT_ONCE, run.frames)) for n in range(0, run.frames, AT_ONCE))
    return Frames(tuple(bytes(blob) for span in spans for _, blob in read_frames(run.id, *span)))
