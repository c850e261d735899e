"""What a model says of itself, read from its source: what it models, ignores and states."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from simcore.frozen import frozen

__all__ = ["SECTIONS", "SOURCES", "Said", "plain", "said_in", "sections_of"]

SECTIONS = ("Models", "Ignores", "States")
SOURCES = "Sources"


@frozen
class Said:
    """The first line of a docstring, and its sections by name."""

    title: str
    sections: dict[str, str]


@cache
def said_in(path: Path) -> Said:
    """What the module in this file says."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    title, _, rest = (ast.get_docstring(tree) or "").partition("\n\n")
    return Said(plain(title).rstrip("."), sections_of(rest))


def sections_of(text: str) -> dict[str, str]:
    """`Name: text` with its continuation lines, by name."""
    names = "|".join((*SECTIONS, SOURCES))
    found = re.split(rf"^({names}): ", text, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], map(plain, found[1::2]), strict=True))


def plain(text: str) -> str:
    """One line of Markdown: reStructuredText's marks taken out."""
    text = re.sub(r":\w+:`[.~]*([^`]+)`", r"`\1`", text).replace("``", "`")
    return " ".join(text.split())
