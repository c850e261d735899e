"""What a notebook shows of results, and data frames."""

import sys
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import pytest

from simcore import Result, compare, load_scenario, run
from simcore.reporting.notebook import NO_PANDAS


@pytest.fixture(scope="module")
def result() -> Result:
    return run(load_scenario("reserved-five"), overrides={"duration": "20 s"})


def named(result: Result, title: str) -> Result:
    """The same with another title, and components of that name."""
    manifest = result.document["manifest"]
    scenario = manifest["scenario"]
    components = {id: {**one, "title": title} for id, one in scenario["components"].items()}
    changed = {**scenario, "title": title, "components": components}
    return replace(
        result, document={**result.document, "manifest": {**manifest, "scenario": changed}}
    )


def shown(what: Any) -> str:
    found = what._repr_html_()
    assert found is not None
    return str(found)


def test_a_result_shows_its_question_its_goals_and_its_timelines(result: Result) -> None:
    html = shown(result)
    assert "What does a reserved concurrency of 5 do to a queue?" in html
    assert html.count("<svg ") == 5
    assert "Goals" in html


def test_a_comparison_shows_what_was_changed(result: Result) -> None:
    scenario = load_scenario("reserved-five")
    turned = run(scenario, overrides={"duration": "20 s", "worker.reserved_concurrency": 2})
    html = shown(compare(result, turned))
    assert "worker.reserved_concurrency" in html
    assert "stroke-dasharray" in html


def test_a_hostile_name_is_shown_as_it_is(result: Result) -> None:
    html = shown(named(result, "<script>alert(1)</script>"))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_data_frame_is_of_pandas_or_it_is_said_how_to_get_it(
    result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_spec("pandas") is not None:
        frame = result.to_frame()
        told = result.document["series"]["worker"]["Invocations"]
        assert frame["worker"]["Invocations"].tolist() == told
        assert frame.index.name == "time_s"
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas") as refused:
        result.to_frame()
    assert str(refused.value) == NO_PANDAS


class Frames:
    """As much of pandas as is asked for."""

    def __init__(self) -> None:
        self.columns = self

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.given, self.named = given, named
        return self

    DataFrame = Index = __call__

    def drop(self, **_: Any) -> Any:
        return self


def test_what_a_data_frame_is_made_of(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = Frames()
    monkeypatch.setitem(sys.modules, "pandas", frames)
    result.to_frame()
    (columns,) = frames.given
    assert columns["worker", "Invocations"] == result.document["series"]["worker"]["Invocations"]
    compare(result, result).to_frame()
    (rows,) = frames.given
    assert {"component", "name", "was", "now", "change", "verdict"} <= set(rows[0])
