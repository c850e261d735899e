"""The documentation: the Markdown pages of the project, in the order of docs/index.md."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from visualizer.library import sources
from visualizer.library.markdown import Rendered, rendered
from visualizer.library.sources import ROOT

__all__ = ["Chapter", "Document", "chapters", "documents", "file", "find", "neighbours"]

DOCS = "docs"
INDEX = "docs/index.md"
DECISIONS = "docs/decisions"
PROJECT = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
LESSON = re.compile(r"lessons/([a-z0-9-]+)/lesson\.md")
LINK = re.compile(r"\]\(([^)#\s]+\.md)\)")
FIRST_HEADING = re.compile(r"^# +(.+)$", re.MULTILINE)
CHAPTER = re.compile(r"^## +(.+)$", re.MULTILINE)
FILES = frozenset({".json", ".png", ".svg"})
"""What pages of docs/ have beside them."""


@dataclass(frozen=True)
class Document:
    """A page: `name` is that of its file, from the root of the project."""

    name: str

    @property
    def address(self) -> str:
        """Where the site shows it."""
        if self.name == INDEX:
            return f"/{DOCS}"
        name = self.name.removesuffix(".md")
        return f"/{name}" if name.startswith(f"{DOCS}/") else f"/{DOCS}/{name.lower()}"

    @property
    def page(self) -> Rendered:
        """As HTML; made anew when the file has changed."""
        return _page(self.name, (ROOT / self.name).stat().st_mtime_ns)

    @property
    def title(self) -> str:
        """Its first heading, without all else that is to be read for the page."""
        return _title(self.name, (ROOT / self.name).stat().st_mtime_ns)


@dataclass(frozen=True)
class Chapter:
    """Pages of one kind: to learn, to do, to look up, to understand."""

    title: str
    documents: tuple[Document, ...]


def chapters() -> tuple[Chapter, ...]:
    """All pages but the index, as the index has them; then decisions, and the project's own."""
    files = (path.name for path in (ROOT / DECISIONS).glob("*.md"))
    return _chapters((ROOT / INDEX).stat().st_mtime_ns, tuple(sorted(files)))


@lru_cache(maxsize=4)
def _chapters(changed_ns: int, decisions: tuple[str, ...]) -> tuple[Chapter, ...]:
    index = (ROOT / INDEX).read_text("utf-8")
    titles = CHAPTER.findall(index)
    texts = CHAPTER.split(index)[2::2]
    told: set[str] = {INDEX, *PROJECT}
    found = [
        Chapter(title, tuple(_linked(text, told)))
        for title, text in zip(titles, texts, strict=True)
    ]
    reasons = tuple(Document(f"{DECISIONS}/{name}") for name in decisions)
    return (
        *found,
        Chapter("Decisions", reasons),
        Chapter("The project", tuple(Document(name) for name in PROJECT)),
    )


def _linked(text: str, told: set[str]) -> Iterator[Document]:
    for written in LINK.findall(text):
        name = posixpath.normpath(f"{DOCS}/{written}")
        if name not in told:
            told.add(name)
            yield Document(name)


def documents() -> list[Document]:
    """Every page, in the order in which they are read: the index first."""
    return [Document(INDEX), *(one for chapter in chapters() for one in chapter.documents)]


def find(address: str) -> Document | None:
    """The page that is shown at this address."""
    return next((one for one in documents() if one.address == address), None)


def neighbours(document: Document) -> tuple[Document | None, Document | None]:
    """The page before it and the one after it."""
    order = [None, *documents(), None]
    n = order.index(document)
    return order[n - 1], order[n + 1]


def file(name: str) -> Path | None:
    """A picture or another file of docs/, by its name there."""
    folder, named = ROOT / DOCS, Path(name)
    if named.suffix not in FILES or any(part.startswith(".") for part in named.parts):
        return None
    path = folder / named
    inside = path.resolve().is_relative_to(folder.resolve())
    return path if inside and path.is_file() else None


@lru_cache(maxsize=256)
def _title(name: str, changed_ns: int) -> str:
    text = (ROOT / name).read_text("utf-8")
    first = FIRST_HEADING.search(text)
    return first[1].replace("`", "").strip() if first else name


@lru_cache(maxsize=256)
def _page(name: str, changed_ns: int) -> Rendered:
    folder = posixpath.dirname(name)
    text = (ROOT / name).read_text("utf-8")
    return rendered(text, lambda written: _resolved(folder, written))


def _resolved(folder: str, written: str) -> str | None:
    """The address of what a page in `folder` links to."""
    path, hash, anchor = written.partition("#")
    if not path:
        return written
    name = posixpath.normpath(posixpath.join(folder, path))
    address = _address(name)
    return None if address is None else f"{address}{hash}{anchor}"


def _address(name: str) -> str | None:
    if name in PROJECT or (name.startswith(f"{DOCS}/") and name.endswith(".md")):
        return Document(name).address if (ROOT / name).is_file() else None
    if name in (DOCS, DECISIONS):
        return f"/{name}"
    if name.startswith(f"{DOCS}/") and file(name.removeprefix(f"{DOCS}/")):
        return f"/{name}"
    if lesson := LESSON.fullmatch(name):
        return f"/lessons/{lesson[1]}"
    return sources.address(name)
