"""Each row of a profile is read by something: what can be overridden makes a difference somewhere.

Most rows are read when everything runs; of the others the sources say so, as a text or as one that
is put together: ``f"{ROOM}{kind}_bucket"``.
"""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest

import simcore
from simcore.asl.execution.limits import MOST_CHILDREN
from simcore.asl.size import LIMIT_BYTES
from simcore.quotas import PROFILES, load_profile
from simcore.quotas.rows import Rows
from tests.quotas.everything import scenario

SIMCORE = Path(simcore.__file__).parent
ANY = "[a-z0-9_.]+"
FIXED = 0.3
"""So much of a key has to stand in the source: else it would make all of them."""


@pytest.fixture(scope="module")
def read():
    """The keys that are read where everything runs."""
    found, whole = set(), Rows.__getitem__

    def noted(rows, key):
        found.add(key)
        return whole(rows, key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rows, "__getitem__", noted)
        simcore.run(simcore.load_scenario(scenario("aws-2026", 2)))
    return found


@cache
def written():
    """What the sources put together, as patterns, with how many characters are given."""
    found = set()
    for path in sorted(SIMCORE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
                found.add(pattern(node, path))
    return {(re.compile(one), len(one.replace(ANY, "").replace("\\", ""))) for one in found if one}


def pattern(node, path):
    """What the node comes to; what is not known before it runs is anything."""
    if isinstance(node, ast.Constant):
        fits = isinstance(node.value, str) and re.fullmatch("[a-z0-9_.]*", node.value)
        return re.escape(node.value) if fits else ""
    if isinstance(node, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.FormattedValue) else one for one in node.values]
        return "".join(pattern(one, path) for one in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return pattern(node.left, path) + pattern(node.right, path)
    value = named(node.id, path) if isinstance(node, ast.Name) else None
    return re.escape(value) if isinstance(value, str) else ANY


def named(name, path):
    """What a module calls so, if it does."""
    module = path.relative_to(SIMCORE.parent).with_suffix("").as_posix().replace("/", ".")
    return vars(importlib.import_module(module.removesuffix(".__init__"))).get(name)


def has_reader(key):
    return any(n >= FIXED * len(key) and one.fullmatch(key) for one, n in written())


@pytest.mark.parametrize("profile", PROFILES)
def test_every_row_has_a_reader(profile, read):
    unread = [key for key in load_profile(profile).quotas if key not in read]
    assert len(unread) < 60
    assert [key for key in unread if not has_reader(key)] == []


def test_rows_that_the_interpreter_has_as_constants_are_the_same():
    """They cannot be overridden; it also runs where there is no profile."""
    for profile in PROFILES:
        row = load_profile(profile).row("stepfunctions.payload_max_bytes")
        assert row.minimum == row.value == row.maximum == LIMIT_BYTES
    most = load_profile("aws-2026").row("stepfunctions.map_concurrency_max")
    assert most.minimum == most.value == most.maximum == MOST_CHILDREN
