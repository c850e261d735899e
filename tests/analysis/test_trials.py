"""Scenarios tried with several seeds: shares, what was seen earlier, JUnit, tables."""

from __future__ import annotations

import json
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

import junitparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore import judge, load_scenario, run
from simcore.analysis.trials import (
    Attempt,
    BaselineUnusable,
    Trial,
    as_document,
    junit,
    read_baseline,
    tried,
)
from simcore.analysis.trials.tables import markdown, text
from simcore.analysis.trials.trial import Tried, seeds_of
from simcore.analysis.verdict import Judged, Verdict
from simcore.scenario import Scenario
from simcore.scenario.model import LARGEST_SEED

EXPECT = {"site.requests": "at least 30", "fn": {"throttles": 0, "p99_duration": "< 1 s"}}


def scenario(**said: Any) -> Scenario:
    """About three requests a second for ten seconds: with some seeds fewer than 30."""
    document = {
        "format": "windtunnel.scenario/1",
        "id": "small",
        "title": "Enough?",
        "duration": 10,
        "seed": 1,
        "expect": EXPECT,
        "components": {
            "site": {"type": "client", "target": "fn", "arrivals": {"poisson": {"rate": 3}}},
            "fn": {"type": "function", "duration": "100 ms", "init_duration": 0},
        },
    }
    return load_scenario(document | said)


def a_trial(seeds: int = 8, file: str = "small.yaml", **said: Any) -> Trial:
    asked = scenario(**said)
    (attempts,) = tried([asked], seeds, 1, lambda: None)
    return Trial(asked, file, tuple(attempts))


@pytest.fixture(scope="module")
def trial() -> Trial:
    return a_trial()


def made_up(
    statuses: list[str], may_fail: float, values: list[float | None] | None = None
) -> Tried:
    """A goal with these outcomes."""
    goal = scenario().goals[0]
    numbers = values or [1.0] * len(statuses)
    judged = tuple(
        Judged(goal, status, value, "")  # type: ignore[arg-type]
        for status, value in zip(statuses, numbers, strict=True)
    )
    return Tried(tuple(range(len(statuses))), judged, may_fail)


# --- seeds and shares ------------------------------------------------------------------------


def test_seeds_begin_with_the_scenarios_own_and_stay_in_range() -> None:
    assert seeds_of(scenario(), 3) == [1, 2, 3]
    assert seeds_of(scenario(seed=LARGEST_SEED), 2) == [LARGEST_SEED, 0]


@given(st.lists(st.sampled_from(["passed", "failed", "no data"]), min_size=1, max_size=30),
       st.integers(0, 100))  # fmt: skip
def test_a_goal_is_broken_by_more_than_its_share_of_seeds(
    statuses: list[str], hundredths: int
) -> None:
    goal = made_up(statuses, hundredths / 100)
    broken = sum(status != "passed" for status in statuses)
    assert len(goal.broken) == broken
    assert goal.passed == (100 * broken <= hundredths * len(statuses))


def test_what_is_seen_is_that_of_single_runs_whatever_the_number_of_processes(trial: Trial) -> None:
    apart = tried([trial.scenario], 8, 2, lambda: None)[0]
    assert [one.verdict for one in apart] == [one.verdict for one in trial.attempts]
    for attempt in trial.attempts:
        result = run(trial.scenario, seed=attempt.seed)
        assert attempt.verdict == judge(trial.scenario, result)
    requests = trial.goals[0]
    assert 0 < len(requests.broken) < 8, "this test needs both"
    assert [goal.passed for goal in trial.goals] == [False, True, True]
    assert not trial.passed
    assert a_trial(may_fail=len(requests.broken) / 8).passed
    assert not a_trial(may_fail=(len(requests.broken) - 0.5) / 8).passed


def test_every_finished_run_is_told_of() -> None:
    told: list[int] = []
    tried([scenario(), scenario(id="other")], 2, 1, lambda: told.append(1))
    assert len(told) == 4


# --- what was seen earlier -------------------------------------------------------------------


def saved(trial: Trial, folder: Path) -> Path:
    file = folder / "baseline.json"
    file.write_text(json.dumps(as_document([trial]), allow_nan=False))
    return file


def test_a_saved_test_gives_its_medians_back(trial: Trial, tmp_path: Path) -> None:
    baseline = read_baseline(str(saved(trial, tmp_path)), [trial.scenario])
    for goal in trial.goals:
        assert baseline.was("small", goal) == goal.middle == sorted(goal.values)[3]
    assert baseline.was("other", trial.goals[0]) is None


