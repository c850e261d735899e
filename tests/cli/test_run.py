"""`windtunnel run`: what it writes, where, and how it ends."""

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simcore.cli import main
from simcore.scenario.flag_words import FLAG_WORDS
from tests.cli.small import small
from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]

SMALL = small("""
  producer: {type: client, target: orders, arrivals: {poisson: {rate: 5/s}}}
  orders: {type: queue, visibility_timeout: 60 s}
  mapping: {type: event_source_mapping, source: orders, function: worker}
  worker: {type: function, timeout: 10 s, duration: {exponential: {mean: 200 ms}}}
""")

KEYS = {
    "format", "manifest", "status", "time_s", "bin_s", "series", "counters", "cost", "percentiles",
    "distributions", "flags", "insights", "stories", "wall",
}  # fmt: skip
MANIFEST = {
    "scenario", "seed", "profile", "overrides", "interventions", "versions", "fingerprint",
}  # fmt: skip


@pytest.fixture
def scenario(tmp_path: Path) -> str:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL)
    return str(file)


def windtunnel(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "simcore", *arguments]
    return subprocess.run(
        command, capture_output=True, timeout=60, env={**os.environ, **environment}, check=False
    )


@pytest.fixture
def result_of(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Any]:
    """What a run writes to standard output."""

    def result(*arguments: str) -> Any:
        status = main(["run", *arguments, "--json", "-"])
        captured = capfdbinary.readouterr()
        assert (status, captured.err) == (0, b"")
        return json.loads(captured.out)

    return result


def test_the_result_has_the_documented_keys(scenario: str, result_of: Callable[..., Any]) -> None:
    result = result_of(scenario)
    assert set(result) == KEYS
    assert set(result["manifest"]) == MANIFEST
    assert result["format"] == "windtunnel.result/1"
    assert result["status"] == "finished"
    assert len(result["time_s"]) == 60
    assert all(
        len(values) == 60 for metrics in result["series"].values() for values in metrics.values()
    )


def test_the_same_bytes_whatever_the_hash_seed(scenario: str) -> None:
    ran = [
        windtunnel("run", scenario, "--json", "-", PYTHONHASHSEED=seed)
        for seed in ("0", "1", "4711")
    ]
    assert [(done.returncode, done.stderr) for done in ran] == [(0, b"")] * 3
    results = [json.loads(done.stdout) for done in ran]
    for result in results:
        del result["wall"]
    assert len({json.dumps(result) for result in results}) == 1


def test_a_seed_and_a_value_change_the_run(scenario: str, result_of: Callable[..., Any]) -> None:
    base = result_of(scenario)["manifest"]
    other = result_of(scenario, "--seed", "5", "--set", "worker.timeout=9 s")["manifest"]
    assert other["seed"] == 5
    assert other["overrides"] == {"components.worker.timeout": "9 s"}
    assert other["scenario"]["components"]["worker"]["timeout"] == 9.0
    assert other["fingerprint"] != base["fingerprint"]


def test_a_profile_is_in_the_manifest(scenario: str, result_of: Callable[..., Any]) -> None:
    manifest = result_of(scenario, "--profile", "aws-2022")["manifest"]
    assert manifest["profile"] == manifest["scenario"]["profile"] == "aws-2022"


def test_the_manifest_repeats_the_run(
    scenario: str, tmp_path: Path, result_of: Callable[..., Any]
) -> None:
    first = result_of(scenario, "--seed", "5", "--set", "worker.timeout=9 s")
    again = tmp_path / "again.json"
    again.write_text(json.dumps(first["manifest"]["scenario"]))
    second = result_of(str(again))
    del first["manifest"], first["wall"], second["manifest"], second["wall"]
    assert second == first


