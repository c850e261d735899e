"""The recorder: empties the ledgers of all components and keeps what they add up to.

The run's loop folds at the end of every bin, and as often in between as it likes::

    for n in range(timebase.bins):
        environment.run(until=timebase.bin_end(n))
        for component in components:
            component.observe(environment.now)
        recorder.fold(environment.now)

A fact at ``t`` belongs to the bin that begins at or before it; a fact at the very end of a bin
waits for the next one. Memory is bounded by the number of bins, not of facts; the whole recorder
pickles, together with the components whose ledgers it empties.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from simcore.errors import EngineBug
from simcore.facts import RequestStep, StoryStep
from simcore.recording import fingerprint, frames, result
from simcore.recording.board import Board
from simcore.recording.catalogue import Readings
from simcore.recording.charges import Charges
from simcore.recording.edges import Edges
from simcore.recording.events import Events
from simcore.recording.flags import FlagFold, Flags
from simcore.recording.fold import Fold
from simcore.recording.fold.samples import Samples
from simcore.recording.intake import Intake, UnsignedIntake
from simcore.recording.layout import Columns, Rows
from simcore.recording.made import Fact
from simcore.recording.parts import Names, Parts
from simcore.recording.reading import Component, Context, Reading, View
from simcore.recording.stories import RequestFold, Stories, StoryFold
from simcore.recording.tariff import Tariff
from simcore.recording.timebase import Timebase
from simcore.recording.totals import totals
from simcore.recording.uses import Uses, uses

ACCOUNT = "account"
"""The type of the component, and the id of the board, that stands for all of them together."""


class Closing(Protocol):
    """Something with values of the open bin."""

    def close_bin(self) -> None:
        """The bin is over."""


class Recorder:
    """Folds the ledgers of ``components`` over the bins of ``timebase``.

    ``readings`` say, by type, what the facts of a component give, ``edges`` (those of the run's
    topology: from, to, kind) what flows between them, ``parts`` what parts of them are called,
    ``tariff`` what is charged. A recorder that is not ``shown`` has a result and no frames: it
    leaves out what only viewers are told.
    Raises EngineBug for a ledger that the reading of its component's type does not mention.
    """

    def __init__(
        self,
        timebase: Timebase,
        components: Sequence[Component],
        *,
        readings: Readings,
        edges: Iterable[Mapping[str, str]] = (),
        parts: Names | None = None,
        tariff: Tariff | None = None,
        shown: bool = True,
    ) -> None:
        self.timebase, self.shown = timebase, shown
        self.open_bin = 0
        self.facts_total = 0
        self.boards: dict[str, Board] = {part.id: Board(part.id) for part in components}
        self.account = self._account_board(components)
        self.charges = Charges(tariff or Tariff(), self.boards, self.account)
        self.samples: dict[str, dict[str, Samples]] = {}
        flows, self.parts = Edges(edges), Parts(parts or {})
        self.flags, self.events, self.stories = Flags(), Events(flows, self.parts), Stories()
        self._views = _views(readings, Context(self.boards, self.account, flows), shown)
        self._closing: list[Closing] = [self.stories]
        self._later: dict[int, list[tuple[int, Rows, Columns | None]]] = {}
        self._has_news = True  # whether the open bin has more than levels that are what they were
        self._had_news = True  # the same of the bin before it
        self._intakes = list(self._take_on(components, readings))
        self._measure()
        self._totals = list(dict.fromkeys(totals(components, readings, self.boards)))
        self._edge = self._find_edge()

    @property
    def views(self) -> Iterable[View]:
        """What is shown beyond series, counters, events and flags."""
        return self._views.values()

    # -- what is stated and not folded yet -------------------------------------------------------

    def _measure(self) -> None:
        """Find what to look at at every end of a bin: as long as there are rows in the ledger."""
        self._rows = [intake.measure() for intake in self._intakes]
        self._counted = [intake.measure() for intake in self._intakes if intake.counted]

    def __getstate__(self) -> dict[str, Any]:
        aliases = ("_rows", "_counted")
        return {key: value for key, value in self.__dict__.items() if key not in aliases}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._measure()

    def piled(self) -> int:
        """How many rows lie in the ledgers."""
        return sum(map(len, self._rows))

    def stated_total(self) -> int:
        """``facts_total`` as it will be when all rows are folded."""
        return self.facts_total + sum(map(len, self._counted))

    def drop_piled(self) -> None:
        """Leave out what is not folded: the run ends before it."""
        for intake in self._intakes:
            intake.ledger.rows.clear()

    # -- folding ---------------------------------------------------------------------------------

    def fold(self, now: float) -> None:
        """Take in all that was stated up to ``now`` (seconds); closes the bins that are over.

        Raises EngineBug when something is stated after the last bin was closed.
        """
        for number, rows in enumerate(self._rows):
            if rows:
                self._take(number, self._intakes[number])
        if self._has_news:
            self._merge()
        while self.open_bin < self.timebase.bins and self.timebase.has_ended(self.open_bin, now):
            self._close_bin()

    def _take(self, number: int, intake: Intake) -> None:
        if self.open_bin >= self.timebase.bins:
            raise EngineBug(f"{intake.component} stated {intake.fact.__name__} after the run's end")
        if intake.take_unchanged(self._edge):
            intake.ledger.rows.clear()
            return
        for n, rows, columns in intake.take(self.timebase, self.open_bin, self._edge):
            if n == self.open_bin:
                self._apply(intake, rows, columns)
            else:
                self._later.setdefault(n, []).append((number, list(rows), columns))
        intake.ledger.rows.clear()

    def _apply(self, intake: Intake, rows: Rows, columns: Columns | None) -> None:
        self._has_news = True
        if intake.counted:
            self.facts_total += len(rows)
        if columns is None:
            for fold in intake.folds:
                fold.few(rows)
        else:
            for fold in intake.folds:
                fold.many(rows, columns)

    def _merge(self) -> None:
        for view in self._views.values():
            view.merge()

    def _close_bin(self) -> None:
        for part in self._closing:
            part.close_bin()
        if self._has_news or self._had_news:
            for view in self._views.values():
                view.close_bin()
        self.charges.close_bin(self.timebase.bin_end(self.open_bin), self._has_news)
        self._had_news, self._has_news = self._has_news, False
        for board in self.boards.values():
            board.close_bin()
        if self.timebase.ends_span(self.open_bin):
            self._close_span()
        self.open_bin += 1
        self._edge = self._find_edge()
        if self.open_bin in self._later:
            for number, rows, columns in self._later.pop(self.open_bin):
                self._apply(self._intakes[number], rows, columns)
            self._merge()

    def _close_span(self) -> None:
        n = self.open_bin // self.timebase.span_bins
        for by_metric in self.samples.values():
            for samples in by_metric.values():
                samples.run.spans.close(n, samples.run.counts)

    def _find_edge(self) -> float:
        """Where the open bin ends for facts: nowhere if it is the last."""
        last = self.open_bin >= self.timebase.bins - 1
        return float("inf") if last else self.timebase.bin_end(self.open_bin)

    # -- what comes out --------------------------------------------------------------------------

    def counters(self) -> dict[str, dict[str, int | float]]:
        """Component id -> name -> total since the start, or level, as of now."""
        result = {name: dict(board.counters) for name, board in self.boards.items()}
        for component, name, parts in self._totals:
            counters = result[component]
            counters[name] = sum([counters.get(part, 0) for part in parts])
        return result

    def frame(self, n: int) -> dict[str, Any]:
        """The payload of frame ``n``, whose last bin has just been folded; each once, in order."""
        return frames.frame(self, n)

    def distributions(self) -> dict[str, dict[str, list[Any]]]:
        """Component -> metric -> histograms of the bins since the last call: `Samples.new`."""
        new = {
            id: {metric: told for metric, part in parts.items() if (told := part.new())}
            for id, parts in self.samples.items()
        }
        return {id: parts for id, parts in new.items() if parts}

    def result_parts(self) -> dict[str, Any]:
        """What the recording adds to the result document: see `simcore.recording.result`."""
        return result.parts(self)

    def cost(self) -> dict[str, Any]:
        """The block ``cost`` of the result, as of the last closed bin."""
        elapsed_s = self.timebase.bin_end(self.open_bin - 1) if self.open_bin else 0.0
        return self.charges.block(elapsed_s)

    def fingerprints(self) -> dict[str, str]:
        """Component id -> fingerprint of all that it stated; independent of other components."""
        return fingerprint.combined(
            (intake.component, intake.fact.__name__, intake.trails)
            for intake in self._intakes
            if intake.signed
        )

    def fingerprint(self) -> str:
        """Hexadecimal SHA-256 over all that was stated so far."""
        return fingerprint.overall(self.fingerprints())

    # -- building --------------------------------------------------------------------------------

    def _account_board(self, components: Sequence[Component]) -> Board:
        id = next((part.id for part in components if part.type == ACCOUNT), ACCOUNT)
        return self.boards.setdefault(id, Board(id))

    def _take_on(self, components: Sequence[Component], readings: Readings) -> Iterator[Intake]:
        """An intake for every ledger."""
        known: dict[str, dict[Fact, Uses]] = {}
        for part in components:
            reading = _reading_of(part, readings)
            if part.type not in known:
                known[part.type] = uses(reading)
            for fact, ledger in part.ledgers.items():
                use = known[part.type].get(fact)
                if use is None:
                    raise EngineBug(f"{part.id} states {fact.__name__}, which nothing records")
                folds = self._folds(part, fact, use, reading)
                kind = UnsignedIntake if fact is RequestStep else Intake
                yield kind(part.id, fact, ledger, folds, observed=use.observed)

    def _folds(self, part: Component, fact: Fact, use: Uses, reading: Reading) -> list[Fold]:
        """Everything that takes in the rows of one ledger."""
        board = self.boards[part.id]
        folds = [make(board) for make in use.folds]
        for fold in folds:
            if isinstance(fold, Samples):
                self.samples.setdefault(part.id, {})[str(fold.metric)] = fold
                self._closing.append(fold)
                fold.is_shown = self.shown
        for view in [self._views[make] for make in reading.views if make in self._views]:
            folds += view.folds(part, fact, board)
        if self.shown:
            folds += [self.events.listed(listed, part.id) for listed in use.listed]
            folds += [self.events.handed(handed, part.id) for handed in use.handed]
        folds += [FlagFold(flagged, part.id, self.flags, self.parts) for flagged in use.flagged]
        folds += [self.charges.holds_of(part.id, held) for held in use.held]
        if fact is StoryStep:
            folds.append(StoryFold(part.id, self.stories))
        if fact is RequestStep:
            folds.append(RequestFold(part.id, self.stories))
        return folds


def _reading_of(part: Component, readings: Readings) -> Reading:
    if part.type not in readings:
        raise EngineBug(f"{part.id} is of type {part.type}, which has no reading")
    return readings[part.type]


def _views(readings: Readings, context: Context, shown: bool) -> dict[Any, View]:
    """One of each kind, whether or not any component has to do with it; those with a part of every
    frame only where there are frames."""
    kinds = dict.fromkeys(make for reading in readings.values() for make in reading.views)
    views = {make: make(context) for make in kinds}
    return {make: view for make, view in views.items() if shown or not view.key}
