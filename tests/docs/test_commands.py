"""Pages are followed from top to bottom: what they show is done, in a folder of its own.

`windtunnel` and Python are run; of other commands it is looked at whether they exist. A session
with its output is typed into a shell, and so is what only a shell understands; other commands are
done here, with the runs that another test has computed.
"""

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import subprocess
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

import pytest

import simcore
from simcore.cli import main
from tests.docs.pages import BIN, ROOT, TRACE, Block, all_blocks, blocks, commands, pages
from tests.store import StoredRun, result

pytestmark = pytest.mark.docs

SHELL = ("bash", "sh", "console", "")
PATIENCE_S = 120
PROMPT = "$ "
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)

# Lines that install, build, serve, measure or write into the project.
NOT_RUN = re.compile(r" *(make|git|cd|curl|\.venv/bin/python|windtunnel bench)\b|.*> docs/")

# A command that means the same without a shell: no loop, pipe, variable or other program.
PLAIN = re.compile(r"(\.venv/bin/)?windtunnel [^|<>;&$()`*?~]+")


def shown(block: Block) -> list[str]:
    """The command lines of a block."""
    if block.language == "console":
        lines = [line for line in block.text.splitlines() if line.startswith(PROMPT)]
        return [line.removeprefix(PROMPT) for line in lines]
    return list(commands(block.text))


def is_synopsis(block: Block) -> bool:
    return block.language == "" and "[--" in block.text


def is_done(block: Block) -> bool:
    """Whether following the page means doing this."""
    if block.language == "python":
        return True
    if block.language not in SHELL or is_synopsis(block):
        return False
    return any("windtunnel " in line and not NOT_RUN.match(line) for line in shown(block))


FOLLOWED = [page for page in pages() if any(map(is_done, blocks(page)))]


@pytest.mark.parametrize("page", FOLLOWED, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_can_be_followed(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    prepare(page, tmp_path)
    for block in filter(is_done, blocks(page)):
        if block.language == "python":
            run_python(block)
        elif block.language == "console":
            check_session(block, tmp_path)
        else:
            run_shell(block, tmp_path)


def prepare(page: Path, folder: Path) -> None:
    """The files that a page tells its reader to make, or takes for granted."""
    for block in blocks(page):
        named = re.search(r"^id: (\S+)", block.text, re.MULTILINE)
        if block.is_scenario and named:
            (folder / f"{named[1]}.yaml").write_text(block.text)
    (folder / "elb_request_count.csv").write_text(TRACE)
    if any('open("result.json")' in block.text for block in blocks(page)):
        found = result(simcore.load_scenario("reserved-five"))
        (folder / "result.json").write_text(json.dumps(found))


def run_python(block: Block) -> None:
    if ">>>" in block.text:
        parsed = doctest.DocTestParser().get_doctest(block.text, {}, block.name, None, 0)
        assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(parsed).failed == 0
        return
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(block.text, block.name, "exec"), {"__name__": block.name})


def run_shell(block: Block, folder: Path) -> None:
    """Run the block without the lines that are only looked at."""
    kept = "\n".join(line for line in block.text.splitlines() if not NOT_RUN.match(line))
    if all(map(PLAIN.fullmatch, commands(kept))):
        for command in commands(kept):
            assert windtunnel(command, folder) == 0, f"{block.name}\n{command}"
        return
    ran = shell(kept, folder)
    assert ran.returncode == 0, f"{block.name}\n{ran.stdout}\n{ran.stderr}"


def windtunnel(command: str, folder: Path) -> int:
    """The exit status of a command done in this process."""
    words = shlex.split(command.replace("/data/", f"{folder}/"), comments=True)
    with patch("simcore.scenario.run.Run", StoredRun):
        return main(words[1:])


def check_session(block: Block, folder: Path) -> None:
    """Every prompt's output is the one shown; `...` stands for anything."""
    for part in re.split(rf"^{re.escape(PROMPT)}", block.text, flags=re.MULTILINE)[1:]:
        command, _, wanted = part.partition("\n")
        ran = shell(command, folder)
        assert ran.returncode == 0, f"{block.name}\n{ran.stderr}"
        same = doctest.OutputChecker().check_output(wanted, ran.stdout, doctest.ELLIPSIS)
        assert same, f"{block.name}\nwanted:\n{wanted}\ngot:\n{ran.stdout}"


def shell(command: str, folder: Path) -> subprocess.CompletedProcess:
    """Run a command in the folder, the console script on the path, `/data` meaning the folder."""
    command = command.replace(".venv/bin/windtunnel", "windtunnel").replace("/data/", f"{folder}/")
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def test_make_targets_exist():
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    named = {
        (block.name, words[1])
        for block in all_blocks(*SHELL)
        for line in shown(block)
        if (words := line.split())[0] == "make" and len(words) > 1
    }
    assert {target for _, target in named} >= {"run", "test"}
    assert [(where, target) for where, target in sorted(named) if target not in targets] == []


def test_commands_of_the_virtual_environment_exist():
    for block in all_blocks(*SHELL):
        for line in shown(block):
            if line.startswith(".venv/bin/"):
                check_tool(block, shlex.split(line, comments=True))


def check_tool(block: Block, words: list[str]) -> None:
    assert (BIN / Path(words[0]).name).exists(), f"{block.name}: {words[0]}"
    if words[1:2] == ["-m"]:
        assert find_spec(words[2]) is not None, f"{block.name}: {words[2]}"
    elif words[0].endswith("python") and words[1].endswith(".py"):
        assert (ROOT / words[1]).is_file(), f"{block.name}: {words[1]}"
    if ">" in words:
        assert (ROOT / words[words.index(">") + 1]).is_file(), f"{block.name}: {words[-1]}"


@pytest.mark.parametrize("command", ["run", "check", "test", "asl", "quotas", "schema", "bench"])
def test_the_synopsis_names_every_option(command, capsys):
    """The page of the command line against the command's own help."""
    with pytest.raises(SystemExit):
        main([command, "--help"])
    helped = capsys.readouterr().out
    offered = set(re.findall(r"--[a-z-]+", helped)) - {"--help", "--debug"}
    (synopsis,) = [b for b in blocks(ROOT / "docs/reference/cli.md") if is_synopsis(b)]
    joined = re.sub(r"\n +", " ", synopsis.text)
    (line,) = [line for line in joined.splitlines() if line.startswith(f"windtunnel {command}")]
    assert set(re.findall(r"--[a-z-]+", line)) == offered
