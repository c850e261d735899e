"""Writes docs/reference/models.md from the docstrings of the models.

Run it as `.venv/bin/python tools/models_page.py > docs/reference/models.md`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simcore.reporting import modelled
from simcore.reporting.docstrings import SECTIONS, SOURCES, said_in

ROOT = Path(__file__).resolve().parents[1]
INTRODUCTION = """\
# What is modelled, and what is left out

<!-- Written from the models' docstrings by `python tools/models_page.py`; not by hand. -->

One entry for each model. **Models** is what it does as AWS does it; what is marked assumed is not
published by AWS. **Ignores** is what it leaves out. **States** are the
[facts](../../simcore/facts/__init__.py) that it writes down, from which all metrics are derived:
kinds of facts are in the `facts.py` beside their models.
Every number is in [quotas.md](quotas.md).
"""


@dataclass(frozen=True)
class Model:
    """One module and what its docstring says, section by section."""

    path: str
    title: str
    sections: dict[str, str]
    is_component: bool
    imports_facts: bool


def models() -> list[Model]:
    """Every model in the order of the page: around Lambda, Lambda, between them."""
    return [model for model in modules() if "Models" in model.sections]


def modules() -> Iterator[Model]:
    """Every module in which there may be a model.

    Those that say nothing of what they model hold values for one beside them.
    """
    yield from map(read, modelled.modules())


def read(path: Path) -> Model:
    """The module in this file."""
    tree, said = ast.parse(path.read_text(encoding="utf-8")), said_in(path)
    name, nodes = path.relative_to(ROOT).as_posix(), list(statements(tree))
    return Model(name, said.title, said.sections, is_component(nodes), imports_facts(nodes))


def statements(of: ast.AST) -> Iterator[ast.stmt]:
    """All of them, at any depth, without the expressions in them."""
    for part in ast.iter_child_nodes(of):
        if isinstance(part, ast.stmt | ast.excepthandler | ast.match_case):
            if isinstance(part, ast.stmt):
                yield part
            yield from statements(part)


def is_component(nodes: list[ast.stmt]) -> bool:
    """Is there a class with a `type`, as each that a run has by id?"""
    bodies = [node.body for node in nodes if isinstance(node, ast.ClassDef)]
    assigned = [part for body in bodies for part in body if isinstance(part, ast.Assign)]
    names = [name.id for part in assigned for name in part.targets if isinstance(name, ast.Name)]
    return "type" in names


def imports_facts(nodes: list[ast.stmt]) -> bool:
    """Can the module name facts, of the whole house or of one owner?"""
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    named = [f"{node.module}.{part.name}" for node in imports for part in node.names]
    return any("facts" in name.split(".") for name in named)


def page() -> str:
    """The whole page, as Markdown."""
    return INTRODUCTION + "".join(entry(model) for model in models())


def entry(model: Model) -> str:
    """One model: its title, its sections, where it is."""
    lines = [f"\n## {model.title}\n"]
    lines += [
        f"- **{name}**: {text}"
        for name in (*SECTIONS, SOURCES)
        if (text := model.sections.get(name))
    ]
    lines.append(f"- **Code**: [{model.path}](../../{model.path})\n")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(page())
