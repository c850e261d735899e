"""Every model says what it does and what it leaves out, and the page of them is current."""

import re

import pytest

from tests.docs.pages import ROOT
from tools import models_page

pytestmark = pytest.mark.docs

MODULES = list(models_page.modules())
MODELS = models_page.models()
SIMCORE = ROOT / "simcore"
FACTS = {
    name
    for path in (*SIMCORE.rglob("facts.py"), *SIMCORE.rglob("facts/*.py"))
    for name in re.findall(r"^class (\w+)\(NamedTuple\)", path.read_text(encoding="utf-8"), re.M)
}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.path)
def test_a_model_says_what_it_models_ignores_and_states(model):
    """One that knows no facts states none: the model that uses it does."""
    wanted = {"Models", "Ignores"} | ({"States"} if model.imports_facts else set())
    assert wanted - set(model.sections) == set()


def test_every_component_is_a_model_and_so_is_what_speaks_like_one():
    silent = [module for module in MODULES if "Models" not in module.sections]
    assert [module.path for module in silent if module.is_component or module.sections] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.path)
def test_the_facts_that_a_model_states_exist(model):
    named = re.findall(r"\b[A-Z][a-z]+[A-Z]\w+\b", model.sections.get("States", ""))
    assert [name for name in named if name not in FACTS] == []


def test_the_page_of_models_is_current():
    """Written anew by: python tools/models_page.py > docs/reference/models.md"""
    page = ROOT / "docs" / "reference" / "models.md"
    assert page.read_text(encoding="utf-8") == models_page.page()
