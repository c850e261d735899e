"""`windtunnel compare`: scenarios, results, and what they are changed to."""

import json
from pathlib import Path

import pytest

from simcore.cli import main
from tests.cli.small import small

SMALL = small("""
  site: {type: client, target: fn, arrivals: {constant: {rate: 10/s}}}
  fn: {type: function, duration: 900 ms, init_duration: 0 s}
""")
FEWER = "fn.reserved_concurrency=3"


@pytest.fixture
def scenario(tmp_path: Path) -> str:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL)
    return str(file)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["compare", *arguments]) == 0
    return capsys.readouterr().out


def test_a_scenario_with_its_change(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, scenario, "--set", FEWER)
    assert "fn.reserved_concurrency" in out
    # Little's law: 10/s x 0.9 s are nine at once; of those three find room.
    assert "fn: concurrency" in out
    assert "fn: throttles" in out
    assert "worse" in out


def test_results_say_the_same_as_their_scenarios(
    scenario: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(tmp_path / name) for name in ("a.json", "b.json")]
    assert main(["run", scenario, "--quiet", "--json", files[0]]) == 0
    assert main(["run", scenario, "--quiet", "--json", files[1], "--set", FEWER]) == 0
    capsys.readouterr()
    assert said(capsys, *files, "--json") == said(capsys, scenario, "--set", FEWER, "--json")


def test_the_same_is_said_to_be_the_same(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(said(capsys, scenario, scenario, "--json"))["same"] is True


@pytest.mark.parametrize("arguments", [["--markdown", "--json"], []])
def test_what_cannot_be_done_is_said(
    scenario: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", scenario, *arguments]) == 2
    assert "checks" in json.loads(capsys.readouterr().err)


def test_a_result_is_not_changed(
    scenario: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "a.json")
    assert main(["run", scenario, "--quiet", "--json", file]) == 0
    assert main(["compare", file, "--set", FEWER]) == 2
    assert "a result cannot be changed" in capsys.readouterr().err
