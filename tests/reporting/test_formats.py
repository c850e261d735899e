"""Reports as files: the same twice, harmless whatever they are called, read by others' readers."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from simcore import load_scenario
from simcore.reporting import Report, ReportError, between, build
from simcore.reporting.drawing import png, svg
from simcore.reporting.formats import FORMATS, format_of, series_csv
from simcore.reporting.formats.data import has_parquet
from simcore.reporting.formats.markdown import markdown
from simcore.reporting.formats.sheet import neutral, sheet
from simcore.reporting.report import Chart, Table
from tests.reporting.hostile import TEXTS

RENDERED = MarkdownIt("gfm-like", {"html": True, "linkify": False})
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


@pytest.fixture(scope="module")
def report(rush: dict[str, Any]) -> Report:
    return build(rush)


@pytest.fixture(scope="module")
def hostile(rush: dict[str, Any]) -> Report:
    """Everything that a person can name has a hostile name."""
    manifest = rush["manifest"]
    scenario = {**manifest["scenario"], "title": " ".join("".join(TEXTS).split())[:120]}
    components = {
        id: {**one, "title": text.replace("\x00", "").strip()[:60]}
        for (id, one), text in zip(scenario["components"].items(), TEXTS, strict=False)
    }
    named = {**manifest, "scenario": {**scenario, "components": components}}
    notes = "\n\n".join(TEXTS)
    return build({**rush, "manifest": named}, title=TEXTS[0], author=TEXTS[3], notes=notes)


@pytest.fixture(scope="module")
def together(report: Report) -> bytes:
    """The ZIP of a report."""
    return FORMATS[".zip"].write(report)


@pytest.fixture(scope="module")
def unzipped(together: bytes) -> dict[str, bytes]:
    return files(together)


def files(together: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(together)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


SUFFIXES = (".md", ".json", ".yaml", ".zip", *([".parquet"] if has_parquet() else []))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_report_is_written_the_same_twice(rush: dict[str, Any], suffix: str) -> None:
    other_machine = {**rush, "wall": {**rush["wall"], "cpu_s": 99.0, "python": "3.99"}}
    few = ("answer", "cost", "manifest")
    reports = [build(rush, sections=few), build(other_machine, sections=few)]
    assert FORMATS[suffix].write(reports[0]) == FORMATS[suffix].write(reports[1])


def test_a_zip_states_no_date(together: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(together)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_a_zip_has_every_chart_and_every_table(report: Report, unzipped: dict[str, bytes]) -> None:
    found = unzipped
    blocks = [block for section in report.sections for block in section.blocks]
    for block in blocks:
        if isinstance(block, Chart):
            assert f"figures/{block.name}.svg" in found
            assert found[f"figures/{block.name}.png"].startswith(b"\x89PNG")
        if isinstance(block, Table):
            rows = list(csv.reader(io.StringIO(found[f"tables/{block.name}.csv"].decode())))
            assert len(rows) == len(block.rows) + 1


def test_a_table_of_series_reads_back(unzipped: dict[str, bytes], rush: dict[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(unzipped["data/result/worker.csv"].decode())))
    told = rush["series"]["worker"]["Invocations"]
    assert [float(row["Invocations"]) for row in rows] == told
    assert [float(row["time_s"]) for row in rows] == rush["time_s"]


def test_the_data_in_a_zip_is_the_result(unzipped: dict[str, bytes], rush: dict[str, Any]) -> None:
    told = orjson.loads(unzipped["data/result.json"])
    assert {**told, "wall": 0} == {**orjson.loads(orjson.dumps(rush)), "wall": 0}


def test_the_scenario_in_a_zip_is_read_with_its_goals(unzipped: dict[str, bytes]) -> None:
    scenario = load_scenario(unzipped["scenario.yaml"])
    assert scenario.goals == load_scenario("reserved-five").goals
    assert scenario.duration == 90.0


@given(st.text(max_size=30).filter(lambda text: "\r\n" not in text))
@example("\x1f=")
@example("\u3000＝1")
def test_no_cell_begins_a_formula_and_the_text_is_still_there(text: str) -> None:
    written = sheet([[text, 1]]).decode()
    ((cell, _),) = csv.reader(io.StringIO(written, newline=""))
    assert not FORMULA.match(cell.lstrip("\t\r\n "))
    assert cell.removeprefix("'" * (not text.startswith("'"))) == text.replace("\r", "\n")


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_cell_is_a_text(text: str) -> None:
    ((cell,),) = csv.reader(io.StringIO(sheet([[text]]).decode(), newline=""))
    assert not FORMULA.match(cell)


def test_numbers_stay_numbers() -> None:
    assert neutral(-2.5) == -2.5
    assert series_csv([0.0], {"=x": [None]}) == b"time_s,'=x\n0.0,\n"


def elements(html: str) -> set[str]:
    return set(re.findall(r"<([a-zA-Z][a-z0-9]*)", html))


HARMLESS = set("h1 h2 p strong em ul li table thead tbody tr th td pre code".split())  # noqa: SIM905


def test_markdown_of_a_hostile_report_has_no_markup_of_its_own(hostile: Report) -> None:
    html = RENDERED.render(markdown(hostile))
    assert elements(html) <= HARMLESS | {"a"}
    links = re.findall(r'href="([^"]*)"', html)
    assert all(link.startswith("https://docs.aws.amazon.com/") for link in links)
    assert "alert(1)" in html


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_note_is_a_paragraph(rush: dict[str, Any], text: str) -> None:
    report = build(rush, sections=("cost",), notes=text)
    html = RENDERED.render(markdown(report))
    expected = RENDERED.render(markdown(build(rush, sections=("cost",), notes="x")))
    assert elements(html) == elements(expected)
    assert not re.search(r"[a-z]://|www\.[a-z]|@[a-z]", markdown(report))


def test_a_picture_of_a_hostile_run_is_xml_without_scripts(hostile: Report) -> None:
    for section in hostile.sections:
        for chart in section.blocks:
            if isinstance(chart, Chart):
                drawn = svg(chart, hostile.run)
                names = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(drawn).iter()}
                assert names <= {"svg", "title", "desc", "rect", "text", "path", "g"}


def test_a_picture_says_its_question_what_is_seen_and_which_run(report: Report) -> None:
    section = report.section("timelines")
    assert section is not None
    chart = next(block for block in section.blocks if isinstance(block, Chart))
    said = "".join(ElementTree.fromstring(svg(chart, report.run)).itertext())
    assert report.question in said
    assert report.run in said
    assert chart.alt in said


def test_a_picture_is_made_of_the_fonts_that_are_here(report: Report) -> None:
    section = report.section("timelines")
    assert section is not None
    chart = next(block for block in section.blocks if isinstance(block, Chart))
    drawn = svg(chart, report.run)
    with_words, without = png(drawn), png(re.sub(r"<text.*?</text>", "", drawn))
    assert png(drawn) == with_words
    assert len(with_words) > len(without) * 1.2


def test_names_of_files_in_a_zip_stay_within_it(hostile: Report) -> None:
    few = replace(hostile, sections=hostile.sections[:3])
    with zipfile.ZipFile(io.BytesIO(FORMATS[".zip"].write(few))) as archive:
        assert not [name for name in archive.namelist() if ".." in name or name.startswith("/")]


def test_a_name_without_a_format_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ReportError) as refused:
        format_of("report.docx")
    assert ".zip" in refused.value.hint


def test_parquet_reads_back_or_says_what_is_missing(report: Report, rush: dict[str, Any]) -> None:
    if not has_parquet():
        with pytest.raises(ReportError, match="pyarrow"):
            FORMATS[".parquet"].write(report)
        return
    read = pytest.importorskip("pyarrow.parquet").read_table
    table = read(io.BytesIO(FORMATS[".parquet"].write(report)))
    assert table.column("worker.Invocations").to_pylist() == rush["series"]["worker"]["Invocations"]


def test_a_comparison_tells_was_now_and_change(rush: dict[str, Any], rush_of_two: Any) -> None:
    report = between(rush, rush_of_two)
    text = markdown(report)
    assert "| worker.reserved\\_concurrency | 5 | 2 |" in text
    assert "the runs part at" in report.answer[0]
    assert "dashed" not in text
    few = between(rush, rush_of_two, sections=("outcomes",))
    assert {"data/was.json", "data/now.json"} <= set(files(FORMATS[".zip"].write(few)))


def test_a_comparison_with_itself_says_so(rush: dict[str, Any]) -> None:
    assert between(rush, rush).answer[0] == "The same: same inputs, and the same happened."
