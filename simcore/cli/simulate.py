"""`windtunnel run`: simulate, show how far it is, write what came out."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from simcore.cli import output
from simcore.cli.given import changes, more_than_nothing, opened
from simcore.cli.loading import is_loaded
from simcore.cli.progress import progress
from simcore.cli.targets import CsvFolder, JsonFile
from simcore.scenario import load_scenario

if TYPE_CHECKING:
    from simcore.scenario import Scenario
    from simcore.scenario.run import Limits, Result, Run

__all__ = ["simulate"]


def simulate(arguments: Namespace) -> int:
    """Run the scenario that the arguments mean; 0 when it ended, 1 when a limit stopped it."""
    # Before the work, so that an hour's run is not lost to a wrong path.
    to_json = JsonFile(arguments.json) if arguments.json not in (None, "-") else None
    to_csv = CsvFolder(arguments.csv) if arguments.csv is not None else None
    run = _prepared(arguments)
    is_loaded()
    result = _computed(run, quiet=arguments.quiet)
    data = result.as_dict()
    if to_json is not None:
        to_json.write(data)
    if to_csv is not None:
        to_csv.write(data)
    if arguments.json == "-":
        output.print_json(data, indent=False)
    elif not arguments.quiet:
        _tell(
            run.scenario, data, [target.told for target in (to_json, to_csv) if target is not None]
        )
    return 0 if result.status == "finished" else 1


def _prepared(arguments: Namespace) -> Run:
    from simcore.scenario.load import findings, vary
    from simcore.scenario.run import Run

    given, resolve = opened(arguments.scenario)
    limits = _limits(arguments)
    scenario = load_scenario(given, traces=resolve, event_budget=limits.event_budget)
    run = Run(scenario, limits=limits, shown=False, **changes(arguments))
    if not arguments.quiet:
        budget = limits.event_budget
        output.print_warnings(
            findings(vary(scenario, event_budget=budget, **changes(arguments)), budget)
        )
    return run


def _limits(arguments: Namespace) -> Limits:
    from simcore.scenario.run import Limits

    more_than_nothing(arguments, "max_events", "max_wall", "max_memory")
    events = Limits.events if arguments.max_events is None else arguments.max_events
    return Limits(events, wall_s=arguments.max_wall, memory_mb=arguments.max_memory)


def _computed(run: Run, quiet: bool) -> Result:
    end_s, reached_s = run.scenario.duration, 0.0
    try:
        with progress(run.scenario.title, end_s, quiet) as advance:
            for frame in run.frames():
                reached_s = frame.t1
                advance(frame.t1)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"at {reached_s:,.0f} s of {end_s:,.0f} s") from None
    return run.result()


def _tell(scenario: Scenario, data: dict[str, Any], written: list[str]) -> None:
    from simcore.cli.summary import summary

    for line in summary(data):
        print(line)
    if scenario.goals:
        _tell_goals(scenario, data)
    for line in written:
        print(line)


def _tell_goals(scenario: Scenario, data: dict[str, Any]) -> None:
    from simcore.analysis import judge
    from simcore.analysis.verdict.words import verdict_lines

    print("\n".join(["", "  goals", *verdict_lines(judge(scenario, data))]))
