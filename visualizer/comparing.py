"""Stored runs side by side: what the lab and the page about them say.

A is what was; each of the others is compared with it. What a comparison says depends on two results
and nothing else, so it is computed once, as long as it is among the last ones asked for.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db.models import F, Q, QuerySet

from simcore import Comparison, compare
from visualizer.models import Run, RunState

WAITS = frozenset({RunState.QUEUED, RunState.RUNNING})
LETTERS = "ABCD"  # how many runs the page has room for
KEPT = 24  # comparisons: each is some hundred kilobytes


class NoResult(Exception):
    """A run has nothing to compare; the text says why."""


GONE = "Run {run} has no result any more: it was deleted, or it is computed again."


LATER = "It has them when it has gone on to its end."


def require_result(run: Run) -> None:
    """Raise `NoResult`, for a run from `without_results` that has none."""
    if not has_result(run):
        none = f"Run {run.id} is {run.state} and has no result, so no verdict and no report."
        raise NoResult(f"{none} {LATER}")


class OldResult(Exception):
    """A result that this version does not read any more."""


def without_results() -> QuerySet[Run]:
    """Runs as far as one has to know them here: whether they have a result, not what it is."""
    return Run.objects.defer("result").annotate(has_result=Q(result__isnull=False))


@dataclass(frozen=True)
class Several:
    """What was, and what is in others; any of them may be missing."""

    runs: tuple[Run | None, ...]

    @property
    def named(self) -> list[tuple[str, Run]]:
        """Those that are there, by their letters."""
        return [(name, run) for name, run in zip(LETTERS, self.runs, strict=False) if run]

    @property
    def whole(self) -> bool:
        """There is something to compare, and something to compare it with."""
        return self.runs[0] is not None and len(self.named) > 1

    def notes(self) -> list[str]:
        """What has to be known before they are compared."""
        said = [note for name, run in self.named for note in _state_of(name, run)]
        if self.whole:
            (_, was), *others = self.named
            said += [note for name, run in others for note in _beside(was, name, run)]
        return said

    @property
    def one_scenario(self) -> bool:
        """They can differ by what was changed, and by nothing else."""
        return len({run.scenario for _, run in self.named}) == 1

    @property
    def has_common_draws(self) -> bool:
        """The same seed of the same scenario: the same arrivals and the same luck."""
        return len({(run.scenario, run.seed) for _, run in self.named}) == 1

    def comparisons(self) -> list[tuple[str, Comparison]]:
        """Of A with each of the others, by its letter; without those that have no result."""
        if not self.whole or not has_result(self.named[0][1]):
            return []
        (_, was), *others = self.named
        return [(name, of_runs(was, run)) for name, run in others if has_result(run)]


def has_result(run: Run) -> bool:
    """Whether it has one; of a run from `without_results`."""
    return bool(getattr(run, "has_result", False))


def _beside(was: Run, name: str, now: Run) -> list[str]:
    said = []
    if was.id == now.id:
        said.append(f"A and {name} are the same run: nothing can differ.")
    if was.scenario != now.scenario:
        said.append(
            f"A ({was.scenario}) and {name} ({now.scenario}) are of different scenarios: they have "
            "the time in common, and only components of the same name and type are compared."
        )
    elif was.seed != now.seed:
        said.append(
            f"A and {name} have different seeds: other arrivals and other luck. A difference may "
            "be chance."
        )
    if was.model_version != now.model_version:
        ours, theirs = was.model_version, now.model_version
        said.append(
            f"A was made by model {ours} and {name} by model {theirs}: a difference may come from "
            "the model. Run both again to compare what you changed."
        )
    return said


def _state_of(name: str, run: Run) -> list[str]:
    if run.state in WAITS:
        return [f"{name} is {run.state}: it can be compared when it is finished."]
    if not has_result(run):
        why = f" {run.message}" if run.message else ""
        return [f"{name} {run.state} and has no result.{why}"]
    if run.state == RunState.STOPPED:
        return [f"{name} was stopped at {run.computed_s:g} s: what came later is missing."]
    return []


def of_runs(a: Run, b: Run) -> Comparison:
    """Of two runs that have results; raises `NoResult`, `OldResult`."""
    for run in (a, b):
        require_result(run)
    try:
        return _compared(a.id, a.finished, b.id, b.finished)
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise OldResult("One of the results is of a form that is not read any more.") from error


@lru_cache(maxsize=KEPT)
def _compared(a: str, a_ended: datetime | None, b: str, b_ended: datetime | None) -> Comparison:
    """A run that was stopped and goes on ends a second time, and has another result then."""
    return replace(compare(result_of(a), result_of(b)), runs=())


def result_of(run_id: str) -> Any:
    """It may be gone since somebody looked whether there is one."""
    blob = Run.objects.filter(id=run_id).values_list(F("result"), flat=True).first()
    if not blob:
        raise NoResult(GONE.format(run=run_id))
    return orjson.loads(zlib.decompress(bytes(blob)))
