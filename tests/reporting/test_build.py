"""What a report says of a run."""

import itertools
from dataclasses import replace
from typing import Any

import pytest

from simcore import load_scenario, run
from simcore.reporting import SECTIONS, Report, ReportError, build
from simcore.reporting.report import Chart, Code, Life, Moments, Table


@pytest.fixture(scope="module")
def report(rush: dict[str, Any]) -> Report:
    return build(rush)


def table(report: Report, section: str) -> Table:
    found = report.section(section)
    assert found is not None
    return next(block for block in found.blocks if isinstance(block, Table))


def test_every_section_says_something_or_why_it_does_not(report: Report) -> None:
    without_machines = [name for name in SECTIONS if name != "machines"]
    assert [section.name for section in report.sections] == without_machines
    assert all(section.blocks or section.missing for section in report.sections)


def test_the_answer_is_made_from_what_happened(report: Report, rush: dict[str, Any]) -> None:
    happened, means = report.answer
    assert f"{rush['counters']['orders']['requests']:,} requests" in happened
    assert "USD" in means


def test_the_answer_says_what_went_on_longest_and_of_the_bill_only_where_nothing_else_did(
    rush: dict[str, Any],
) -> None:
    said = {**rush["insights"][0], "what": "worker was slow.", "t": 5.0, "until": 50.0}
    of_the_bill = [{"component": "worker", "metric": "duration", "t": 90.0, "value": 1.0}]
    costly = {**said, "what": "It cost.", "t": 0.0, "until": 90.0, "evidence": of_the_bill}
    brief = {**said, "what": "It was brief.", "until": 6.0}
    answers = [
        build({**rush, "insights": found}, sections=()).answer[1]
        for found in ([costly, brief, said], [costly], [])
    ]
    assert answers[0].startswith("Worker was slow; ")
    assert answers[1].startswith("It cost; ")
    assert not answers[2].startswith("It")


def test_what_was_changed_is_told_with_what_it_was(report: Report) -> None:
    told = {row[0]: (row, state) for row, state in _with_states(table(report, "inputs"))}
    row, state = told["inbox.visibility_timeout"]
    assert (row[2], row[3], row[4], state) == ("1 min", "30 s", "2 min", "changed")
    assert told["duration"][0][4] == "12 min"


def test_a_column_of_what_was_written_is_there_only_where_something_differs(
    report: Report, rush: dict[str, Any]
) -> None:
    assert "As written" in [column.name for column in table(report, "inputs").columns]
    rest = table(report, "defaults")
    assert "As written" not in [column.name for column in rest.columns]
    assert all(len(row) == len(rest.columns) for row in rest.rows)
    names = list(SECTIONS)
    assert names.index("inputs") < names.index("moments") < names.index("defaults")


def _with_states(table: Table) -> Any:
    return zip(table.rows, table.states, strict=True)


def test_goals_are_those_of_the_shipped_scenario_that_the_run_comes_from(report: Report) -> None:
    assert table(report, "verdict").states


def test_another_scenario_of_that_name_lends_no_goals(rush: dict[str, Any]) -> None:
    manifest = rush["manifest"]
    other = {**manifest["scenario"], "region": "eu-west-1"}
    changed = {**rush, "manifest": {**manifest, "scenario": other}}
    section = build(changed).section("verdict")
    assert section is not None
    assert section.missing
    assert not section.blocks


def test_a_message_that_tells_most_is_told_without_gaps(report: Report) -> None:
    section = report.section("message")
    assert section is not None
    (life,) = (block for block in section.blocks if isinstance(block, Life))
    lasting = [phase for phase in life.phases if phase.sort != "moment"]
    assert lasting
    for before, after in itertools.pairwise(lasting):
        assert after.begins_s == pytest.approx(before.ends_s)


def test_charts_have_a_value_for_every_step(report: Report) -> None:
    section = report.section("timelines")
    assert section is not None
    for chart in section.blocks:
        assert isinstance(chart, Chart)
        for line in chart.lines:
            assert len(line.values) * line.step_s == pytest.approx(chart.end_s)


def test_moments_are_in_order_and_say_what_was_measured(report: Report) -> None:
    section = report.section("moments")
    assert section is not None
    (block,) = section.blocks
    assert isinstance(block, Moments)
    times = [moment.t_s for moment in block.moments]
    assert times == sorted(times)
    assert all(moment.values for moment in block.moments)


def test_only_models_of_this_run_are_told_of(report: Report) -> None:
    section = report.section("models")
    assert section is not None
    said = str(section.blocks)
    assert "Amazon SQS" in said
    assert "Kinesis" not in said
    assert "Managed Instances" not in said


def test_the_command_of_the_manifest_gives_the_same_run(rush: dict[str, Any]) -> None:
    section = build(rush).section("manifest")
    assert section is not None
    command = next(block.text for block in section.blocks if isinstance(block, Code))
    assert command == (
        "windtunnel run reserved-five --set 'duration=90 s' "
        "--set 'components.inbox.visibility_timeout=60 s'"
    )


def test_a_scenario_of_ones_own_gets_its_verdict(rush: dict[str, Any]) -> None:
    scenario = load_scenario("reserved-five")
    own = scenario.model_copy(update={"id": "mine", "duration": 20.0})
    report = build(run(own), scenario=own)
    assert report.section("verdict").blocks  # type: ignore[union-attr]
    assert "scenario.yaml" in str(report.section("manifest"))


def test_the_scenario_of_a_report_gives_the_same_run(rush: dict[str, Any]) -> None:
    again = run(load_scenario(build(rush).scenario.encode()))
    assert again.as_dict()["series"] == rush["series"]


def test_sections_come_in_the_order_of_a_report(rush: dict[str, Any]) -> None:
    report = build(rush, sections=("cost", "answer"))
    assert [section.name for section in report.sections] == ["answer", "cost"]


def test_an_unknown_section_is_refused_with_those_that_there_are(rush: dict[str, Any]) -> None:
    with pytest.raises(ReportError, match="costs") as refused:
        build(rush, sections=("costs",))
    assert "cost" in refused.value.hint
    assert refused.value.allowed == ", ".join(SECTIONS)


def test_a_report_is_the_same_twice(rush: dict[str, Any]) -> None:
    assert build(rush).as_dict() == build(rush).as_dict()
    assert replace(build(rush), title="x") != build(rush)
