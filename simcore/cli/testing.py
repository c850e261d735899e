"""`windtunnel test`: scenarios as tests, on all cores."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import TYPE_CHECKING

from simcore.analysis.trials import (
    Baseline,
    BaselineUnusable,
    Trial,
    as_document,
    cores,
    junit,
    read_baseline,
    tried,
)
from simcore.analysis.trials.tables import markdown, text
from simcore.cli import output
from simcore.cli.arguments import BadArguments
from simcore.cli.given import opened
from simcore.cli.loading import is_loaded
from simcore.cli.named import named
from simcore.cli.progress import progress
from simcore.cli.targets import File
from simcore.errors import Check, ScenarioInvalid
from simcore.scenario import examine

if TYPE_CHECKING:
    from simcore.scenario import Scenario

__all__ = ["tested"]

MOST_SEEDS = 10_000
MOST_JOBS = 1_000
KEPT, BROKEN = 0, 1

Named = list[tuple[str, "Scenario"]]
"""The path of each scenario, and what it says."""


def tested(arguments: Namespace) -> int:
    """Try what the arguments mean; 0 when every goal is kept, 1 when one is broken."""
    jobs = _within("--jobs", cores() if arguments.jobs is None else arguments.jobs, MOST_JOBS)
    seeds = _within("--seeds", arguments.seeds, MOST_SEEDS)
    files = {option: _file(arguments, option) for option in ("junit", "markdown", "save_baseline")}
    scenarios = _scenarios(named(arguments.paths))
    baseline = _baseline(arguments.baseline, scenarios)
    is_loaded()
    trials = _tried(scenarios, seeds, jobs, quiet=arguments.quiet)
    _write(files, trials, baseline)
    if not arguments.quiet:
        print("\n".join(text(trials, baseline)))
    return KEPT if all(trial.passed for trial in trials) else BROKEN


def _within(option: str, value: int, most: int) -> int:
    if not 1 <= value <= most:
        raise BadArguments(f"{option} {value}: 1 to {most:,} are taken", "")
    return value


def _file(arguments: Namespace, option: str) -> File | None:
    name = getattr(arguments, option)
    return None if name is None else File(f"--{option.replace('_', '-')}", name)


def _scenarios(names: Sequence[str]) -> Named:
    """Those that state goals; raises `ScenarioInvalid` with what is wrong with any of them."""
    found, wrong = [], list[Check]()
    for name in names:
        scenario, checks = _examined(name)
        wrong += (check for check in checks if check.severity == "error")
        output.print_warnings(check for check in checks if check.id == "goal.too-late")
        if scenario is not None:
            found.append((name, scenario))
    if wrong:
        raise ScenarioInvalid(wrong)
    _are_distinct(found)
    return _with_goals(found)


def _examined(name: str) -> tuple[Scenario | None, list[Check]]:
    """With the file's name before every path."""
    try:
        given, resolve = opened(name)
        scenario, checks = examine(given, traces=resolve)
    except ScenarioInvalid as invalid:
        scenario, checks = None, invalid.checks
    return scenario, [replace(check, path=f"{name}: {check.path}".rstrip(": ")) for check in checks]


def _are_distinct(found: Named) -> None:
    names: dict[str, str] = {}
    for name, scenario in found:
        if scenario.id in names:
            message = f"{names[scenario.id]} and {name} both have the id {scenario.id}"
            raise BadArguments(message, "give one of them another")
        names[scenario.id] = name


def _with_goals(found: Named) -> Named:
    for name, scenario in found:
        if not scenario.goals:
            print(f"{name}: states no goals, and is left out", file=sys.stderr)
    stated = [(name, scenario) for name, scenario in found if scenario.goals]
    if not stated:
        raise BadArguments("no goals, so nothing to test", "state them in the scenario: `expect:`")
    return stated


def _baseline(name: str | None, scenarios: Named) -> Baseline | None:
    if name is None:
        return None
    try:
        return read_baseline(name, [scenario for _, scenario in scenarios])
    except BaselineUnusable as unusable:
        hint = "a file of --save-baseline, a result of run --json, or a folder of them"
        raise BadArguments(f"--baseline {unusable}", hint) from None


def _tried(scenarios: Named, seeds: int, jobs: int, *, quiet: bool) -> list[Trial]:
    total, finished = len(scenarios) * seeds, 0
    title = scenarios[0][1].title if len(scenarios) == 1 else f"{len(scenarios)} scenarios"
    with progress(title, total, quiet, "runs", "done") as advance:

        def done() -> None:
            nonlocal finished
            finished += 1
            advance(finished)

        try:
            found = tried([scenario for _, scenario in scenarios], seeds, jobs, done)
        except BrokenProcessPool:
            message = "a process was ended from outside, perhaps for lack of memory"
            raise BadArguments(message, f"--jobs {max(jobs // 2, 1)}") from None
    pairs = zip(scenarios, found, strict=True)
    return [Trial(scenario, name, tuple(attempts)) for (name, scenario), attempts in pairs]


def _write(
    files: dict[str, File | None], trials: Sequence[Trial], baseline: Baseline | None
) -> None:
    if (file := files["junit"]) is not None:
        file.write_bytes(junit(trials))
    if (file := files["markdown"]) is not None:
        file.write_bytes("\n".join([*markdown(trials, baseline), ""]).encode())
    if (file := files["save_baseline"]) is not None:
        file.write_bytes(output.json_bytes(as_document(trials), indent=True))
