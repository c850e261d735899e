"""The commands that simulate nothing, and what every command keeps to."""

import concurrent.futures
import contextlib
import errno
import io
import json
import os
import subprocess
import sys
from importlib.metadata import version as installed
from pathlib import Path

import pytest

from simcore.cli import main
from simcore.quotas import PROFILES
from simcore.version import MODEL
from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]


def checks_in(captured: str) -> list[str]:
    return [check["id"] for check in json.loads(captured)["checks"]]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["run"],
        ["run", "sqs-ramp", "--seed", "many"],
        ["run", "sqs-ramp", "--set", "worker.timeout"],
        ["run", "sqs-ramp", "--set", "=5"],
        ["run", "sqs-ramp", "--set", "worker.timeout=5", "--set", "worker.timeout=6"],
        ["run", "sqs-ramp", "--json", "/no/such/folder/result.json"],
        ["run", "sqs-ramp", "--json", "."],
        ["run", "sqs-ramp", "--csv", "/dev/null/x"],
        ["quotas", "--profile", "aws-1999"],
        ["check", "sqs-ramp", "--fast"],
    ],
)
def test_bad_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert checks_in(captured.err) == ["cli.arguments"]


@pytest.mark.parametrize(
    ("arguments", "id"),
    [
        (["no-such-scenario"], "scenario.not-found"),
        (["sqs-ramp", "--set", "worker.timout=5"], "override.unknown-path"),
        (["sqs-ramp", "--set", "worker.timeout=2 h"], "quota.too-high"),
        (["sqs-ramp", "--profile", "aws-1999"], "quota.invalid"),
        (["sqs-ramp", "--seed", "-1"], "format.range"),
        (["sqs-ramp", "--set", "quotas.lambda.nonsense=1"], "quota.invalid"),
    ],
)
@pytest.mark.parametrize("command", ["run", "check"])
def test_an_invalid_scenario(
    command: str, arguments: list[str], id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, *arguments]) == 2
    assert id in checks_in(capsys.readouterr().err)


def test_check_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "sqs-ramp"]) == 0
    assert capsys.readouterr() == ("sqs-ramp: nothing to complain about\n", "")


def test_check_tells_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "sqs-ramp", "--set", "orders.visibility_timeout=20 min"]) == 0
    captured = capsys.readouterr()
    assert "warning queue.visibility-below-recommended" in captured.out
    assert captured.err == ""


def test_run_tells_warnings_in_a_line_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [
        "run",
        "reserved-five",
        "--set",
        "duration=60 s",
        "--set",
        "inbox.visibility_timeout=1 min",
    ]
    assert main([*command]) == 0
    told = capsys.readouterr().err.splitlines()
    assert any(line.startswith("warning queue.visibility-below-recommended: ") for line in told)
    assert main([*command, "--quiet"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("to", "times"), [(subprocess.STDOUT, 1), (subprocess.PIPE, 2)])
def test_findings_are_said_once_in_one_place(to: int, times: int) -> None:
    command = [sys.executable, "-m", "simcore", "check", "sqs-ramp", "--set", "worker.timout=5"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=to, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert (done.stdout + (done.stderr or b"")).count(b"override.unknown-path") == times


def test_check_tells_what_it_saw_in_a_trace(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "real-trace"]) == 0
    said = capsys.readouterr().out
    assert "trace of " in said
    assert "dates and times with a time zone" in said
    assert " rows from 20" in said
    assert " UTC; " in said
    assert "intervals of 300 s" in said


def test_check_as_json(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check", "sqs-ramp", "--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out) == {"checks": []}


def test_a_scenario_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "scenarios" / "sqs-ramp.yaml").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["check", "-"]) == 0
    assert capsys.readouterr().out == "-: nothing to complain about\n"


@pytest.mark.parametrize("profile", PROFILES)
def test_quotas_cite_their_sources(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotas", "--profile", profile]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{profile}:")
    assert "lambda.account_concurrency = 1,000" in out
    assert "AWS Lambda Developer Guide" in out
    assert "assumed" in out


