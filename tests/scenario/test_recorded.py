"""What the lab's panels say of whole runs, at moments chosen at random: one clock for all of them.

The runs are computed here and read by `static/src/panels/recorded`, in the panels themselves.
"""

import json
import os
import subprocess
from pathlib import Path

import simcore
from tests.shares import SOAK

ROOT = Path(__file__).parents[2]
NODE = ROOT / ".venv/bin/node"
VITEST = ROOT / "node_modules/vitest/vitest.mjs"
SCENARIOS = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
FEW = [
    "managed-instances",
    "noisy-neighbour",
    "parallel-lanes",
    "provisioned-pollers",
    "reserved-five",
]


def record(scenario: str, folder: Path) -> None:
    """The header and the frames of a run, a line each."""
    run = simcore.Run(simcore.load_scenario(scenario))
    lines = [run.header() | {"type": "header", "run": scenario}]
    lines += [frame.payload for frame in run.frames()]
    (folder / f"{scenario}.jsonl").write_text("\n".join(json.dumps(line) for line in lines))


def test_panels_agree_with_what_was_recorded_and_with_each_other(tmp_path):
    for scenario in SCENARIOS if SOAK else FEW:
        record(scenario, tmp_path)
    told = subprocess.run(
        [NODE, VITEST, "run", "--reporter=dot", "--silent=false"],
        cwd=ROOT,
        env={**os.environ, "WINDTUNNEL_RECORDED": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-6000:] + told.stderr[-2000:]
    assert "passed" in told.stdout
