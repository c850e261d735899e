"""`windtunnel test`: scenarios as tests, with an exit status that CI understands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import junitparser
import pytest

from simcore.cli import main
from tests.processes import Process, of_group

SMALL = """
format: windtunnel.scenario/1
id: {id}
title: What happens?
duration: 10 s
expect: {expect}
components:
  site: {{type: client, target: fn, arrivals: {{poisson: {{rate: 10/s}}}}}}
  fn: {{type: function, duration: 100 ms, init_duration: 0 s}}
"""
KEPT, BROKEN = "{fn.throttles: 0}", "{fn.throttles: at least 5}"


def put(folder: Path, id: str, expect: str = KEPT, name: str = "") -> Path:
    file = folder / (name or f"{id}.yaml")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(SMALL.format(id=id, expect=expect))
    return file


def status_of(*arguments: object) -> int:
    return main(["test", *map(str, arguments), "--seeds", "2", "--jobs", "1"])


def checks(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    error = capsys.readouterr().err
    return list(json.loads(error[error.index('{\n  "checks"') :])["checks"])


def test_the_exit_status_says_whether_goals_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = put(tmp_path, "good"), put(tmp_path, "bad", BROKEN)
    assert status_of(good) == 0
    assert "every goal kept" in capsys.readouterr().out
    assert status_of(bad) == 1
    assert status_of(good, bad) == 1
    out = capsys.readouterr().out
    assert "2 scenarios, 2 goals, 2 seeds each: 1 of 2 goals broken" in out
    assert status_of(good, bad, "--quiet") == 1
    assert capsys.readouterr().out == ""


def test_a_folder_means_all_scenarios_in_it_each_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = put(tmp_path, "one")
    put(tmp_path, "two", name="deep/er/two.yml")
    put(tmp_path, "hidden", name=".cache/hidden.yaml")
    put(tmp_path, "theirs", name="node_modules/x/theirs.yaml")
    (tmp_path / "workflow.yaml").write_text("on: push\n")
    (tmp_path / "broken.yaml").write_bytes(b"\xff: [")
    assert status_of(tmp_path, one) == 0
    out = capsys.readouterr().out
    assert [line.split(":")[0] for line in out.splitlines() if line.endswith("happens?")] == [
        "two", "one",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing-there.yaml"], "nothing-there.yaml"),
        (["{empty}"], "no scenario in this folder"),
        (["{none}"], "nothing to test"),
        (["{good}", "{twin}"], "both have the id good"),
        (["{good}", "--seeds", "0"], "--seeds 0"),
        (["{good}", "--jobs", "0"], "--jobs 0"),
        (["{good}", "--baseline", "nowhere.json"], "nowhere.json"),
        (["{good}", "--baseline", "{good}"], "no JSON"),
        (["{good}", "--junit", "no/such/folder.xml"], "--junit"),
        (["{good}", "--markdown", "{empty}"], "--markdown"),
        (["{good}", "--save-baseline", "{empty}"], "--save-baseline"),
        ([], "PATH"),
    ],
)
def test_what_cannot_be_done_is_said_and_is_status_two(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    files = {
        "empty": tmp_path / "empty",
        "good": put(tmp_path, "good"),
        "twin": put(tmp_path, "good", name="twin.yaml"),
        "none": put(tmp_path, "none", "{}"),
    }
    assert main(["test", *(argument.format(**files) for argument in arguments)]) == 2
    (found,) = checks(capsys)
    assert words in found["message"] + found["hint"]


def test_all_findings_of_all_files_are_said_with_their_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "one", "{fn.throtles: 0}")
    put(tmp_path, "two", "{fn.p99_duration: < 2}")
    put(tmp_path, "three")
    assert status_of(tmp_path) == 2
    found = {check["path"]: check["id"] for check in checks(capsys)}
    assert found == {
        f"{tmp_path / 'one.yaml'}: expect.fn.throtles": "goal.unknown",
        f"{tmp_path / 'two.yaml'}: expect.fn.p99_duration": "goal.unit",
    }


def test_a_scenario_without_goals_is_left_out_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "good")
    none = put(tmp_path, "none", "{}")
    assert status_of(tmp_path) == 0
    assert f"{none}: states no goals" in capsys.readouterr().err


def test_reports_are_written_also_when_goals_are_broken(tmp_path: Path) -> None:
    bad = put(tmp_path, "bad", BROKEN)
    junit, table, saved = (tmp_path / name for name in ("j.xml", "t.md", "b.json"))
    given = ("--junit", junit, "--markdown", table, "--save-baseline", saved, "--quiet")
    assert status_of(bad, *given) == 1
    assert junitparser.JUnitXml.fromfile(str(junit)).failures == 1
    assert table.read_text().startswith("## Goals broken\n")
    assert json.loads(saved.read_text())["format"] == "windtunnel.test/1"


def test_was_and_now_against_a_baseline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, saved = put(tmp_path, "good", "{fn.max_duration: < 1 s}"), tmp_path / "b.json"
    assert status_of(good, "--save-baseline", saved) == 0
    good.write_text(good.read_text().replace("100 ms", "200 ms"))
    capsys.readouterr()
    assert status_of(good, "--baseline", saved) == 0
    row = capsys.readouterr().out.splitlines()[2].split()
    assert " ".join(row[5:]) == "100 ms 200 ms +100 ms (+100 %), worse 2 of 2"


def test_run_says_which_goals_were_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(put(tmp_path, "bad", BROKEN))]) == 0
    assert "BROKEN   fn: throttles >= 5: 0" in capsys.readouterr().out
    assert main(["run", str(put(tmp_path, "none", "{}"))]) == 0
    assert "goals" not in capsys.readouterr().out


def test_processes_of_its_own_end_with_it(tmp_path: Path) -> None:
    """Interrupted as a terminal does it: nothing is left behind, and nothing was written."""
    file = put(tmp_path, "long")
    file.write_text(file.read_text().replace("10 s", "13 h").replace("10/s", "100/s"))
    junit = tmp_path / "j.xml"
    command = [sys.executable, "-m", "simcore", "test", file, "--jobs", "2", "--junit", junit]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    try:
        assert comes_true(lambda: len(at_work(process.pid)) == 2)
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=60)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    assert process.returncode == 130, error
    assert b"Traceback" not in error
    assert b"nothing was written" in error
    assert not junit.exists()
    # The last ones are still on their way out when their parent is gone.
    assert comes_true(lambda: not of_group(process.pid))


def at_work(parent: int) -> list[Process]:
    """Its workers; another looks after what they share, and does next to nothing."""
    return [one for one in of_group(parent) if one.parent == parent and one.cpu_s > 0.5]


def comes_true(condition: Callable[[], bool]) -> bool:
    """In a minute at the most."""
    for _ in range(1200):
        if condition():
            return True
        time.sleep(0.05)
    return False
