"""What a report says of the state machines of its run."""

import re

import pytest

import simcore
from simcore.paper.live import live
from simcore.paper.report_page import html, printed
from simcore.reporting import SECTIONS, build
from simcore.reporting.complaint import ReportError
from simcore.reporting.formats.markdown import markdown
from tests.evidence.step_function_parts import task
from tests.scenario.saga import SAGA
from tests.scenario.small import SMALL
from tests.services.state_machines import WORKER, document, once


@pytest.fixture(scope="module")
def told():
    """The report of a run, and the run."""
    scenario = simcore.load_scenario(SAGA)
    run, result = live(simcore.Run(scenario, seed=1), scenario, "ABCDEFGHIJ")
    return build(result, scenario=scenario), run


def rows(text):
    """Those of the table of states, cell by cell."""
    table = re.search(r'<h2 id="machines">.*?</section>', text, re.DOTALL)[0]
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    return [re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", row) for row in found]


def test_a_report_has_a_table_of_each_machine_after_the_timelines(told):
    report, run = told
    text = html(report, run)
    names = re.findall(r'<h2 id="([\w-]+)"', text)
    assert names[names.index("timelines") + 1] == "machines"
    head, charge, each, pick, failed = rows(text)
    assert head[:3] == ["State", "Type", "Entered"]
    assert [charge[0], pick[0]] == ["&lt;b&gt;Charge&lt;/b&gt;", "↳ Pick"]
    assert "<b>Charge" not in text
    # So many enter, succeed, fail, are caught; and are in it at the end.
    entered, succeeded, declined, _, caught, aborted, _, inside = map(int, charge[2:])
    assert aborted == 0
    assert entered == 20
    assert entered == succeeded + declined + inside
    assert 0 < declined == caught == int(failed[2])
    assert int(each[2]) == succeeded
    assert int(pick[2]) == 3 * succeeded
    assert rows(printed(report, run)) == rows(text)


def test_the_result_has_them_so_that_every_format_does(told):
    report, run = told
    assert rows(html(report, None)) == rows(html(report, run))
    text = markdown(report)
    table = text[text.index("## State machines") :]
    assert "| ↳ Pick | Pass | " in table
    assert "machines" not in [
        one.name for one in build(report.results[0], sections=["cost"]).sections
    ]


def test_what_a_report_offers_can_be_asked_for_and_what_is_not_asked_for_is_not_there(told):
    """As the page does on which a report is put together: it sends the names of what it shows."""
    report, run = told
    names = [one.name for one in report.sections]
    assert names == list(SECTIONS)
    result, scenario = report.results[0], simcore.load_scenario(SAGA)
    assert build(result, scenario=scenario, sections=names).sections == report.sections
    for left_out in names:
        rest = [name for name in names if name != left_out]
        page = html(build(result, scenario=scenario, sections=rest), run)
        assert [name for name in re.findall(r'<h2 id="([\w-]+)"', page) if name in names] == rest


def test_frames_and_results_count_alike_and_old_results_are_told_from_frames(told):
    report, run = told
    old = {key: value for key, value in report.results[0].items() if key != "states"}
    before = build(old, scenario=simcore.load_scenario(SAGA))
    assert 'id="machines"' not in html(before, None)
    assert rows(html(before, run)) == rows(html(report, None))
    headless = simcore.run(simcore.load_scenario(SAGA), seed=1).as_dict()
    assert headless["states"] == report.results[0]["states"]


@pytest.mark.parametrize("slow", ["waits", "waits to be tried again"])
def test_what_was_stopped_with_the_others_of_a_parallel_state_is_counted_from_frames_too(slow):
    late = {"StartAt": "Before", "States": {"Before": BEFORE, "Bad": BAD}}
    branches = [branch("Slow", SLOW[slow]), late]
    both = {"Both": {"Type": "Parallel", "End": True, "Branches": branches}}
    parts = {**once(both, n=3), "worker": {**WORKER, "error_rate": 1}}
    scenario = simcore.load_scenario(document(parts, duration=8))
    run, result = live(simcore.Run(scenario, seed=1), scenario, "ABCDEFGHIJ")
    told = rows(html(build(result, scenario=scenario), run))
    head, slow = told[0], next(row for row in told if row[0] == "↳ Slow")
    assert slow[head.index("Entered")] == slow[head.index("Aborted")] == "3"
    old = {key: value for key, value in result.as_dict().items() if key != "states"}
    assert rows(html(build(old, scenario=scenario), run)) == told


def branch(name, state):
    return {"StartAt": name, "States": {name: state}}


AGAIN = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 60}
SLOW = {
    "waits": {"Type": "Wait", "Seconds": 60, "End": True},
    "waits to be tried again": task("worker", Retry=[AGAIN], End=True),
}
BEFORE = {"Type": "Wait", "Seconds": 4, "Next": "Bad"}
BAD = {"Type": "Fail", "Error": "Bad"}


def test_states_that_anybody_wrote_are_checked(told):
    report, _ = told
    wrong = {**report.results[0], "states": {"saga": [{"state": "<b>", "entered": []}]}}
    with pytest.raises(ReportError, match=r"states\."):
        build(wrong)


def test_a_run_without_machines_has_no_such_section(small):
    without = simcore.run(simcore.load_scenario({**SMALL, "duration": "10 s"}))
    assert "states" not in without.as_dict()
    assert 'id="machines"' not in html(build(without), small)
    assert 'id="machines"' not in html(build(without), None)
