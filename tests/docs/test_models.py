"""Every model says what it does and what it leaves out, and the page of them is current."""

import re

import pytest

from simcore import facts
from tests.docs.pages import ROOT
from tools import models_page

pytestmark = pytest.mark.docs

MODELS = models_page.models()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.path)
def test_a_model_says_what_it_models_ignores_and_states(model):
    wanted = set(models_page.SECTIONS) - ({"States"} if model.path in models_page.SILENT else set())
    assert wanted - set(model.sections) == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.path)
def test_the_facts_that_a_model_states_exist(model):
    named = re.findall(r"\b[A-Z][a-z]+[A-Z]\w+\b", model.sections.get("States", ""))
    assert [name for name in named if not hasattr(facts, name)] == []


def test_the_exempt_modules_exist():
    listed = models_page.VALUES | models_page.SILENT
    assert [path for path in sorted(listed) if not (ROOT / path).is_file()] == []


def test_the_page_of_models_is_current():
    """Written anew by: python tools/models_page.py > docs/reference/models.md"""
    page = ROOT / "docs" / "reference" / "models.md"
    assert page.read_text(encoding="utf-8") == models_page.page()
