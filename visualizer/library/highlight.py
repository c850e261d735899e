"""Colours for code, as classes: the policy of the pages allows no styles in the page."""

from __future__ import annotations

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.util import ClassNotFound

__all__ = ["code", "numbered"]

PREFIX = "hl-"
LONGEST = 100_000
"""Of longer ones the colours cost more than they tell."""


def code(text: str, language: str) -> str:
    """The text as HTML; without colours where the language is not known."""
    lexer = _lexer(language) if len(text) <= LONGEST else None
    return _highlighted(text, lexer or get_lexer_by_name("text"))


def numbered(text: str, filename: str) -> str:
    """A whole file, its lines with the anchors L1, L2, ..."""
    try:
        lexer = get_lexer_for_filename(filename if len(text) <= LONGEST else "x.txt")
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    lines = _highlighted(text, lexer).splitlines()
    return "\n".join(f'<span id="L{n}">{line}</span>' for n, line in enumerate(lines, 1))


def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def _highlighted(text: str, lexer: Lexer) -> str:
    """Every span ends in the line in which it begins."""
    return str(highlight(text, lexer, HtmlFormatter(nowrap=True, classprefix=PREFIX)))
