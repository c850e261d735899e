"""From the text of a lesson to its front matter and its parts: prose as HTML, and blocks as text.

Models: CommonMark with tables (markdown-it-py), raw HTML shown as the text that it is.
Ignores: images; a lesson's pictures are its run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from simcore.errors import Check, ScenarioInvalid, nearest
from simcore.frozen import frozen
from simcore.lessons.complaint import LessonInvalid, complaint
from simcore.lessons.limits import MOST_BLOCK_TEXT, MOST_BYTES, MOST_STEPS, MOST_TOKENS
from simcore.lessons.links import link_complaint
from simcore.scenario.document import screen
from simcore.scenario.document.limits import Limits

__all__ = ["BLOCKS", "Block", "Part", "Text", "read_parts", "read_text", "rendered"]

BLOCKS = ("step", "predict", "claims", "task")
ASKS = "predict"
SHOWN_AS_CODE = ("", "text", "yaml", "json", "bash", "python")
FENCE = "---"
LONGEST_TITLE = 120
WHOLE = Limits(text_length=MOST_BYTES)
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@frozen
class Block:
    """The text of a fenced block; its first line is `line` of the file, from 1."""

    text: str
    line: int


@frozen
class Text:
    """A lesson's text in two: the front matter, and the rest, which begins behind `line` lines."""

    front: Block
    body: str
    line: int


@frozen
class Part:
    """A heading with what follows it, `after_html` below its question; `complaints` are those of
    its prose."""

    title: str
    line: int
    html: str
    after_html: str
    blocks: dict[str, Block]
    complaints: tuple[Check, ...] = field(default=())


def read_text(raw: bytes) -> Text:
    """The two halves of a file; raises `LessonInvalid`."""
    text = _decoded(raw)
    try:
        screen(text, WHOLE)
    except ScenarioInvalid as invalid:
        raise LessonInvalid(invalid.checks) from None
    lines = text.split("\n")
    if lines[0].strip() != FENCE:
        raise _refused("front", "there is no front matter", f"begin with a line {FENCE}")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    if end is None:
        raise _refused("front", "the front matter does not end", f"end it with a line {FENCE}")
    return Text(Block("\n".join(lines[1:end]), 2), "\n".join(lines[end + 1 :]), end + 1)


