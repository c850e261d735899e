"""Two stored runs side by side: what the lab and the page about them say."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import orjson

from simcore.analysis import Comparison, compare
from visualizer.models import Run, RunState

WAITS = frozenset({RunState.QUEUED, RunState.RUNNING})


class NoResult(Exception):
    """A run has nothing to compare; the text says why."""


class OldResult(Exception):
    """A result that this version does not read any more."""


@dataclass(frozen=True)
class Pair:
    """What was, and what is now; one of them may be missing."""

    a: Run | None
    b: Run | None

    def notes(self) -> list[str]:
        """What has to be known before the two are compared."""
        both = [("A", self.a), ("B", self.b)]
        said = [note for name, run in both if run for note in _state_of(name, run)]
        if not (self.a and self.b):
            return said
        if self.a.id == self.b.id:
            said.append("A and B are the same run: nothing can differ.")
        if self.a.scenario != self.b.scenario or self.a.title != self.b.title:
            said.append(
                "A and B are of different scenarios: they have the time in common, and only "
                "components of the same name are compared."
            )
        elif self.a.seed != self.b.seed:
            said.append(
                "A and B have different seeds: other arrivals and other luck. A difference may be "
                "chance."
            )
        if self.a.model_version != self.b.model_version:
            ours, theirs = self.a.model_version, self.b.model_version
            said.append(
                f"A was made by model {ours} and B by model {theirs}: a difference may come from "
                "the model. Run both again to compare what you changed."
            )
        return said

    @property
    def has_common_draws(self) -> bool:
        """The same seed of the same scenario: the same arrivals and the same luck."""
        if self.a is None or self.b is None:
            return False
        return (self.a.scenario, self.a.seed) == (self.b.scenario, self.b.seed)

    def comparison(self) -> Comparison | None:
        """None as long as one of them has no result."""
        if self.a is None or self.b is None or self.a.result is None or self.b.result is None:
            return None
        return of_runs(self.a, self.b)


def _state_of(name: str, run: Run) -> list[str]:
    if run.state in WAITS:
        return [f"{name} is {run.state}: it can be compared when it is finished."]
    if run.result is None:
        why = f" {run.message}" if run.message else ""
        return [f"{name} {run.state} and has no result.{why}"]
    if run.state == RunState.STOPPED:
        return [f"{name} was stopped at {run.computed_s:g} s: what came later is missing."]
    return []


def of_runs(a: Run, b: Run) -> Comparison:
    """Of two runs that have results; raises `NoResult`, `OldResult`."""
    try:
        return compare(_result_of(a), _result_of(b))
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise OldResult("One of the results is of a form that is not read any more.") from error


def _result_of(run: Run) -> Any:
    if run.result is None:
        raise NoResult(f"Run {run.id} is {run.state} and has no result.")
    return orjson.loads(zlib.decompress(bytes(run.result)))
