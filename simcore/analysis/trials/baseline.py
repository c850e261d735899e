"""What was seen earlier: goal by goal, from a saved test or from results that were kept.

Results are judged by the goals of today, so that a goal which is new has an earlier value, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median_low
from typing import Any

from simcore.analysis.trials.trial import FORMAT, Tried, number_of
from simcore.analysis.verdict import judge
from simcore.errors import SimError
from simcore.recording.result import FORMAT as RESULT
from simcore.scenario import Scenario

__all__ = ["Baseline", "BaselineUnusable", "read_baseline"]

Was = dict[tuple[str, str], list[float]]
"""Id of a scenario and what a goal is about -> the values that were seen."""


class BaselineUnusable(SimError):
    """There is nothing to compare with: the text says where and why."""


class Baseline:
    """Earlier values."""

    def __init__(self, values: Was) -> None:
        self._values = values

    def was(self, id: str, tried: Tried) -> float | None:
        """The median of what was seen earlier; None of a goal that was not there."""
        values = self._values.get((id, tried.first.goal.about))
        return median_low(values) if values else None


def read_baseline(name: str, scenarios: Sequence[Scenario]) -> Baseline:
    """Of a file that holds a test or a result, or of a folder of such files.

    Raises `BaselineUnusable`.
    """
    path, known = Path(name), {scenario.id: scenario for scenario in scenarios}
    if not path.exists():
        raise BaselineUnusable(f"{name}: there is no such file or folder")
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    values: Was = {}
    for file in files:
        for key, value in _values(file, known, strict=not path.is_dir()):
            values.setdefault(key, []).append(value)
    if not values:
        raise BaselineUnusable(f"{name}: nothing in it is about the scenarios that are tested")
    return Baseline(values)


def _values(
    file: Path, known: Mapping[str, Scenario], *, strict: bool
) -> Iterator[tuple[tuple[str, str], float]]:
    data = _read(file)
    format = data.get("format") if isinstance(data, dict) else None
    try:
        if format == FORMAT:
            yield from _of_test(data)
        elif format == RESULT:
            yield from _of_result(data, known)
        elif strict:
            raise BaselineUnusable(f"{file}: neither a saved test nor a result")
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        what = f"{type(error).__name__} {error}"
        raise BaselineUnusable(f"{file}: damaged, or of another version ({what:.80})") from None


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        raise BaselineUnusable(f"{file}: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise BaselineUnusable(f"{file}: this is no JSON") from None


def _of_test(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], float]]:
    for scenario in data["scenarios"]:
        for goal in scenario["goals"]:
            for value in map(number_of, goal["values"]):
                if value is not None:
                    yield (str(scenario["id"]), str(goal["goal"])), float(value)


def _of_result(
    data: Mapping[str, Any], known: Mapping[str, Scenario]
) -> Iterator[tuple[tuple[str, str], float]]:
    id = data["manifest"]["scenario"]["id"]
    if id not in known:
        return
    for one in judge(known[id], data).goals:
        if one.value is not None:
            yield (id, one.goal.about), one.value
