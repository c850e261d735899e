"""Numbers of AWS in the explanations are those of the quotas page."""

import re

import pytest

from simcore.quotas import PROFILES, Profile, load_profile
from tests.docs.pages import ROOT, pages, prose

pytestmark = pytest.mark.docs

CITED = re.compile(r"\[([^\]]+)\]\((?:[\w./]*/)?quotas\.md#(\w+)\)")
EXPLAINED = [page for page in pages() if page.parent == ROOT / "docs" / "explanation"]


def values(anchor: str) -> set[float]:
    """What the row of this anchor is in any profile, in any Region."""
    return {
        float(value)
        for profile in map(load_profile, PROFILES)
        for value in row_values(profile, anchor)
        if isinstance(value, int | float)
    }


def row_values(profile: Profile, anchor: str) -> list[object]:
    rows = [row for row in profile.rows() if row.key.replace(".", "") == anchor]
    return [value for row in rows for value in (row.value, *(row.by_region or {}).values())]


@pytest.mark.parametrize("page", EXPLAINED, ids=lambda page: page.name)
def test_a_cited_number_is_the_number_of_its_row(page):
    cited = [(text, anchor) for text, anchor in CITED.findall(prose(page)) if text[0].isdigit()]
    wrong = [
        (text, anchor)
        for text, anchor in cited
        if float(re.match(r"[\d,.]+", text)[0].replace(",", "")) not in values(anchor)
    ]
    assert wrong == []


def test_the_numbers_of_the_model_are_cited():
    page = ROOT / "docs" / "explanation" / "how-lambda-scales-here.md"
    assert len(CITED.findall(prose(page))) > 25