def test_a_saved_test_has_the_same_bytes_each_time(trial: Trial) -> None:
    again = a_trial()
    assert json.dumps(as_document([trial])) == json.dumps(as_document([again]))


@pytest.mark.parametrize("as_folder", [True, False])
def test_results_are_judged_by_the_goals_of_today(as_folder: bool, tmp_path: Path) -> None:
    asked = scenario(expect={})
    for seed in (1, 2, 3) if as_folder else (1,):
        (tmp_path / f"{seed}.json").write_text(json.dumps(run(asked, seed=seed).as_dict()))
    if as_folder:
        other = scenario(id="other", expect={})
        (tmp_path / "other.json").write_text(json.dumps(run(other, seed=9).as_dict()))
    (tmp_path / "package.json" if as_folder else tmp_path / "x").write_text("{}")
    trial = a_trial(3 if as_folder else 1)
    name = tmp_path if as_folder else tmp_path / "1.json"
    baseline = read_baseline(str(name), [trial.scenario])
    assert [baseline.was("small", goal) for goal in trial.goals] == [g.middle for g in trial.goals]


def test_never_and_no_data_survive_being_saved(tmp_path: Path) -> None:
    goal = made_up(["failed", "no data", "passed"], 0, [inf, None, 2.0])
    assert goal.as_dict()["values"] == ["never", None, 2.0]
    goals = [Verdict((one,)) for one in goal.judged]
    attempts = tuple(Attempt(n, verdict, 0.0) for n, verdict in enumerate(goals))
    baseline = read_baseline(str(saved(Trial(scenario(), "x", attempts), tmp_path)), [scenario()])
    assert baseline.was("small", goal) == goal.middle == 2.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "neither a saved test nor a result"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ('{"format": "windtunnel.test/1"}', "damaged"),
        ('{"format": "windtunnel.test/1", "scenarios": [{"id": "small", "goals": [{"goal": "x",'
         ' "values": ["much"]}]}]}', "damaged"),
        ('{"format": "windtunnel.test/1", "scenarios": []}', "nothing in it"),
        ('{"format": "windtunnel.result/1", "manifest": {"scenario": {"id": "small"}}}', "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_said(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    file.write_text(text)
    with pytest.raises(BaselineUnusable, match=words):
        read_baseline(str(file), [scenario()])


# --- JUnit -----------------------------------------------------------------------------------

HOSTILE = '</failure><script>alert("1")</script> & ]]> \ufffe \U0001f600 | `x` *y*'


def parsed(trials: list[Trial], folder: Path) -> list[junitparser.TestSuite]:
    file = folder / "junit.xml"
    file.write_bytes(junit(trials))
    return list(junitparser.JUnitXml.fromfile(str(file)))


def test_junit_is_read_by_a_parser_of_others(trial: Trial, tmp_path: Path) -> None:
    (suite,) = parsed([trial], tmp_path)
    assert (suite.name, suite.tests, suite.failures, suite.errors) == ("small", 3, 1, 0)
    cases = list(suite)
    assert [case.name for case in cases] == [goal.first.goal.title for goal in trial.goals]
    assert {case.classname for case in cases} == {"small"}
    (failure,) = cases[0].result
    assert isinstance(failure, junitparser.Failure)
    seed = trial.goals[0].broken[0][0]
    assert failure.message.startswith(f"broken with {len(trial.goals[0].broken)} of 8 seeds")
    assert failure.text == f"windtunnel run small.yaml --seed {seed}"
    assert not cases[1].result
    assert cases[1].system_out.count("passed") == 8
    assert {p.name: p.value for p in suite.properties()}["seeds"] == "1 2 3 4 5 6 7 8"


def test_a_goal_without_data_is_an_error_in_junit(tmp_path: Path) -> None:
    trial = a_trial(1, expect={"fn.p99_init_duration": "< 1 s"})
    (suite,) = parsed([trial], tmp_path)
    assert (suite.failures, suite.errors) == (0, 1)
    (problem,) = next(iter(suite)).result
    assert isinstance(problem, junitparser.Error)
    assert "no data" in problem.message


def test_hostile_names_are_text_in_junit_and_in_markdown(tmp_path: Path) -> None:
    trial = a_trial(1, file=f"a\x1b[31m{HOSTILE}\udcff", title=HOSTILE)
    (suite,) = parsed([trial], tmp_path)
    told = {p.name: p.value for p in suite.properties()}
    assert told["title"] == HOSTILE.replace("\ufffe", "\ufffd")
    assert "\x1b" not in told["file"]
    assert len(list(suite)) == 3
    written = "\n".join(markdown([trial], None))
    assert "<script>" not in written.replace("\\<", "")
    assert "\\`x\\` \\*y\\*" in written


# --- tables ----------------------------------------------------------------------------------


def test_a_table_says_was_now_and_which_way_is_better(trial: Trial, tmp_path: Path) -> None:
    baseline = read_baseline(str(saved(trial, tmp_path)), [trial.scenario])
    slower = a_trial(components={
        "site": {"type": "client", "target": "fn", "arrivals": {"poisson": {"rate": 6}}},
        "fn": {"type": "function", "duration": "200 ms", "init_duration": 0},
    })  # fmt: skip
    rows = {line.split("  ")[1]: line for line in text([slower], baseline) if line.startswith("  ")}
    duration = next(line for name, line in rows.items() if name.startswith("fn: p99"))
    assert "100 ms" in duration
    assert "+100 ms (+100 %), worse" in duration
    requests = next(line for name, line in rows.items() if name.startswith("site"))
    assert requests.endswith("8 of 8")
    assert ", better" in requests
    assert "same" in next(line for name, line in rows.items() if name.startswith("fn: throttles"))


@pytest.mark.parametrize(
    ("bound", "was", "now", "word"),
    [
        ("< 5", 3.0, 2.0, "better"), ("<= 5", 2.0, 3.0, "worse"), ("above 5", 2.0, 3.0, "better"),
        ("at least 5", 3.0, 2.0, "worse"), ("0", 3.0, 1.0, "better"), ("0", 0.0, 1.0, "worse"),
        ("between 2 and 4", 1.0, 3.0, "better"), ("between 2 and 4", 3.0, 9.0, "worse"),
        ("between 2 and 4", 2.0, 3.0, ""), ("!= 5", 2.0, 3.0, ""),
    ],
)  # fmt: skip
def test_what_is_better_follows_from_the_bound(
    bound: str, was: float, now: float, word: str, tmp_path: Path
) -> None:
    asked = scenario(expect={"fn.throttles": bound})
    (one,) = judge(asked, run(asked)).goals
    attempts = [(Attempt(1, Verdict((replace(one, value=value),)), 0.0),) for value in (was, now)]
    before, after = (Trial(asked, "x", attempt) for attempt in attempts)
    baseline = read_baseline(str(saved(before, tmp_path)), [asked])
    row = list(text([after], baseline))[2]
    assert [one for one in ("better", "worse") if one in row] == ([word] if word else [])


def test_a_broken_goal_says_with_which_seeds_and_how_to_see_it(trial: Trial) -> None:
    lines = list(text([trial], None))
    seeds = [seed for seed, _ in trial.goals[0].broken]
    (reason,) = [line for line in lines if "broken with seed" in line]
    assert all(str(seed) in reason for seed in seeds[:5])
    assert f"    windtunnel run small.yaml --seed {seeds[0]}" in lines
    assert lines[-1] == "1 scenario, 3 goals, 8 seeds each: 1 of 3 goals broken"
    assert list(text([a_trial(1, expect={"fn.throttles": 0})], None))[-1].endswith(
        "every goal kept"
    )


def test_markdown_has_what_is_broken_first(trial: Trial) -> None:
    good = a_trial(1, id="fine", expect={"fn.throttles": 0})
    heads = [line for line in markdown([good, trial], None) if line.startswith("#")]
    assert [head.split(":")[0] for head in heads] == ["## Goals broken", "### small", "### fine"]


def test_markdown_says_once_how_to_see_what_is_broken(trial: Trial) -> None:
    worse = a_trial(1, expect={"fn.throttles": "> 5000", "fn.invocations": "> 500000"})
    assert sum(not goal.passed for goal in worse.goals) == 2
    lines = list(markdown([worse], None))
    (at,) = [n for n, line in enumerate(lines) if line.startswith("windtunnel run ")]
    assert (lines[at - 1], lines[at + 1]) == ("```sh", "```")
    assert "windtunnel run" not in "".join(markdown([a_trial(1, expect={"fn.throttles": 0})], None))
