"""Search over all that is to be read: SQLite's FTS5, in memory (docs/decisions/site.md)."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from threading import Lock

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

__all__ = ["Entry", "Found", "Hit", "Index"]

LONGEST_QUERY = 200
MOST_WORDS = 12
MOST_HITS = 30
SNIPPET_WORDS = 28
NEAR = 0.8
"""How alike a word has to be that is taken for one that nothing has (0 to 1)."""

WORD = re.compile(r"[^\W_]+")
GROUPED = re.compile(r"(?<![\w,.])\d{1,3}(?:,\d{3})+(?![\w,])")
"""A number as it is written for people: 1,250."""

HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
OPEN, SHUT = "\x02", "\x03"
WEIGHTS = "0, 0, 8, 5, 1, 0.5"

TABLE = """
CREATE VIRTUAL TABLE entry USING fts5(
    kind UNINDEXED, address UNINDEXED, title, heading, text, humps,
    tokenize = 'porter unicode61 remove_diacritics 2'
)
"""
WHERE = "entry MATCH ? AND kind IN (SELECT value FROM json_each(?))"
FIND = f"""
SELECT address, kind, title, heading,
    snippet(entry, 4, '{OPEN}', '{SHUT}', ' … ', {SNIPPET_WORDS})
FROM entry WHERE {WHERE} ORDER BY bm25(entry, {WEIGHTS}), rowid LIMIT {MOST_HITS}
"""
COUNT = f"SELECT count(*) FROM entry WHERE {WHERE}"


@dataclass(frozen=True)
class Entry:
    """Something that can be found: a section of a page, at an address."""

    kind: str
    address: str
    title: str
    heading: str
    text: str


@dataclass(frozen=True)
class Hit:
    """A section that was found; in `snippet` all is escaped but for the marks of what was asked."""

    address: str
    kind: str
    title: str
    heading: str
    snippet: SafeString


@dataclass(frozen=True)
class Found:
    """The best hits, and how many there are in all.

    `taken`: what was typed, where nothing has it, to what was looked for instead. `some`: no
    section has all the words, these have some.
    """

    hits: tuple[Hit, ...] = ()
    count: int = 0
    taken: tuple[tuple[str, str], ...] = ()
    some: bool = False


class Index:
    """Entries in memory, to be asked by any thread."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._lock = Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(TABLE)
        self._words: set[str] = set()
        for entry in entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        words = WORD.findall(f"{entry.title} {entry.heading} {entry.text}")
        humps = " ".join(
            [HUMP.sub(" ", word) for word in words if HUMP.search(word)]
            + _ungrouped(f"{entry.title} {entry.heading} {entry.text}")
        )
        row = (entry.kind, entry.address, entry.title, entry.heading, entry.text, humps)
        cleaned = [part.replace(OPEN, "").replace(SHUT, "") for part in row]
        self._base.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", cleaned)
        self._words.update(word.lower() for word in [*words, *WORD.findall(humps)])

    def find(self, query: str, kinds: Sequence[str]) -> Found:
        """What has the words of a query, whatever signs it has, in entries of these kinds."""
        words = WORD.findall(_as_typed(query[:LONGEST_QUERY]))[:MOST_WORDS]
        if not words:
            return Found()
        with self._lock:
            taken = {word: near for word in words if (near := self._instead(word))}
            asked = [taken.get(word, word) for word in words]
            hits, count = self._ask(_all(asked), kinds)
            some = not hits and len(asked) > 1
            if some:
                hits, count = self._ask(_any(asked), kinds)
        return Found(hits, count, tuple(taken.items()), some and bool(hits))

    def _ask(self, match: str, kinds: Sequence[str]) -> tuple[tuple[Hit, ...], int]:
        asked = (match, json.dumps(list(kinds)))
        rows = self._base.execute(FIND, asked).fetchall()
        (count,) = self._base.execute(COUNT, asked).fetchone()
        hits = (
            Hit(address, kind, title, heading, _marked(text))
            for address, kind, title, heading, text in rows
        )
        return tuple(hits), count

    def _instead(self, word: str) -> str:
        """The nearest word that there is, for one that nothing begins with; "" where it is known
        or nothing is near. Another number is another thing, however alike."""
        if word.isdigit():
            return ""
        known = self._base.execute(
            "SELECT 1 FROM entry WHERE entry MATCH ? LIMIT 1", (_all([word]),)
        ).fetchone()
        if known:
            return ""
        like = [one for one in self._words if abs(len(one) - len(word)) <= 2]
        return next(iter(get_close_matches(word.lower(), like, 1, NEAR)), "")


def _ungrouped(text: str) -> list[str]:
    """The numbers that are written in groups, as they are typed: 1250."""
    return [number.replace(",", "") for number in GROUPED.findall(text)]


def _as_typed(query: str) -> str:
    """A query whose numbers have no groups, either."""
    return GROUPED.sub(lambda number: number[0].replace(",", ""), query)


def _all(words: Sequence[str]) -> str:
    """The query of FTS5 for all of the words, of which the last may go on."""
    return " ".join(f'"{word}"' for word in words) + "*"


def _any(words: Sequence[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)


def _marked(snippet: str) -> SafeString:
    marked = escape(snippet).replace(OPEN, "<mark>").replace(SHUT, "</mark>")
    return mark_safe(marked)
