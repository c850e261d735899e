"""Markdown as HTML of the site: anchors, links and pictures that work, tables that scroll."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from visualizer.library import highlight
from visualizer.library.anchors import Anchors

__all__ = ["Heading", "Passage", "Rendered", "Resolve", "rendered"]

Resolve = Callable[[str], "str | None"]
"""From what is written in a link to an address of the site; None where nothing is."""

ABROAD = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
REL = "noopener noreferrer"
PICTURE = re.compile(r"<picture>.*?</picture>", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Heading:
    """A heading of a page: how deep (1 to 6), its words, where it is."""

    level: int
    words: str
    anchor: str


@dataclass(frozen=True)
class Passage:
    """What stands below one heading, as plain text, for the search."""

    heading: Heading
    text: str


@dataclass(frozen=True)
class Rendered:
    """A page: its HTML, its headings, its text passage by passage, and links that lead nowhere."""

    html: str
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    broken: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its first heading."""
        return self.headings[0].words if self.headings else ""


def rendered(text: str, resolve: Resolve) -> Rendered:
    """The page that a Markdown text is. HTML in it is text, but for pictures and comments."""
    env: dict[str, Any] = {"resolve": resolve, "broken": [], "tables": 0}
    tokens = _PARSER.parse(text, env)
    headings = tuple(_name(tokens))
    html = _PARSER.renderer.render(tokens, _PARSER.options, env)
    return Rendered(html, headings, tuple(_passages(tokens, headings)), tuple(env["broken"]))


def _name(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Give every heading its anchor."""
    anchors = Anchors()
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            words = _words(inline)
            heading = Heading(int(opening.tag[1]), words, anchors.of(words))
            opening.attrSet("id", heading.anchor)
            opening.meta = {"words": words}
            yield heading


def _words(inline: Token) -> str:
    """The text of a line, without its marks."""
    parts = (_text(child) for child in inline.children or ())
    return "".join(parts).strip()


def _text(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "code_inline", "image") else ""


def _passages(tokens: Sequence[Token], headings: Sequence[Heading]) -> Iterator[Passage]:
    names = iter(headings)
    heading, parts = None, list[str]()
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "heading_open":
            if heading is not None:
                yield Passage(heading, "\n".join(parts))
            heading, parts = next(names), []
        elif token.type == "inline" and (before is None or before.type != "heading_open"):
            parts.append(_words(token))
        elif token.type in ("fence", "code_block"):
            parts.append(token.content)
    if heading is not None:
        yield Passage(heading, "\n".join(parts))


class _Renderer(RendererHTML):
    """The rules in which the site's HTML is another."""

    def heading_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        opening = tokens[idx - 2]
        if opening.tag == "h1":
            return "</h1>\n"
        where, words = escape(str(opening.attrs["id"])), escape(opening.meta["words"])
        return (
            f'<a class="anchor" href="#{where}" aria-label="Link to {words}">#</a>'
            f"</{opening.tag}>\n"
        )

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        env["tables"] += 1
        label = f"Table {env['tables']}"
        region = f'<div class="table-scroll" role="region" aria-label="{label}" tabindex="0">'
        return f'{region}<table class="table">\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<th scope="col">' if tokens[idx + 1].content else "<td>"

    def th_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</th>\n" if tokens[idx - 1].content else "</td>\n"

    def td_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "<td>"

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        language = token.info.split()[0] if token.info.strip() else ""
        return f'<pre class="code" tabindex="0">{highlight.code(token.content, language)}</pre>\n'

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<pre class="code" tabindex="0">{escape(tokens[idx].content)}</pre>\n'

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        written = str(token.attrs.get("href", ""))
        if ABROAD.match(written):
            token.attrSet("rel", REL)
        else:
            token.attrSet("href", _address(written, env))
        return str(self.renderToken(tokens, idx, options, env))

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        source = escape(_address(str(token.attrs.get("src", "")), env))
        return f'<img src="{source}" alt="{escape(token.content)}" loading="lazy">'

    def html_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _pictures(COMMENT.sub("", tokens[idx].content), env)

    def html_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _pictures(COMMENT.sub("", tokens[idx].content), env)


def _pictures(html: str, env: Any) -> str:
    """What is HTML in a page is shown as it is written, but for a picture in light and dark."""
    if not (found := PICTURE.search(html)):
        return escape(html) if html.strip() else ""
    (source, image) = (dict(ATTRIBUTE.findall(part)) for part in found[0].split("<img"))
    dark = escape(_address(source.get("srcset", ""), env))
    light = escape(_address(image.get("src", ""), env))
    return (
        f'<p><picture><source media="(prefers-color-scheme: dark)" srcset="{dark}">'
        f'<img src="{light}" alt="{escape(image.get("alt", ""))}"></picture></p>\n'
    )


def _address(written: str, env: Any) -> str:
    address: str | None = env["resolve"](written)
    if address is None:
        env["broken"].append(written)
        return "#content"
    return address


_PARSER = MarkdownIt("commonmark", renderer_cls=_Renderer).enable("table")
