"""What the tests of evidence and theory found: AWS's worked examples, field reports, textbooks.

`make results` runs those tests and writes the values of their assertions, as pytest evaluates
them, into `evidence.json`; nothing in it is written by hand. What a test proves and where it was
read is in its docstring, which models a module tests in its `PROVES`. A test fails when a module
was changed since, or the model.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from visualizer.fidelity.compared import Compared, compared
from visualizer.library.sources import ROOT

__all__ = ["FILE", "FOLDERS", "Case", "Module", "Proof", "digest_of", "modules", "tests_in"]

FILE = Path(__file__).with_name("evidence.json")
FOLDERS = ("tests/evidence", "tests/theory")
TITLES = {"tests/evidence": "Evidence", "tests/theory": "Theory"}
SHORT = 16


@dataclass(frozen=True)
class Case:
    """A test with one set of parameters: what it asserted, and how often where more than once."""

    name: str
    assertions: tuple[tuple[Compared, int], ...]


@dataclass(frozen=True)
class Proof:
    """A test: what it shows, in its own words with the source, and its cases."""

    name: str
    says: str
    line: int
    cases: tuple[Case, ...]

    @property
    def rows(self) -> list[tuple[str, Compared, int]]:
        """Case by case, what was asserted."""
        return [(case.name, *told) for case in self.cases for told in case.assertions]

    @property
    def several(self) -> bool:
        """Whether it has cases to be told apart."""
        return any(case.name for case in self.cases)

    @property
    def summary(self) -> str:
        """ "12 comparisons, at most 1.3 % off"."""
        n = len(self.rows)
        off = f", at most {self.worst * 100:.2g} % off" if self.worst else ""
        return f"{n} comparison{'' if n == 1 else 's'}{off}" if n else "holds"

    @property
    def worst(self) -> float:
        """How far off it is at the most, as a share."""
        return max((one.share for case in self.cases for one, _ in case.assertions), default=0.0)


@dataclass(frozen=True)
class Module:
    """A module of tests: its subject, the models that it tests (their files), its tests."""

    name: str
    title: str
    about: str
    kind: str
    model: str
    proves: tuple[str, ...]
    text: str
    proofs: tuple[Proof, ...]

    @property
    def anchor(self) -> str:
        """On the page of results."""
        return Path(self.name).stem.removeprefix("test_") + (
            "" if "evidence" in self.name else "-theory"
        )

    @property
    def address(self) -> str:
        """Of its source."""
        return f"/source/{self.name}"


def modules() -> tuple[Module, ...]:
    """Every module that has results, in the order of the files."""
    return _modules(FILE.stat().st_mtime_ns) if FILE.exists() else ()


@lru_cache(maxsize=1)
def _modules(changed_ns: int) -> tuple[Module, ...]:
    kept = json.loads(FILE.read_text("utf-8"))
    return tuple(_module(name, kept[name]) for name in kept if (ROOT / name).is_file())


def _module(name: str, entry: dict[str, Any]) -> Module:
    text = (ROOT / name).read_text("utf-8")
    tree = ast.parse(text)
    title, _, about = (ast.get_docstring(tree) or name).partition("\n\n")
    by_test: dict[str, list[Case]] = {}
    for case, asserted in entry["cases"].items():
        test, _, parameters = case.partition("[")
        by_test.setdefault(test, []).append(_case(parameters.removesuffix("]"), asserted))
    proofs = tuple(
        Proof(test, _plain(ast.get_docstring(node)), node.lineno, tuple(by_test[test]))
        for test, node in _tests(tree)
        if test in by_test
    )
    folder = name.rpartition("/")[0]
    return Module(
        name,
        _plain(title).rstrip("."),
        _plain(about),
        TITLES[folder],
        entry["model"],
        proves_of(tree),
        text,
        proofs,
    )


def _case(name: str, asserted: list[tuple[str, str, int]]) -> Case:
    return Case(name, tuple((compared(source, seen), times) for source, seen, times in asserted))


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def proves_of(tree: ast.Module) -> tuple[str, ...]:
    """The files of the models that a module of tests names in `PROVES`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PROVES":
            named: tuple[str, ...] = ast.literal_eval(node.value)
            return named
    return ()


def tests_in(name: str) -> list[str]:
    """The names of the tests in a module."""
    return [test for test, _ in _tests(ast.parse((ROOT / name).read_text("utf-8")))]


def _tests(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every test with its name, as pytest has it; those of a class too."""
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        before = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        for one in inside:
            if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"):
                yield f"{before}{one.name}", one


def digest_of(name: str) -> str:
    """Of a module of tests and of what lies beside it that is no module of tests."""
    path = ROOT / name
    beside = sorted(one for one in path.parent.glob("*.py") if not one.name.startswith("test_"))
    digest = sha256()
    for file in (path, *beside):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:SHORT]
