"""`windtunnel report`: what it writes, and what it says when it cannot."""

import json
import zipfile

import pytest

from simcore import load_scenario, run
from simcore.cli import main

FEW = ("--set", "duration=20 s", "--sections", "answer,verdict,cost")


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    file = tmp_path_factory.mktemp("results") / "five.json"
    found = run(load_scenario("reserved-five"), overrides={"duration": "20 s"})
    file.write_text(json.dumps(found.as_dict()))
    return file


def said(capsys) -> dict:
    (check,) = json.loads(capsys.readouterr().err)["checks"]
    return check


def test_the_end_of_the_name_says_in_which_format(tmp_path, capsys):
    for name in ("r.md", "r.zip"):
        assert main(["report", "reserved-five", *FEW, "-o", str(tmp_path / name)]) == 0
    assert "# What does a reserved concurrency" in (tmp_path / "r.md").read_text()
    assert zipfile.is_zipfile(tmp_path / "r.zip")
    assert f"report: {tmp_path / 'r.zip'}" in capsys.readouterr().out


def test_a_result_and_its_scenario_give_the_same_report(tmp_path, result):
    files = [tmp_path / name for name in ("of-scenario.md", "of-result.md")]
    sections = ("--sections", "verdict,inputs,moments")
    main(["report", "reserved-five", "--set", "duration=20 s", *sections, "-o", str(files[0])])
    main(["report", str(result), *sections, "-o", str(files[1])])
    assert files[0].read_text() == files[1].read_text()


def test_goals_of_a_result_come_from_the_scenario_that_is_named(tmp_path, result):
    other = json.loads(result.read_text())
    other["manifest"]["scenario"]["id"] = "mine"
    file, out = tmp_path / "mine.json", tmp_path / "r.md"
    file.write_text(json.dumps(other))
    asked = ["report", str(file), "--sections", "verdict", "-o", str(out)]
    assert main(asked) == 0
    assert "not at hand" in out.read_text()
    assert main([*asked, "--scenario", "reserved-five"]) == 0
    assert "| inbox:" in out.read_text()


def test_two_are_compared_and_the_second_is_changed(tmp_path, result):
    out = tmp_path / "r.md"
    turned = ("--set", "worker.reserved_concurrency=2", "--set", "duration=20 s")
    assert main(["report", str(result), "reserved-five", *turned, "-o", str(out)]) == 0
    assert "| worker.reserved\\_concurrency | 5 | 2 |" in out.read_text()


def test_a_run_that_was_stopped_is_said_by_the_exit_status(tmp_path, result):
    stopped = {**json.loads(result.read_text()), "status": "stopped"}
    file = tmp_path / "stopped.json"
    file.write_text(json.dumps(stopped))
    out = tmp_path / "r.md"
    assert main(["report", str(file), "--sections", "answer", "-o", str(out)]) == 1
    assert "was stopped after" in out.read_text()


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        (["-o", "r.docx"], "no format", ".zip"),
        (["-o", "r.md", "--sections", "costs"], "costs", "cost"),
        (["-o", "no/such/folder/r.md"], "folder", ""),
        (["-o", "r.md", "--title", "x" * 300], "300 characters", "200"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_can(
    tmp_path, result, capsys, monkeypatch, asked, message, hint
):
    monkeypatch.chdir(tmp_path)
    assert main(["report", str(result), *asked]) == 2
    check = said(capsys)
    assert message in check["message"]
    assert hint in check["hint"]
    assert not list(tmp_path.glob("r.*"))


@pytest.mark.parametrize("format", ["windtunnel.result/1", "windtunnel.comparison/1"])
def test_a_file_that_is_no_result_is_refused(tmp_path, capsys, format):
    file = tmp_path / "other.json"
    file.write_text(json.dumps({"format": format}))
    assert main(["report", str(file), "-o", str(tmp_path / "r.md")]) == 2
    assert "result" in said(capsys)["message"]