def _decoded(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        raise _refused("too-large", f"a lesson has at most {MOST_BYTES:,} bytes", "split it")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        said = f"byte {error.start:,} is not UTF-8"
        raise _refused("encoding", said, "save the file as UTF-8") from None


def _refused(id: str, message: str, hint: str) -> LessonInvalid:
    return LessonInvalid([complaint(id, "", message, hint)])


def rendered(markdown: str) -> tuple[str, tuple[Check, ...]]:
    """A text of a block as HTML, and what is wrong with it."""
    tokens = MARKDOWN.parse(markdown)
    complaints = tuple(_of_prose(tokens, 0))
    return _html(tokens), complaints


def read_parts(text: Text) -> list[Part]:
    """The steps as they are written; raises `LessonInvalid`."""
    tokens = MARKDOWN.parse(text.body)
    if len(tokens) > MOST_TOKENS:
        raise _refused("too-large", "more Markdown than any lesson needs", "split it")
    begins = [n for n, one in enumerate(tokens) if _is_step(one)]
    if not begins:
        raise _refused("no-steps", "there is no step", "a step begins with ## and its title")
    if len(begins) > MOST_STEPS:
        raise _refused("too-many", f"a lesson has at most {MOST_STEPS} steps", "split it")
    if begins[0]:
        line = text.line + 1 + (tokens[0].map or [0])[0]
        said = f"there is text before the first step (line {line})"
        raise _refused("before", said, "begin with ## and a title; what it is about is its summary")
    ends = [*begins[1:], len(tokens)]
    return [_part(tokens[a:b], text.line) for a, b in zip(begins, ends, strict=True)]


def _is_step(token: Token) -> bool:
    return token.type == "heading_open" and token.tag == "h2" and token.level == 0


def _part(tokens: Sequence[Token], offset: int) -> Part:
    """`tokens` begin with those of the heading: open, inline, close."""
    line = offset + 1 + (tokens[0].map or [0])[0]
    title, rest = _plain(tokens[1]), tokens[3:]
    blocks = dict[str, Block]()
    complaints = list(_of_title(title, line))
    for fence in (one for one in rest if _block_name(one)):
        complaints += _taken(fence, blocks, offset)
    asked = next((n for n, one in enumerate(rest) if _block_name(one) == ASKS), len(rest))
    before, after = _prose(rest[:asked]), _prose(rest[asked:])
    complaints += _of_prose([*before, *after], offset)
    return Part(title, line, _html(before), _html(after), blocks, tuple(complaints))


def _prose(tokens: Sequence[Token]) -> list[Token]:
    return [one for one in tokens if not _block_name(one)]


def _block_name(token: Token) -> str:
    """The name of the block that it is, if it is one."""
    name = _info(token)
    return name if name in BLOCKS else ""


def _info(token: Token) -> str:
    words = token.info.split() if token.type == "fence" else []
    return words[0] if words else ""


def _taken(fence: Token, blocks: dict[str, Block], offset: int) -> Iterator[Check]:
    name, line = _block_name(fence), offset + 2 + (fence.map or [0])[0]
    if name in blocks:
        yield complaint("block-twice", name, f"a second one (line {line})", "keep one of them")
    elif fence.level or len(fence.content) > MOST_BLOCK_TEXT:
        yield complaint("block", name, f"within a list, or too long (line {line})", _block_hint())
    else:
        blocks[name] = Block(fence.content, line)


def _block_hint() -> str:
    return f"it begins at the left of a line, and has at most {MOST_BLOCK_TEXT:,} characters"


def _of_title(title: str, line: int) -> Iterator[Check]:
    if not title or len(title) > LONGEST_TITLE:
        hint = f"1 to {LONGEST_TITLE} characters"
        yield complaint("title", "title", f"this is no title (line {line})", hint)


def _of_prose(tokens: Sequence[Token], offset: int) -> Iterator[Check]:
    for token in tokens:
        line = offset + 1 + (token.map or [0])[0]
        if token.type == "heading_open" and token.tag == "h1":
            hint = "a step begins with ##; its parts have ###"
            yield complaint("heading", "", f"a heading of the first order (line {line})", hint)
        if token.type == "fence" and _info(token) not in SHOWN_AS_CODE:
            name = _info(token)[:40]
            hint = nearest(name, [*BLOCKS, *SHOWN_AS_CODE[1:]])
            yield complaint("block", "", f'there is no block "{name}" (line {line})', hint)
        for inner in token.children or ():
            yield from _of_inline(inner, line)


def _of_inline(token: Token, line: int) -> Iterator[Check]:
    if token.type == "image":
        said = f"an image (line {line})"
        yield complaint("image", "", said, "a lesson's pictures are its run: focus on a part of it")
    if token.type == "link_open":
        href = str(token.attrGet("href") or "")
        found = link_complaint(href)
        if found:
            yield complaint("link", "", f"{found[0]} (line {line})", found[1])
        elif href.startswith("https:"):
            token.attrSet("rel", "noopener noreferrer")


def _html(tokens: Sequence[Token]) -> str:
    """As pages may show it: no styles within, and no head over a column without a name."""
    for opening, inside, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type in ("th_open", "td_open"):
            opening.attrs.pop("style", None)
        if opening.type == "th_open" and not inside.content:
            opening.tag = closing.tag = "td"
    made: str = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return made.strip()


def _plain(inline: Token) -> str:
    """A heading's words without its marks."""
    words = (one.content for one in inline.children or () if one.type in ("text", "code_inline"))
    return re.sub(r"\s+", " ", "".join(words)).strip()
