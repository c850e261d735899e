"""Writes docs/reference/models.md from the docstrings of the models.

Run it as `.venv/bin/python tools/models_page.py > docs/reference/models.md`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("simcore/services", "simcore/awslambda", "simcore/roles")
SECTIONS = ("Models", "Ignores", "States")
SOURCES = "Sources"

VALUES = frozenset(
    {
        "simcore/awslambda/async_invoke/event.py",
        "simcore/awslambda/async_invoke/settings.py",
        "simcore/awslambda/async_invoke/stories.py",
        "simcore/awslambda/destinations.py",
        "simcore/awslambda/event_source_mapping/batch.py",
        "simcore/awslambda/event_source_mapping/settings.py",
        "simcore/awslambda/event_source_mapping/stories.py",
        "simcore/awslambda/event_source_mapping/streams/batch.py",
        "simcore/awslambda/event_source_mapping/streams/lane.py",
        "simcore/awslambda/event_source_mapping/streams/settings.py",
        "simcore/awslambda/event_source_mapping/streams/stories.py",
        "simcore/awslambda/event_source_mapping/waiting.py",
        "simcore/awslambda/managed_instances/settings.py",
        "simcore/awslambda/settings.py",
        "simcore/roles/event.py",
        "simcore/roles/grouped.py",
        "simcore/roles/invocable.py",
        "simcore/roles/polled.py",
        "simcore/roles/sharded.py",
        "simcore/roles/taker.py",
        "simcore/services/kinesis/settings.py",
        "simcore/services/sqs/delay.py",
        "simcore/services/sqs/fifo/lanes.py",
        "simcore/services/sqs/fifo/line.py",
        "simcore/services/sqs/fifo/settings.py",
        "simcore/services/sqs/fifo/stories.py",
        "simcore/services/sqs/in_flight.py",
        "simcore/services/sqs/readers.py",
        "simcore/services/sqs/returned.py",
        "simcore/services/sqs/settings.py",
        "simcore/services/sqs/stories.py",
    }
)
"""Modules that hold values for a model beside them, and no behaviour of AWS of their own."""

SILENT = frozenset(
    {
        "simcore/awslambda/event_source_mapping/fleet.py",
        "simcore/awslambda/event_source_mapping/streams/pollers.py",
        "simcore/awslambda/event_source_mapping/streams/reader.py",
    }
)
"""Models that state no facts: the model that uses them does."""

INTRODUCTION = """\
# What is modelled, and what is left out

<!-- Written from the models' docstrings by `python tools/models_page.py`; not by hand. -->

One entry for each model. **Models** is what it does as AWS does it; what is marked assumed is not
published by AWS. **Ignores** is what it leaves out. **States** are the
[facts](../../simcore/facts/__init__.py) that it writes down, from which all metrics are derived.
Every number is in [quotas.md](quotas.md).
"""


@dataclass(frozen=True)
class Model:
    """One module and what its docstring says, section by section."""

    path: str
    title: str
    sections: dict[str, str]


def models() -> list[Model]:
    """Every model in the order of the page: around Lambda, Lambda, between them."""
    return [read(path) for folder in FOLDERS for path in modules(folder)]


def modules(folder: str) -> Iterator[Path]:
    """The modules below `folder` that are models."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        if path.name != "__init__.py" and path.relative_to(ROOT).as_posix() not in VALUES:
            yield path


def read(path: Path) -> Model:
    """The model in this file."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    title, _, rest = docstring.partition("\n\n")
    return Model(path.relative_to(ROOT).as_posix(), plain(title), sections_of(rest))


def sections_of(text: str) -> dict[str, str]:
    """`Name: text` with its continuation lines, by name."""
    names = "|".join((*SECTIONS, SOURCES))
    found = re.split(rf"^({names}): ", text, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], map(plain, found[1::2]), strict=True))


def plain(text: str) -> str:
    """One line of Markdown: reStructuredText's marks taken out."""
    text = re.sub(r":\w+:`[.~]*([^`]+)`", r"`\1`", text).replace("``", "`")
    return " ".join(text.split())


def page() -> str:
    """The whole page, as Markdown."""
    return INTRODUCTION + "".join(entry(model) for model in models())


def entry(model: Model) -> str:
    """One model: its title, its sections, where it is."""
    lines = [f"\n## {model.title.rstrip('.')}\n"]
    lines += [
        f"- **{name}**: {text}"
        for name in (*SECTIONS, SOURCES)
        if (text := model.sections.get(name))
    ]
    lines.append(f"- **Code**: [{model.path}](../../{model.path})\n")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(page())
