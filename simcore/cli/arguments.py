"""The arguments of every command."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from simcore.cli import commands

__all__ = ["BadArguments", "parser"]


class BadArguments(Exception):
    """The command line cannot be understood; `hint` is how it is used."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadArguments(message, " ".join(self.format_usage().split()))


class _Version(argparse.Action):
    """Says which version is installed, when it is asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        parser.exit(commands.version(argparse.Namespace(json=False)))


def parser() -> argparse.ArgumentParser:
    """The parser; the chosen command is the function in `.command`."""
    root = _Parser(
        prog="windtunnel",
        description="A wind tunnel for serverless architectures.",
        epilog="Exit status: 0 done, 1 stopped at a limit, or a goal is broken, 2 invalid input, "
        "3 a fault of ours.",
    )
    shown = "show program's version number and exit"
    root.add_argument("--version", action=_Version, nargs=0, help=shown)
    several = root.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _run(several)
    _check(several)
    _compare(several)
    _report(several)
    _test(several)
    _lesson(several)
    _event(several)
    _asl(several)
    _quotas(several)
    _schema(several)
    _bench(several)
    _version(several)
    return root


def _command(several: Any, name: str, command: Any, help: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = several.add_parser(name, help=help, description=help)
    added.add_argument("--debug", action="store_true", help="show the traceback of a fault of ours")
    added.set_defaults(command=command)
    return added


def _scenario(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "scenario",
        metavar="SCENARIO",
        help="a file, the name of a shipped scenario, or - for standard input",
    )
    _changes(added)


def _changes(added: argparse.ArgumentParser) -> None:
    added.add_argument("--seed", type=int, metavar="N", help="another seed")
    added.add_argument("--profile", metavar="P", help="another quota profile")
    added.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="PATH=VALUE",
        help="another value, such as worker.reserved_concurrency=5; may be repeated",
    )


def _run(several: Any) -> None:
    added = _command(several, "run", commands.run, "Simulate a scenario.")
    _scenario(added)
    added.add_argument("--json", metavar="FILE", help="write the result as JSON (- for stdout)")
    added.add_argument("--csv", metavar="DIR", help="write a CSV for each component")
    added.add_argument("--max-events", type=int, metavar="N", help="stop after N events")
    added.add_argument(
        "--max-wall", type=float, metavar="SECONDS", help="stop after this much real time"
    )
    added.add_argument(
        "--max-memory",
        type=float,
        metavar="MB",
        help="stop when the process has grown by this much memory since the run began",
    )
    added.add_argument("--quiet", action="store_true", help="no progress bar and no summary")


def _check(several: Any) -> None:
    added = _command(several, "check", commands.check, "Say what is wrong with a scenario.")
    _scenario(added)
    added.add_argument("--json", action="store_true", help="the findings as JSON")


def _compare(several: Any) -> None:
    added = _command(several, "compare", commands.compare, "Say what differs between two runs.")
    what = "a scenario, or a result that run --json wrote"
    added.add_argument("a", metavar="A", help=what)
    added.add_argument("b", metavar="B", nargs="?", help="another one; without it, A changed")
    _changes(added)
    how = added.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="the comparison as JSON")
    how.add_argument("--markdown", action="store_true", help="tables for a pull request")


def _report(several: Any) -> None:
    what = "Write what a run or a comparison comes to."
    added = _command(several, "report", commands.report, what)
    named = "a scenario, or a result that run --json wrote"
    added.add_argument("a", metavar="A", help=named)
    added.add_argument("b", metavar="B", nargs="?", help="another one, to be compared with A")
    _changes(added)
    written = "the file to write; the end of its name says how: .html, .pdf, .md, .zip, .json, ..."
    added.add_argument("-o", "--output", metavar="FILE", required=True, help=written)
    whose = "the scenario of a result as it was written, for its goals"
    added.add_argument("--scenario", metavar="SCENARIO", help=whose)
    added.add_argument("--title", default="", metavar="TEXT", help="instead of the question")
    added.add_argument("--author", default="", metavar="TEXT", help="by whom it is")
    added.add_argument("--notes", default="", metavar="TEXT", help="a few paragraphs of one's own")
    added.add_argument("--sections", metavar="NAMES", help="only these, with commas between them")


def _test(several: Any) -> None:
    added = _command(several, "test", commands.test, "Try scenarios: are their goals kept to?")
    added.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a scenario file, the name of a shipped one, or a folder with such files",
    )
    added.add_argument("--seeds", type=int, default=20, metavar="N", help="so many seeds (20)")
    added.add_argument("--jobs", type=int, metavar="N", help="so many processes (one a core)")
    added.add_argument("--junit", metavar="FILE", help="write JUnit XML")
    added.add_argument("--markdown", metavar="FILE", help="write tables for a pull request")
    added.add_argument(
        "--baseline",
        metavar="REF",
        help="show what was seen earlier: a saved test, a result, or a folder of them",
    )
    added.add_argument("--save-baseline", metavar="FILE", help="save what is seen, for later")
    added.add_argument("--quiet", action="store_true", help="no progress bar and no table")


def _lesson(several: Any) -> None:
    added = _command(several, "lesson", commands.lesson, "List, check, try and begin lessons.")
    what = added.add_subparsers(title="what", required=True, metavar="WHAT", dest="what")
    listed = what.add_parser("list", help="those that there are, in the order of the course")
    checked = what.add_parser("check", help="say what is wrong with the files of lessons")
    tried = what.add_parser("run", help="does all that they say hold? Runs their solutions, too")
    for one in (checked, tried):
        meant = "a lesson's folder or file, a folder of lessons, or the id of a lesson"
        one.add_argument("paths", nargs="+", metavar="LESSON", help=meant)
    tried.add_argument("--seed", type=int, metavar="N", help="another seed")
    for one in (listed, checked, tried):
        one.add_argument("--json", action="store_true", help="as JSON")
    begun = what.add_parser("new", help="write a lesson that holds, with its words to be filled in")
    begun.add_argument("id", metavar="ID", help="its name: the folder that is made")
    begun.add_argument("--scenario", required=True, metavar="NAME", help="a shipped scenario")
    begun.add_argument("--into", default=".", metavar="FOLDER", help="where (here)")


def _event(several: Any) -> None:
    what = "Write the event that a function gets from a source, or list the sources."
    added = _command(several, "event", commands.event, what)
    added.add_argument("source", metavar="SOURCE", nargs="*", help="as the list names it")
    named = "a file, or the name of a shipped scenario: the event of a message of its run"
    added.add_argument("--scenario", metavar="SCENARIO", help=named)
    added.add_argument("--component", metavar="ID", help="from, through or to which of them")
    added.add_argument("--number", type=int, metavar="N", help="of the message, as the lab has it")
    which = "which try (of events, the first; of logs, all)"
    added.add_argument("--attempt", type=int, metavar="N", help=which)
    shown = ("event", "context", "environment", "log", "trace")
    help = "the event, or the context object, variables, log or X-Ray trace of its invocation"
    added.add_argument("--show", choices=shown, default="event", help=help)
    added.add_argument("--json", action="store_true", help="the list as JSON")
    _changes(added)


def _asl(several: Any) -> None:
    what = "Run a state machine once: a definition in Amazon States Language, with mocked tasks."
    added = _command(several, "asl", commands.asl, what)
    added.add_argument("file", metavar="FILE", help="the definition, JSON or YAML; - for stdin")
    added.add_argument("--input", metavar="I", help="its input: JSON, or a file ({} without)")
    added.add_argument("--mock", metavar="M", help="a file: what its tasks come to")
    case = "one of several test cases of a file that Step Functions Local takes"
    added.add_argument("--case", default="", metavar="NAME", help=case)
    kept = "a value for ${NAME} in the definition; may be repeated"
    added.add_argument("--substitute", action="append", default=[], metavar="NAME=VALUE", help=kept)
    redriven = "redrive it so many times, as long as it does not succeed (0)"
    added.add_argument("--redrive", type=int, default=0, metavar="N", help=redriven)
    added.add_argument("--express", action="store_true", help="as an Express workflow")
    added.add_argument("--name", default="execution", metavar="NAME", help="of the execution")
    added.add_argument("--seed", type=int, default=1, metavar="N", help="of jitter and chance (1)")
    wall = "stop after this much real time of computing (120)"
    added.add_argument("--max-wall", type=float, default=120.0, metavar="SECONDS", help=wall)
    memory = "stop when the process has grown by this much memory (2,048)"
    added.add_argument("--max-memory", type=float, default=2_048.0, metavar="MB", help=memory)


def _quotas(several: Any) -> None:
    added = _command(several, "quotas", commands.quotas, "Show the cited quotas of a profile.")
    added.add_argument("--profile", metavar="P", help="notes-2021, aws-2022 or aws-2026")
    added.add_argument("--json", action="store_true", help="the table as JSON")


def _schema(several: Any) -> None:
    _command(several, "schema", commands.schema, "Print the JSON Schema of scenario files.")


def _bench(several: Any) -> None:
    added = _command(several, "bench", commands.bench, "Measure the simulator on this machine.")
    added.add_argument("--json", action="store_true", help="the figures as JSON")


def _version(several: Any) -> None:
    added = _command(several, "version", commands.version, "Say which Windtunnel this is.")
    added.add_argument("--json", action="store_true", help="the versions as JSON")
