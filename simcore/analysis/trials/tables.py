"""Trials as a person reads them: lines for a terminal, or Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from simcore.analysis.trials.baseline import Baseline
from simcore.analysis.trials.trial import Trial, Tried
from simcore.analysis.verdict import Judged
from simcore.analysis.verdict.words import quantity
from simcore.analysis.written import columns, escaped, relative, table

__all__ = ["markdown", "summed_up", "text"]

MOST_SEEDS = 5


def text(trials: Sequence[Trial], baseline: Baseline | None) -> Iterator[str]:
    """The lines for a terminal."""
    for trial in trials:
        yield f"{trial.scenario.id}: {trial.scenario.title}"
        yield from columns([_head(baseline), *_rows(trial, baseline)])
        yield from (f"  {line}" for line in _reasons(trial))
        yield from (f"    {line}" for line in _commands(trial))
        yield ""
    yield summed_up(trials)


def markdown(trials: Sequence[Trial], baseline: Baseline | None) -> Iterator[str]:
    """The same in Markdown: the goals that are broken first, then all of them."""
    yield f"## {'Goals kept' if all(trial.passed for trial in trials) else 'Goals broken'}"
    yield ""
    yield escaped(summed_up(trials))
    for trial in sorted(trials, key=lambda trial: trial.passed):
        yield ""
        yield f"### {escaped(f'{trial.scenario.id}: {trial.scenario.title}')}"
        yield ""
        yield from table([_head(baseline), *_rows(trial, baseline)])
        if not trial.passed:
            yield from ("", *(f"- {escaped(line)}" for line in _reasons(trial)))
            commands = (" ".join(line.split()) for line in _commands(trial))  # none ends the block
            yield from ("", "```sh", *commands, "```")


def summed_up(trials: Sequence[Trial]) -> str:
    """How many of what, and how many broken."""
    goals = [goal for trial in trials for goal in trial.goals]
    broken = sum(not goal.passed for goal in goals)
    seeds = len(trials[0].seeds)
    what = f"{_many(len(trials), 'scenario')}, {_many(len(goals), 'goal')}, {_many(seeds, 'seed')}"
    outcome = f"{broken} of {len(goals)} goals broken" if broken else "every goal kept"
    return f"{what} each: {outcome}" if seeds > 1 else f"{what}: {outcome}"


def _many(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _head(baseline: Baseline | None) -> tuple[str, ...]:
    now = ("Now",) if baseline is None else ("Was", "Now", "Change")
    return ("Goal", *now, "Kept", "")


def _rows(trial: Trial, baseline: Baseline | None) -> Iterator[tuple[str, ...]]:
    for goal in trial.goals:
        kept = f"{len(goal.seeds) - len(goal.broken)} of {len(goal.seeds)}"
        told = (_seen(goal),) if baseline is None else _compared(trial, goal, baseline)
        yield (goal.first.goal.title, *told, kept, "" if goal.passed else "BROKEN")


def _seen(goal: Tried) -> str:
    """The median, and between which values."""
    values, unit = goal.values, goal.first.unit
    if not values:
        return "no data"
    low, high = (quantity(value, unit) for value in (min(values), max(values)))
    middle = quantity(goal.middle, unit)
    return middle if low == high else f"{middle} ({low} to {high})"


def _compared(trial: Trial, goal: Tried, baseline: Baseline) -> tuple[str, str, str]:
    was, now, unit = baseline.was(trial.scenario.id, goal), goal.middle, goal.first.unit
    return quantity(was, unit), _seen(goal), _change(was, now, goal)


def _change(was: float | None, now: float | None, goal: Tried) -> str:
    """By how much, relative where that says something, and whether that is better."""
    if was is None or now is None or not (isfinite(was) and isfinite(now)):
        return ""
    change = now - was
    if not change:
        return "same"
    said = f"{'+' if change > 0 else ''}{quantity(change, goal.first.unit)}"
    word = _better(was, now, goal.first)
    return f"{said}{relative(change, was)}{f', {word}' if word else ''}"


def _better(was: float, now: float, goal: Judged) -> str:
    """Less of what has an upper bound, more of what has a lower one, nearer to what is meant."""
    op, numbers = goal.goal.bound.op, goal.numbers
    if op in ("<", "<="):
        return "better" if now < was else "worse"
    if op in (">", ">="):
        return "better" if now > was else "worse"
    if op == "!=":
        return ""
    nearer = _off(was, numbers) - _off(now, numbers)
    return "" if not nearer else "better" if nearer > 0 else "worse"


def _off(value: float, numbers: Sequence[float]) -> float:
    """How far it is from what it is to be, or to be between."""
    return max(numbers[0] - value, value - numbers[-1], 0.0)


def _reasons(trial: Trial) -> Iterator[str]:
    """What is broken, and with which seeds."""
    for goal in trial.goals:
        if not goal.passed:
            one, n = goal.broken[0][1], len(goal.broken)
            seeds = ", ".join(str(seed) for seed, _ in goal.broken[:MOST_SEEDS])
            more = f" and {n - MOST_SEEDS} more" if n > MOST_SEEDS else ""
            yield f"broken with seed{'s' if n > 1 else ''} {seeds}{more}: {one.words}"


def _commands(trial: Trial) -> Iterator[str]:
    """How to look at it: of each goal the first seed that breaks it, each seed once."""
    seeds = dict.fromkeys(goal.broken[0][0] for goal in trial.goals if not goal.passed)
    yield from (f"windtunnel run {trial.file} --seed {seed}" for seed in seeds)
