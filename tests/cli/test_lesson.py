"""`windtunnel lesson`: what there is, what is wrong with a file, whether all that it says holds."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from simcore.cli import lessons as commands
from simcore.cli import main
from simcore.scenario import Scenario
from tests import store
from tests.lessons.lessons import FRONT, written

RAMP = "queue-scaling"

HOLDS = """
## Here

```claims
- says: Somebody is refused.
  expect: {worker.throttles: above 0}
```
"""


@pytest.fixture(autouse=True)
def shared_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def computed(scenario: Scenario) -> Mapping[str, Any]:
        return store.result(scenario)

    monkeypatch.setattr(commands, "_computed", computed)


def lesson(*arguments: object) -> int:
    return main(["lesson", *map(str, arguments)])


def test_the_lessons_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert lesson("list") == 0
    assert RAMP in capsys.readouterr().out
    assert lesson("list", "--json") == 0
    assert RAMP in [one["id"] for one in json.loads(capsys.readouterr().out)]


def test_lessons_of_ones_own_are_listed_and_what_is_wrong_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WINDTUNNEL_LESSONS", str(tmp_path))
    written(tmp_path, FRONT + HOLDS, id="of-my-own")
    written(tmp_path, FRONT, id="unfinished")
    assert lesson("list") == 0
    told = capsys.readouterr()
    assert "of-my-own" in told.out
    assert "unfinished" in told.err
    assert "no step" in told.err
    assert lesson("run", "of-my-own") == 0


@pytest.mark.parametrize(("text", "status"), [(FRONT + HOLDS, 0), (FRONT, 2), ("", 2)])
def test_the_exit_status_of_check(
    text: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path, text)
    for named in (folder, folder / "lesson.md", tmp_path):  # of all lessons in a folder, too
        assert lesson("check", named) == status
    told = capsys.readouterr().out
    assert ("nothing to complain about" in told) == (status == 0)
    assert lesson("check", folder, "--json") == status
    (checks,) = json.loads(capsys.readouterr().out).values()
    assert bool(checks) == bool(status)


@pytest.mark.parametrize(("bound", "status"), [("above 0", 0), ("0", 1)])
def test_the_exit_status_of_run(
    bound: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path, FRONT + HOLDS.replace("above 0", bound))
    assert lesson("run", folder) == status
    told = capsys.readouterr().out
    assert ("WRONG" in told) == bool(status)
    assert lesson("run", folder, "--json") == status
    (findings,) = json.loads(capsys.readouterr().out).values()
    assert [one["right"] for one in findings] == [not status]


def test_a_lesson_that_is_invalid_is_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lesson("run", written(tmp_path, FRONT)) == 2
    assert "lesson.no-steps" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [
    ["check", "queue-scalling"], ["run", "x" * 5_000], ["check", "a\0b"], ["run"], [],
    ["weigh", RAMP],
    ["new", "begun"], ["new", "begun", "--scenario", "reserved-fife"],
])  # fmt: skip
def test_what_cannot_be_meant_is_said(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert lesson(*arguments) == 2
    assert '"checks"' in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


SMALL = """
format: windtunnel.scenario/1
id: small
title: Who is refused?
duration: 20 s
components:
  site: {type: client, target: fn, arrivals: {poisson: {rate: 20/s}}}
  fn: {type: function, duration: 500 ms, init_duration: 0 s, reserved_concurrency: 5}
"""


def test_a_new_lesson_holds_and_says_what_to_fill_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr(sys.modules["simcore.scenario.shipped"], "FOLDER", tmp_path)
    new = ["new", "begun", "--scenario", "small", "--into", tmp_path]
    assert lesson(*new) == 0
    assert lesson("check", tmp_path / "begun") == 0
    assert "to fill in: lines" in capsys.readouterr().out
    assert lesson("run", tmp_path / "begun") == 0
    told = capsys.readouterr().out
    assert told.count("reached: ") == 2
    assert lesson(*new) == 2  # over one that is there nothing is written
    assert "is there already" in capsys.readouterr().err