def test_a_file_and_a_folder(
    scenario: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = tmp_path / "result.json", tmp_path / "csv" / "deep"
    assert main(["run", scenario, "--json", str(file), "--csv", str(folder)]) == 0
    result = json.loads(file.read_text())
    assert {path.stem for path in folder.iterdir()} == set(result["series"])
    with (folder / "worker.csv").open() as table:
        rows = list(csv.reader(table))
    assert rows[0][0] == "time_s"
    assert set(rows[0][1:]) == set(result["series"]["worker"])
    assert len(rows) == 61
    out = capsys.readouterr().out
    assert str(file) in out
    assert str(folder) in out


def test_the_summary(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", scenario, "--set", "worker.error_rate=50 %"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("What happens?\n")
    assert "worker.error_rate = 50 %" in captured.out
    assert "first error" in captured.out
    assert captured.err == ""


CLICKS = """
format: windtunnel.scenario/1
id: clicks
title: How late are they?
duration: 5 min
quotas: {kinesis.shard_read_calls: 1}
components:
  clicker: {type: client, target: clicks, arrivals: {poisson: {rate: 20/s}}}
  clicks: {type: stream, shards: 1}
  reading: {type: stream_event_source_mapping, source: clicks, function: reader,
            maximum_retry_attempts: 0}
  reading-too: {type: stream_event_source_mapping, source: clicks, function: other}
  reader: {type: function, duration: 50 ms, error_rate: 20 %}
  other: {type: function, duration: 50 ms, provisioned_concurrency: 1}
  writer: {type: client, target: stock, arrivals: {poisson: {rate: 5/s}}}
  stock: {type: table}
  caller: {type: client, target: other,
           arrivals: {burst: {rate: 0/s, count: 20, at: 200 s, for: 0 s}}}
  orders: {type: queue}
  polling: {type: event_source_mapping, source: orders, function: other}
"""


def test_the_summary_names_what_happened_to_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clicks.yaml"
    file.write_text(CLICKS)
    assert main(["run", str(file)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for words in (
        " clicks records ", "reads throttled ", "records read ", "discarded ", "iterator age p50 ",
        "reads refused ", "stock items written 1,", "oldest record up to ", "spilled over ",
        "empty receives ", "first read refused, clicks: shard 0", "first spillover, other: all",
        "first record given up, reading: ",
    ):  # fmt: skip
        assert words in told
    assert "nothing happened" not in told


def test_the_laboratory_has_the_same_words_for_flags() -> None:
    written = (ROOT / "static/src/panels/transport/flags.ts").read_text("utf-8")
    table = written.partition("FLAG_WORDS")[2].partition("};")[0]
    assert dict(re.findall(r'(\w+): "(.+)"', table)) == FLAG_WORDS


def test_a_batch_that_is_given_up_is_called_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "reserved-five"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"first batch given up, \S+: 1 message, its visibility timeout was over", told)


def test_quiet_is_silent(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", scenario, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_limit_stops_the_run(scenario: str, tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    assert main(["run", scenario, "--max-events", "200", "--json", str(file)]) == 1
    result = json.loads(file.read_text())
    assert result["status"] == "stopped"
    assert 0 < len(result["time_s"]) < 60


@pytest.mark.parametrize("limit", [["--max-events", "0"], ["--max-wall", "-1"]])
def test_a_limit_must_be_positive(
    limit: list[str], scenario: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", scenario, *limit]) == 2
    assert "cli.arguments" in capsys.readouterr().err


def test_an_interrupted_run(scenario: str) -> None:
    overrides = ["--set", "duration=20 d", "--set", "producer.arrivals.poisson.rate=2.5"]
    command = [sys.executable, "-m", "simcore", "run", scenario, *overrides]
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = os.read(ours, 10_000)  # the progress bar: it has begun
        process.send_signal(signal.SIGINT)
        assert process.stdout
        assert process.stdout.read() == b""
        assert process.wait(PATIENCE_S) == 130
    shown += os.read(ours, 100_000)
    os.close(ours)
    assert b"Interrupted at" in shown
    assert b"Traceback" not in shown


def test_progress_on_a_terminal(scenario: str) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "simcore", "run", scenario, "--json", "-"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        assert process.stdout
        json.loads(process.stdout.read())
        assert process.wait(PATIENCE_S) == 0
    assert b"60 s simulated" in os.read(ours, 100_000)
    os.close(ours)


def test_from_standard_input(scenario: str) -> None:
    command = [sys.executable, "-m", "simcore", "run", "-", "--json", "-"]
    done = subprocess.run(command, input=SMALL.encode(), capture_output=True, check=True)
    assert json.loads(done.stdout)["manifest"]["scenario"]["id"] == "small"
