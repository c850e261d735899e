"""One function a command: arguments in, exit status out. What is heavy is imported when needed."""

from __future__ import annotations

import sys
from argparse import Namespace

from simcore.version import MODEL

__all__ = [
    "asl", "bench", "check", "compare", "event", "lesson", "quotas", "report", "run", "schema",
    "test", "version",
]  # fmt: skip


def run(arguments: Namespace) -> int:
    """Simulate a scenario; write its result."""
    from simcore.cli.simulate import simulate

    return simulate(arguments)


def check(arguments: Namespace) -> int:
    """List the findings; 2 when there is an error among them."""
    from simcore.cli import output
    from simcore.cli.given import changes, opened
    from simcore.scenario import examine

    given, resolve = opened(arguments.scenario)
    scenario, checks = examine(given, traces=resolve, **changes(arguments))
    invalid = any(check.severity == "error" for check in checks)
    traces = {} if scenario is None else {id: t.notes for id, t in scenario.traces.items()}
    if arguments.json:
        found = {"checks": [check.as_dict() for check in checks]}
        output.print_json({**found, "traces": traces} if traces else found)
    else:
        output.print_findings(arguments.scenario, checks)
        output.print_traces(traces)
    # A person has just read them; a script reads them where `run` would put them, unless both
    # go to one place: there they are already.
    is_script = arguments.json or not sys.stderr.isatty()
    if invalid and is_script and not output.same_place():
        output.print_checks(checks)
    return 2 if invalid else 0


def compare(arguments: Namespace) -> int:
    """Show what differs between two results."""
    from simcore.cli.comparison import compared

    return compared(arguments)


def report(arguments: Namespace) -> int:
    """Write the report of a run, or of two."""
    from simcore.cli.reporting import reported

    return reported(arguments)


def test(arguments: Namespace) -> int:
    """Try scenarios with several seeds; 1 when a goal is broken."""
    from simcore.cli.testing import tested

    return tested(arguments)


def lesson(arguments: Namespace) -> int:
    """List, check or try lessons, or begin one; 1 when one is wrong, 2 when it is invalid."""
    from simcore.cli.lessons import lessons

    return lessons(arguments)


def event(arguments: Namespace) -> int:
    """Write the event of a source, or list the sources."""
    from simcore.cli.events import events

    return events(arguments)


def asl(arguments: Namespace) -> int:
    """Run a state machine once; 1 when it did not succeed."""
    from simcore.cli.asl import executed

    return executed(arguments)


def quotas(arguments: Namespace) -> int:
    """Show a profile's rows with their sources."""
    from simcore.cli.quota_table import show
    from simcore.quotas import DEFAULT_PROFILE, load_profile

    show(load_profile(arguments.profile or DEFAULT_PROFILE), as_json=arguments.json)
    return 0


def schema(arguments: Namespace) -> int:
    """Print the JSON Schema of scenario files."""
    from simcore.cli import output
    from simcore.scenario import json_schema

    del arguments
    output.print_json(json_schema(), indent=True)
    return 0


def bench(arguments: Namespace) -> int:
    """Run the benchmarks of the source tree."""
    from simcore.cli.benchmarks import measure

    return measure(as_json=arguments.json)


def version(arguments: Namespace) -> int:
    """Say what is installed, and whether its hot modules are compiled."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    from simcore import compiled

    try:
        installed = version_of("windtunnel")
    except PackageNotFoundError:
        installed = "unknown"
    if arguments.json:
        from simcore.cli import output

        output.print_json({"windtunnel": installed, "model": MODEL, "build": compiled.build()})
    else:
        print(f"windtunnel {installed}, {compiled.build()}")
    return 0
