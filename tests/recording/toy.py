"""A component type with a fact of every kind, and its reading, for tests."""

from __future__ import annotations

import random
from functools import partial
from typing import NamedTuple

from simcore.recording.fold import BoardFold
from simcore.recording.fold.base import RowFold
from simcore.recording.layout import column
from simcore.recording.reading import (
    Age,
    Balance,
    Count,
    Counter,
    Derived,
    Durations,
    Each,
    Flagged,
    Handed,
    Held,
    Last,
    Listed,
    Metric,
    Own,
    Positive,
    Reading,
    Sum,
    SumWhere,
    Total,
    View,
    Where,
)


class Played(NamedTuple):
    """Somebody played with a toy."""

    t: float
    since: float
    pieces: int
    colour: int
    lost: int


class Seen(NamedTuple):
    """Toys at ``t``."""

    t: float
    toys: int
    oldest: float


class Wound(NamedTuple):
    """Wound up: nobody looks."""

    t: float


class Lent(NamedTuple):
    """So many more are lent."""

    t: float
    change: int


class Given(NamedTuple):
    """So many were handed over."""

    t: float
    n: int


COLOURS = ("red", "green", "blue")
RED, GREEN, BLUE = range(3)


class Largest(BoardFold):
    """An owner's own: the most pieces so far."""

    def __init__(self, fact, board, metric, counter, of):
        super().__init__(fact, board, metric, counter)
        self.index = column(fact, of)
        board.declare_level(metric, 0)

    def few(self, rows):
        most = max(row[self.index] for row in rows)
        self.board.level(self.metric, max(self.board.now(self.metric), most))


class Shelf(View):
    """What stands on it."""

    key = "shelf"

    def __init__(self, context):
        super().__init__(context)
        self.rows, self.merged, self.closed = {}, 0, 0

    def folds(self, part, fact, board):
        return [ShelfFold(self.rows.setdefault(part.id, []))] if fact is Wound else []

    def merge(self):
        self.merged += 1

    def close_bin(self):
        self.closed += 1

    def payload(self, t1, bin_s):
        return {id: [len(rows), t1, self.closed] for id, rows in self.rows.items()}


class ShelfFold(RowFold):
    def __init__(self, kept):
        self.kept = kept

    def few(self, rows):
        self.kept += rows


def told(row):
    return f"{row[2]} pieces", COLOURS[row[3]]


def colour(row):
    return COLOURS[row[3]]


def so_many(row):
    return f"of {row[1]}"


TOY = Reading(
    metrics=(
        Metric("Plays", Count(Played), "Plays", "Games.", counter="plays", source="A book"),
        Metric("Pieces", Sum(Played, "pieces"), "Pieces", "All of them.", counter="pieces"),
        Metric("Losses", Positive(Played, "lost"), "Losses", "Some were lost.", counter="losses"),
        Metric("Warm", Where(Played, "colour", (RED,)), "Warm", "Warm ones.", counter="warm"),
        Metric(
            "ColdPieces",
            SumWhere(Played, "pieces", "colour", (GREEN, BLUE)),
            "Cold pieces",
            "Of cold ones.",
            counter="cold_pieces",
        ),
        Metric(
            "Both",
            (Count(Played), Sum(Given, "n")),
            "Both",
            "Added up.",
            counter="both",
            unit="Bytes",
        ),
        Metric("Toys", Last(Seen, "toys"), "Toys", "There are.", counter="toys"),
        Metric("Oldest", Age(Seen, "oldest"), "Oldest", "Its age."),
        Metric("Time", Durations(Played, "t", "since"), "Time", "Of a game."),
        Metric(
            "Most",
            Own(Played, partial(Largest, of="pieces")),
            "Most",
            "So far.",
            statistic="Maximum",
        ),
        Metric("Mood", Derived("Played"), "Mood", "How it is.", names=("good", "bad")),
    ),
    counters=(
        Counter("cool", Where(Played, "colour", (GREEN, BLUE))),
        Counter("plays.<colour>", Each(Played, "colour", ("red", "", "blue"))),
        Counter("pieces.<colour>", Each(Played, "colour", COLOURS, of="pieces"), "by colour"),
        Counter("everything", (Total("plays"), Total("toys"))),
    ),
    events=(
        Listed(Played, "err", 0, told, only="lost"),
        Listed(Played, "end", 1, told, unless="lost", sized=True),
    ),
    handed=(Handed(Given, so_many),),
    flags=(
        Flagged(Played, "first_loss", colour, only="lost"),
        Flagged(Played, "colour", colour, each="colour"),
    ),
    held=(Held(Lent, "change"),),
    silent=(Wound,),
    balances=(Balance(("pieces",), ("pieces.<colour>",)),),
    views=(Shelf,),
)
READING = {"toy": TOY}


def plays(n: int) -> list[Played]:
    draw = random.Random(n)
    times = sorted(draw.uniform(0.1, 0.9) for _ in range(n))
    return [
        Played(t, t / 2, draw.randrange(9), draw.randrange(3), draw.randrange(-1, 2)) for t in times
    ]
