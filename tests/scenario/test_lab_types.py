"""The lab's types against what runs really send: a drift on either side fails here."""

import json
import subprocess
from pathlib import Path

import pytest

from simcore.component.picture import Picture, as_data
from simcore.components import READINGS
from simcore.recording.catalogue import catalogue
from simcore.scenario import Scenario, knobs, load_scenario
from simcore.scenario.pictures import edge_kinds, shown
from simcore.scenario.run import Run
from simcore.scenario.shipped import shipped
from tests.quotas import everything
from tests.scenario import lab_types
from tests.scenario.saga import SAGA

ROOT = Path(__file__).parents[2]
NODE = ROOT / ".venv/bin/node"
TSC = ROOT / "node_modules/typescript/bin/tsc"

SCENARIOS = {
    "async-retries": {"duration": 90},
    "bisect-bad-records": {"duration": 120},
    "downstream-hundred-connections": {"duration": 20},
    "everything": {"duration": 5},
    "fifo-hot-group": {"duration": 60},
    "healthy-queue-fills-dlq": {"duration": 120},
    "managed-instances": {"duration": 60},
    "move-dead-letters-back": {"duration": 120},
    "noisy-neighbour": {"duration": 60, "checkout.provisioned_concurrency": 5},
    "provisioned-pollers": {"duration": 60},
    "saga": {},
    "table-hot-item": {"duration": 60},
}
"""Together they have every type, and every part of a frame."""

TEXT = """import type {{ FramePayload, Knob, RunHeader }} from "{types}";

export const header = {header} satisfies RunHeader;

export const frames = {frames} satisfies readonly FramePayload[];

export const knobs = {knobs} satisfies readonly Knob[];
"""


def scenario_of(name: str) -> Scenario:
    """The shipped one; or everything at once, or a state machine."""
    own = {"everything": everything.scenario("aws-2026"), "saga": SAGA}
    return load_scenario(own[name] if name in own else shipped()[name])


def recorded(name: str, overrides: dict) -> tuple[dict, list[dict]]:
    """The header of a short run, and of its frames those with most in them."""
    run = Run(scenario_of(name), overrides=overrides)
    header = run.header()
    frames = sorted((frame.payload for frame in run.frames()), key=lambda x: -len(str(x)))
    return header, frames[:3]


@pytest.fixture(scope="module")
def runs() -> dict[str, tuple[dict, list[dict]]]:
    return {name: recorded(name, changed) for name, changed in SCENARIOS.items()}


def complaints(folder: Path) -> str:
    """What tsc says of the TypeScript files in a folder, by the lab's own options."""
    options = {
        "extends": str(ROOT / "tsconfig.json"),
        "compilerOptions": {"types": [], "noUnusedLocals": False},
        "include": [f"{folder}/*.ts"],
    }
    (folder / "tsconfig.json").write_text(json.dumps(options))
    command = [NODE, TSC, "--noEmit", "--project", folder / "tsconfig.json"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def write(folder: Path, name: str, header: dict, frames: list[dict], rows: object = ()) -> None:
    said = {"header": json.dumps(header), "frames": json.dumps(frames), "knobs": json.dumps(rows)}
    types = str(ROOT / "static/src/core/types")
    (folder / f"{name}.ts").write_text(TEXT.format(types=types, **said))


def test_what_runs_send_is_what_the_lab_reads(runs, tmp_path):
    for name, (header, frames) in runs.items():
        write(tmp_path, name, header, frames, knobs(scenario_of(name)))
    assert complaints(tmp_path) == ""


def test_the_recorded_runs_have_every_part_of_a_frame(runs):
    keys = {key for _, frames in runs.values() for frame in frames for key in frame}
    assert {"series", "counters", "environments", "async", "lanes", "events", "flags"} <= keys
    assert {"states", "histories"} <= keys
    assert any("stories" in frame for _, frames in runs.values() for frame in frames)
    told = {node["type"] for header, _ in runs.values() for node in header["topology"]["nodes"]}
    assert told == set(shown()) - {"account"}


@pytest.mark.parametrize(
    "drift",
    [
        lambda header, frame: header.pop("edge_kinds"),
        lambda header, frame: header.update(news=1),
        lambda header, frame: header["types"]["queue"]["picture"].update(sparkle="much"),
        lambda header, frame: frame.pop("counters"),
        lambda header, frame: frame.update(t0="soon"),
        lambda header, frame: frame["environments"]["worker"].update(limit="none"),
    ],
    ids=["a part gone", "a part new", "a picture's part new", "frame", "a type", "deep"],
)
def test_a_drift_is_seen(runs, tmp_path, drift):
    header, frames = json.loads(json.dumps(runs["healthy-queue-fills-dlq"]))
    drift(header, frames[0])
    write(tmp_path, "drifted", header, frames)
    assert "error TS" in complaints(tmp_path)


def test_the_labs_own_tests_know_the_types_as_they_are():
    assert lab_types.FILE.read_text(encoding="utf-8") == lab_types.text(), lab_types.__doc__


def test_a_header_declares_what_occurs(runs):
    header, _ = runs["healthy-queue-fills-dlq"]
    told = {node["type"] for node in header["topology"]["nodes"]}
    assert set(header["types"]) == told | {"account"}
    assert set(header["edge_kinds"]) == {edge["kind"] for edge in header["topology"]["edges"]}


def test_every_type_of_component_has_a_picture_and_a_place_on_the_path():
    orders = [shown.order for shown in shown().values()]
    assert len(set(orders)) == len(orders)
    assert all(shown.title and shown.noun for shown in shown().values())
    assert [name for name, x in shown().items() if x.picture == Picture()] == []


def test_what_is_as_by_default_is_left_out():
    assert as_data(Picture()) == {}
    assert as_data(edge_kinds()["dead-letter"]) == {
        "flows": [{"glyph": "dlq"}],
        "dead_letters": True,
    }


def test_pictures_name_metrics_and_counters_that_there_are(runs):
    """So that a misspelt name is no empty node: metrics of the catalogue, counters of frames."""
    told: dict[str, set[str]] = {}
    for header, frames in runs.values():
        types = {node["id"]: node["type"] for node in header["topology"]["nodes"]}
        for frame in frames:
            for part in ("series", "counters"):
                for id, names in frame[part].items():
                    told.setdefault(types.get(id, id), set()).update(names)
    metrics = set().union(*told.values()) | {entry.name for entry in catalogue(READINGS)}
    for name in shown():
        assert set(_named(as_data(shown()[name].picture))) - metrics == set(), name


def _named(data: object, key: str = "") -> list[str]:
    """Metrics and counters that a picture names."""
    if isinstance(data, dict):
        if data.get("read") == "part":
            return []
        return [name for k, x in data.items() for name in _named(x, k)]
    if isinstance(data, list):
        return [name for x in data for name in _named(x, key)]
    named = key in {"metric", "takes", "sends", "otherwise", "level"} or key in {"of", *GLYPHS}
    return [data] if named and isinstance(data, str) and data not in {"from", "to"} else []


GLYPHS = ("thr", "retry", "err", "dlq")
