"""What the house makes of a component type that it has never heard of, as JSON: `toy.py`.

WINDTUNNEL_COMPONENTS=tests.component.toy python -m tests.component.toy_run
"""

import sys
from typing import Any

import orjson

from simcore import Run, load_scenario
from simcore.components import READINGS, TITLES
from simcore.recording.reference import reference
from simcore.scenario import check, json_schema, knobs, topology
from simcore.scenario.build import build
from simcore.scenario.reference import reference as fields

DOCUMENT: dict[str, Any] = {
    "format": "windtunnel.scenario/1",
    "id": "toys",
    "title": "Where do they go?",
    "duration": "30 s",
    "components": {
        "site": {"type": "client", "target": "toy", "arrivals": {"constant": {"rate": 10}}},
        "toy": {
            "type": "toy",
            "parts": [{"to": "a", "share": "25 %"}, {"to": "b", "share": "50 %"}],
        },
        "a": {"type": "queue"},
        "b": {"type": "queue"},
    },
}


def finished(**overrides: Any) -> tuple[Run, list[dict[str, Any]], dict[str, Any]]:
    run = Run(load_scenario(DOCUMENT), overrides=overrides)
    return run, [frame.payload for frame in run.frames()], run.result().as_dict()


def wrong() -> dict[str, Any]:
    parts = [{"to": "site", "share": 0.9}, {"to": "b", "share": 0.2}]
    return {
        **DOCUMENT,
        "components": {**DOCUMENT["components"], "toy": {"type": "toy", "parts": parts}},
    }


def continued() -> bool:
    """Is a run that was stopped, pickled and restored the same to its end?"""
    run = Run(load_scenario(DOCUMENT))
    next(run.frames())
    again = Run.restore(run.snapshot())
    for _ in again.frames():
        pass
    return again.result().fingerprint == finished()[2]["manifest"]["fingerprint"]


def main() -> None:
    run, frames, result = finished()
    scenario = load_scenario(DOCUMENT).with_defaults()
    live = {part.id: part for part in build(scenario, scenario.quota_profile(), 1).components}
    told = {
        "findings": [[c.id, c.path, c.message] for c in check(wrong())],
        "knobs": [row for row in knobs(load_scenario(DOCUMENT)) if row["component"] == "toy"],
        "topology": topology(load_scenario(DOCUMENT)),
        "header": run.header(),
        "frame": frames[0],
        "result": result,
        "overridden": finished(**{"toy.parts.1.share": 0})[2]["counters"],
        "order": list(live),
        "fields": fields(),
        "metrics": reference(READINGS, TITLES),
        "schema": json_schema(),
        "continued": continued(),
    }
    sys.stdout.buffer.write(orjson.dumps(told))


if __name__ == "__main__":
    main()
