"""The page of the format has every key that there is."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from simcore.reporting import COMPARED, SECTIONS
from simcore.reporting.report import (
    FORMAT,
    Block,
    Column,
    Level,
    Line,
    Mark,
    Moment,
    Phase,
    Report,
    Section,
)

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/report-format.md"
COMMANDS = PAGE.with_name("cli.md")
NOT_TOLD = {"scenario", "live"}


@pytest.fixture(scope="module")
def documented() -> set[str]:
    text = PAGE.read_text()
    return set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", text))))


@pytest.mark.parametrize(
    "part", [Report, Section, *get_args(Block), Column, Line, Level, Mark, Moment, Phase]
)
def test_every_key_is_documented(documented: set[str], part: type[object]) -> None:
    assert {one.name for one in fields(part)} - NOT_TOLD <= documented  # type: ignore[arg-type]


def test_every_section_and_every_kind_is_documented(documented: set[str]) -> None:
    kinds = {one.default for kind in get_args(Block) for one in fields(kind) if one.name == "kind"}
    assert {*SECTIONS, *COMPARED, *kinds, FORMAT.partition(".")[0]} <= documented


def test_the_page_of_the_command_names_all_sections() -> None:
    (row,) = (line for line in COMMANDS.read_text().splitlines() if "| `--sections" in line)
    of_a_run, of_two = row.split("of a comparison")
    assert re.findall(r"`(\w+)`", of_a_run) == list(SECTIONS)
    assert re.findall(r"`(\w+)`", of_two) == list(COMPARED)
