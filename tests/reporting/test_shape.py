"""Results from files that anybody wrote: a report, or a clear answer why there is none."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from simcore.errors import SimError
from simcore.reporting import ReportError, build
from simcore.reporting.drawing import svg
from simcore.reporting.formats import FORMATS
from tests.shares import SOAK

JUNK = [None, -1, 1e308, 1e17, "x", "../../x", [], {}, True, [[1]], {"a": 1}, "<b>", 0, 10**30]
TRIES = 2_000 if SOAK else 15


@pytest.fixture(scope="module")
def short(rush: dict[str, Any]) -> Any:
    """A result with everything in it, and little of it."""
    found = orjson.loads(orjson.dumps(rush))
    found["time_s"] = found["time_s"][:10]
    for metrics in found["series"].values():
        metrics.update({name: values[:10] for name, values in metrics.items()})
    return {**found, "stories": found["stories"][:3]}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for key, one in within(value):
        yield from places(one, (*path, key))


def within(value: Any) -> Any:
    """The parts of an object, and the first ones of a list."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value[:2]) if isinstance(value, list) else ()


def spoilt(document: Any, chance: random.Random) -> Any:
    """With one part replaced by junk, or gone."""
    found = copy.deepcopy(document)
    *way, last = chance.choice(list(places(document)))
    within = found
    for key in way:
        within = within[key]
    if isinstance(within, dict) and chance.random() < 0.3:
        del within[last]
    else:
        within[last] = chance.choice(JUNK)
    return found


def test_a_spoilt_result_gives_a_report_or_says_what_is_wrong(short: Any) -> None:
    chance, refused = random.Random(4711), 0
    for _ in range(TRIES):
        try:
            report = build(spoilt(short, chance))
            FORMATS[".md"].write(report)
            for chart in report.charts:
                svg(chart, report.run)
        except SimError:
            refused += 1
    assert 0 < refused < TRIES


@pytest.mark.parametrize(
    ("where", "junk"),
    [
        ("format", "windtunnel.scenario/1"),
        ("manifest", {}),
        ("series", {"../../etc/passwd": {}}),
        ("series", {"worker": {"Duration": [1.0]}}),
        ("time_s", [0.0] * 3),
        ("flags", [{"t_s": float("nan")}]),
    ],
)
def test_what_is_no_result_is_refused_by_the_place_that_is_wrong(
    short: Any, where: str, junk: Any
) -> None:
    with pytest.raises(ReportError, match=where if where != "time_s" else "bins"):
        build({**short, where: junk})


def test_a_scenario_that_cannot_have_run_is_refused(short: Any) -> None:
    found = copy.deepcopy(short)
    del found["manifest"]["scenario"]["components"]["worker"]
    with pytest.raises(ReportError, match="cannot have run"):
        build(found)


def test_a_result_from_before_there_were_insights_has_them(short: Any) -> None:
    before = {key: value for key, value in short.items() if key != "insights"}
    assert build(before).section("moments") == build({**short, "insights": [{}]}).section("moments")
