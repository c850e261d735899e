"""The workflow file that the documentation shows does what it says: its commands are run."""

import os
import subprocess
from pathlib import Path

import junitparser
import pytest
import yaml

from simcore.cli import main
from tests.docs.pages import BIN, ROOT, blocks
from tests.docs.test_commands import prepare

pytestmark = pytest.mark.docs

PAGE = ROOT / "docs/how-to/test-in-ci.md"


def steps() -> list[str]:
    (workflow,) = [b for b in blocks(PAGE) if b.language == "yaml" and "runs-on" in b.text]
    jobs = yaml.safe_load(workflow.text)["jobs"]
    return [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]


def test_the_workflow_tests_and_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    prepare(PAGE, tmp_path)
    saved = ["--save-baseline", "baseline.json", "--seeds", "1", "--jobs", "1", "--quiet"]
    assert main(["test", ".", *saved]) == 0
    setup, test, tell = steps()
    assert setup.startswith("make -C .windtunnel setup")
    assert run(test.replace(".windtunnel/.venv/bin/windtunnel", f"{BIN}/windtunnel")) == 0
    assert junitparser.JUnitXml.fromfile("goals.xml").tests == 8
    assert run(tell) == 0
    assert "Was | Now | Change" in Path("summary.md").read_text()


def run(command: str) -> int:
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        env={**os.environ, "GITHUB_STEP_SUMMARY": "summary.md"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode
