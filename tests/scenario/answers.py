"""What a shipped scenario came to, in the words of the tests of its claims."""

from functools import cache
from typing import Any

from simcore import load_scenario
from tests import store


@cache
def result(slug: str, profile: str | None = None, **overrides: Any) -> dict[str, Any]:
    paths = {path.replace("__", "."): value for path, value in overrides.items()}
    return store.result(load_scenario(slug), profile=profile, overrides=paths)


def total(found: dict[str, Any], component: str, name: str) -> float:
    return float(found["counters"][component][name])


def series(found: dict[str, Any], component: str, metric: str) -> list[float]:
    return [value or 0 for value in found["series"][component][metric]]


def first(found: dict[str, Any], component: str, metric: str, least: float) -> float:
    """When the metric first has that value, in seconds."""
    values = series(found, component, metric)
    index = next(i for i, value in enumerate(values) if value >= least)
    return float(found["time_s"][index])


def latency(found: dict[str, Any], queue: str, p: str) -> float:
    return float(found["percentiles"][queue]["MessageLatency"][p]) / 1000
