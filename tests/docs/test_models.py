"""Every model says what it does and what it leaves out."""

import re

import pytest

from tests.docs.pages import ROOT
from tools import models_page

pytestmark = pytest.mark.docs

SIMCORE = ROOT / "simcore"
FACTS = {
    name
    for path in (*SIMCORE.rglob("facts.py"), *SIMCORE.rglob("facts/*.py"))
    for name in re.findall(r"^class (\w+)\(NamedTuple\)", path.read_text(encoding="utf-8"), re.M)
}


@pytest.fixture(scope="module")
def modules():
    return list(models_page.modules())


@pytest.fixture(scope="module")
def models(modules):
    found = [module for module in modules if "Models" in module.sections]
    assert len(found) > 100
    return found


def test_a_model_says_what_it_models_ignores_and_states(models):
    """One that knows no facts states none: the model that uses it does."""
    wanted = {
        model.path: {"Models", "Ignores"} | ({"States"} if model.imports_facts else set())
        for model in models
    }
    missing = {model.path: wanted[model.path] - set(model.sections) for model in models}
    assert {path: names for path, names in missing.items() if names} == {}


def test_every_component_is_a_model_and_so_is_what_speaks_like_one(modules):
    silent = [module for module in modules if "Models" not in module.sections]
    assert [module.path for module in silent if module.is_component or module.sections] == []


def test_the_facts_that_a_model_states_exist(models):
    named = {
        model.path: re.findall(r"\b[A-Z][a-z]+[A-Z]\w+\b", model.sections.get("States", ""))
        for model in models
    }
    assert [(path, name) for path, all in named.items() for name in all if name not in FACTS] == []