def test_quotas_as_json(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["quotas", "--json"]) == 0
    data = json.loads(capfdbinary.readouterr().out)
    assert data["format"] == "windtunnel.quotas/1"
    assert all(row["source"] and row["date"] for row in data["rows"])


def test_the_schema_is_the_published_one(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["schema"]) == 0
    published = ROOT / "docs" / "reference" / "scenario.schema.json"
    assert capfdbinary.readouterr().out == published.read_bytes()


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--help", "--version"):
        with pytest.raises(SystemExit) as caught:
            main([option])
        assert caught.value.code == 0
    assert "windtunnel" in capsys.readouterr().out


def test_version_says_whether_it_is_compiled(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == 0
    assert capsys.readouterr().out.endswith(", pure\n")
    assert main(["version", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"windtunnel": installed("windtunnel"), "model": MODEL, "build": "pure"}


def test_a_fault_of_ours_asks_to_be_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("a test")

    monkeypatch.setattr("simcore.scenario.json_schema", broken)
    assert main(["schema"]) == 3
    err = capsys.readouterr().err
    assert "Please report it" in err
    assert "Traceback" not in err
    assert main(["schema", "--debug"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_the_reader_may_leave_early() -> None:
    command = [sys.executable, "-m", "simcore", "quotas"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE_S) == 141


def test_nothing_heavy_is_loaded_to_begin_with() -> None:
    code = "import sys, simcore.cli.arguments as a; a.parser(); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"rich", "rich.console", "django", "channels"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "a\udcff"],
        ["check", "a\udcff.yaml"],
        ["check", "sqs-ramp", "--set", "duration=a\udcff"],
        ["compare", "a\udcff", "sqs-ramp"],
        ["report", "sqs-ramp", "-o", "a\udcff/x.md"],
        ["test", "a\udcff"],
        ["lesson", "new", "a\udcff", "--scenario", "sqs-ramp"],
        ["event", "sqs", "--scenario", "a\udcff"],
        ["asl", "-", "--name", "a\udcff"],
        ["asl", "-", "--input", '"a\udcff"'],
        ["asl", "-", "--substitute", "Name=a\udcff"],
        ["asl", "a\udcff"],
        ["quotas", "--profile", "a\udcff"],
        ["\udcff"],
    ],
    ids=lambda arguments: arguments[0].encode("ascii", "replace").decode(),
)
def test_an_argument_need_not_be_text(arguments, capsys, monkeypatch, tmp_path):
    """Python has bytes that are no UTF-8 as halves of characters, which no output takes."""
    nothing = io.TextIOWrapper(io.BytesIO(b"StartAt: A\nStates: {A: {Type: Succeed}}"))
    monkeypatch.setattr("sys.stdin", nothing)
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert said.encode().isascii()
    assert checks_in(said)


@pytest.fixture
def full(monkeypatch):
    """No more room on the disk."""

    def write(**_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tempfile.mkstemp", write)


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "sqs-ramp", "--set", "duration=1", "--quiet", "--json", "FOLDER/x.json"],
        ["run", "sqs-ramp", "--set", "duration=1", "--quiet", "--csv", "FOLDER"],
        ["report", "sqs-ramp", "--set", "duration=1", "-o", "FOLDER/x.md"],
    ],
)
def test_a_full_disk_is_no_fault_of_ours(arguments, full, capsys, tmp_path):
    asked = [one.replace("FOLDER", str(tmp_path)) for one in arguments]
    assert main(asked) == 2
    said = capsys.readouterr().err
    assert checks_in(said) == ["cli.files"]
    assert "No space left on device" in said
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_written_to_and_stays_one(tmp_path):
    """It was replaced by a file, where whoever ran it could: /dev/null in a container, say."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    one = ["run", "sqs-ramp", "--set", "duration=1", "--quiet", "--json", str(pipe)]
    try:
        with concurrent.futures.ThreadPoolExecutor() as pool:
            status = pool.submit(main, one)
            text = b""
            while not text.endswith(b"\n"):
                with contextlib.suppress(BlockingIOError):
                    text += os.read(reader, 1 << 20)
        assert (status.result(), json.loads(text)["status"]) == (0, "finished")
        assert pipe.is_fifo()
    finally:
        os.close(reader)
