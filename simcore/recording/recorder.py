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

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from simcore import facts
from simcore.errors import EngineBug
from simcore.recording import fingerprint, frames, result
from simcore.recording.board import Board
from simcore.recording.charges import Charges
from simcore.recording.countdown import ADDS, Countdown, CountdownFold
from simcore.recording.environments import Grid
from simcore.recording.events import Events
from simcore.recording.flags import FIRST, FlagFold, Flags
from simcore.recording.fold import FOLDS, Fold
from simcore.recording.fold.concurrency import METRIC, AccountPeak, Ends, Running, Starts
from simcore.recording.fold.managed import grid_folds
from simcore.recording.fold.samples import Samples
from simcore.recording.intake import Intake
from simcore.recording.lanes import ALL_LANES, LANES, AllLanesFold, LaneFold, Lanes
from simcore.recording.layout import Columns, Rows
from simcore.recording.limited_by import Limiters
from simcore.recording.stories import Stories, StoryFold
from simcore.recording.tariff import Tariff
from simcore.recording.timebase import Timebase

ACCOUNT = "account"


class Component(Protocol):
    """What the recorder needs to know of a live component."""

    id: str
    type: str
    ledgers: facts.Ledgers


class Closing(Protocol):
    """Something with values of the open bin."""

    def close_bin(self) -> None:
        """The bin is over."""


class Recorder:
    """Folds the ledgers of ``components`` over the bins of ``timebase``.

    ``tariff`` says what is charged; ``reserved`` names the functions whose concurrency is their
    own (they don't count as unreserved); ``sources`` says which queue an event source mapping
    polls, ``targets`` which function it invokes.
    """

    def __init__(
        self,
        timebase: Timebase,
        components: Sequence[Component],
        *,
        tariff: Tariff | None = None,
        reserved: Collection[str] = (),
        sources: Mapping[str, str] | None = None,
        targets: Mapping[str, str] | None = None,
    ) -> None:
        self.timebase = timebase
        self.sole_readers = _sole_readers(sources or {})
        self.open_bin = 0
        self.facts_total = 0
        self.boards: dict[str, Board] = {part.id: Board(part.id) for part in components}
        self.account = self._account_board(components)
        self.charges = Charges(tariff or Tariff(), self.boards, self.account)
        self.grids: dict[str, Grid] = {}
        self.countdowns: dict[str, Countdown] = {}
        self.lanes: dict[str, Lanes] = {}
        self.samples: dict[str, dict[str, Samples]] = {}
        self.flags, self.events, self.stories = Flags(), Events(targets or {}), Stories()
        self._limiters = Limiters(self.boards, sources or {}, targets or {})
        self._running: dict[str, Running] = {}
        self._closing: list[Closing] = [self.stories]
        self._later: dict[int, list[tuple[int, Rows, Columns | None]]] = {}
        self._intakes = [
            Intake(part.id, fact, ledger, self._folds(part, fact))
            for part in components
            for fact, ledger in part.ledgers.items()
        ]
        self._peaks = self._account_peaks(reserved)
        self._declare_derived()
        self._edge = self._find_edge()

    # -- folding ---------------------------------------------------------------------------------

    def fold(self, now: float) -> None:
        """Take in all that was stated up to ``now`` (seconds); closes the bins that are over.

        Raises EngineBug when something is stated after the last bin was closed.
        """
        for number, intake in enumerate(self._intakes):
            if intake.ledger.rows:
                self._take(number, intake)
        while self.open_bin < self.timebase.bins:
            self._merge()
            if not self.timebase.has_ended(self.open_bin, now):
                break
            self._close_bin()

    def _take(self, number: int, intake: Intake) -> None:
        if self.open_bin >= self.timebase.bins:
            raise EngineBug(f"{intake.component} stated {intake.fact.__name__} after the run's end")
        for n, rows, columns in intake.take(self.timebase, self.open_bin, self._edge):
            if n == self.open_bin:
                self._apply(intake, rows, columns)
            else:
                self._later.setdefault(n, []).append((number, list(rows), columns))
        intake.ledger.rows.clear()

    def _apply(self, intake: Intake, rows: Rows, columns: Columns | None) -> None:
        if intake.counted:
            self.facts_total += len(rows)
        if columns is None:
            for fold in intake.folds:
                fold.few(rows)
        else:
            for fold in intake.folds:
                fold.many(rows, columns)

    def _merge(self) -> None:
        for peak in self._peaks:
            peak.merge()
        for running in self._running.values():
            running.forget()

    def _close_bin(self) -> None:
        for part in self._closing:
            part.close_bin()
        for peak in self._peaks:
            peak.close_bin()
        self._derive()
        for board in self.boards.values():
            board.close_bin()
        self.open_bin += 1
        self._edge = self._find_edge()
        for number, rows, columns in self._later.pop(self.open_bin, []):
            self._apply(self._intakes[number], rows, columns)

    def _find_edge(self) -> float:
        """Where the open bin ends for facts: nowhere if it is the last."""
        last = self.open_bin >= self.timebase.bins - 1
        return float("inf") if last else self.timebase.bin_end(self.open_bin)

    # -- values made of other values -------------------------------------------------------------

    def _declare_derived(self) -> None:
        for mapping in self.sole_readers:
            self.boards[mapping].declare_sum("PolledEventCount", "polled_events")

    def _derive(self) -> None:
        for mapping, queue in self.sole_readers.items():
            polled = self.boards[queue].in_open_bin("NumberOfMessagesReceived")
            self.boards[mapping].add("PolledEventCount", "polled_events", polled)
        self._limiters.close_bin()
        self.charges.close_bin(self.timebase.bin_end(self.open_bin))

    def counters(self) -> dict[str, dict[str, int | float]]:
        """Component id -> name -> total since the start, or level, as of now."""
        result = {name: dict(board.counters) for name, board in self.boards.items()}
        for name in self.grids:
            part = result[name]
            living = sum(part.get(f"environments_{state}", 0) for state in ("init", "busy", "idle"))
            part["environments_started"] = living + part.get("environments_reclaimed", 0)
        return result

    # -- what comes out --------------------------------------------------------------------------

    def frame(self, n: int) -> dict[str, Any]:
        """The payload of frame ``n``, whose last bin has just been folded; each once, in order."""
        return frames.frame(self, n)

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
            (intake.component, intake.fact.__name__, intake.trail) for intake in self._intakes
        )

    def fingerprint(self) -> str:
        """Hexadecimal SHA-256 over all that was stated so far."""
        return fingerprint.overall(self.fingerprints())

    # -- building --------------------------------------------------------------------------------

    def _account_board(self, components: Sequence[Component]) -> Board:
        owner = next((part.id for part in components if facts.AccountObserved in part.ledgers), "")
        return self.boards.setdefault(owner or ACCOUNT, Board(owner or ACCOUNT))

    def _account_peaks(self, reserved: Collection[str]) -> list[AccountPeak]:
        everything = list(self._running.values())
        unreserved = [part for name, part in self._running.items() if name not in reserved]
        if unreserved == everything:
            return [AccountPeak(self.account, [METRIC, "Unreserved" + METRIC], everything)]
        return [
            AccountPeak(self.account, [METRIC], everything),
            AccountPeak(self.account, ["Unreserved" + METRIC], unreserved),
        ]

    def _folds(self, component: Component, fact: type[Any]) -> list[Fold]:
        if fact not in FOLDS:
            raise EngineBug(f"{component.id} states {fact.__name__}, which nothing records")
        board = self.boards[component.id]
        folds: list[Fold] = [make(fact, board) for make in FOLDS[fact]]
        for fold in folds:
            if isinstance(fold, Samples):
                self.samples.setdefault(component.id, {})[fold.metric] = fold
                self._closing.append(fold)
        folds += self._invocation_folds(component, fact, board)
        folds += self._limiters.folds(component.id, fact)
        folds += self.events.heads(fact, component.id)
        if fact in ADDS:
            countdown = self.countdowns.setdefault(component.id, Countdown())
            folds.append(CountdownFold(fact, countdown))
        if fact in FIRST:
            folds.append(FlagFold(fact, component.id, self.flags))
        if fact is facts.ProvisionedRequested:
            folds.append(self.charges.holds_of(component.id))
        if fact in LANES:
            folds.append(LaneFold(self._lanes_of(component.id, LANES[fact])))
        if fact in ALL_LANES:
            folds.append(AllLanesFold(self._lanes_of(component.id, ALL_LANES[fact])))
        if fact is facts.StoryStep:
            folds.append(StoryFold(component.id, self.stories))
        return folds

    def _invocation_folds(self, part: Component, fact: type[Any], board: Board) -> list[Fold]:
        folds: list[Fold] = []
        if fact is facts.InvocationStarted:
            folds.append(Starts(board, self._running_of(part.id, board)))
        if fact is facts.InvocationEnded:
            folds.append(Ends(fact, board, self._running_of(part.id, board)))
        feeds = grid_folds(part.ledgers)
        if fact in feeds:
            folds.append(feeds[fact](fact, board, self._grid_of(part.id)))
        return folds

    def _running_of(self, component: str, board: Board) -> Running:
        if component not in self._running:
            self._running[component] = Running(board)
            self._closing.append(self._running[component])
        return self._running[component]

    def _lanes_of(self, component: str, kind: str) -> Lanes:
        return self.lanes.setdefault(component, Lanes(kind))

    def _grid_of(self, component: str) -> Grid:
        if component not in self.grids:
            self.grids[component] = Grid()
            self._closing.append(self.grids[component])
        return self.grids[component]


def _sole_readers(sources: Mapping[str, str]) -> dict[str, str]:
    """Mapping -> queue, where what the queue hands out all goes to that mapping."""
    queues = list(sources.values())
    return {mapping: queue for mapping, queue in sources.items() if queues.count(queue) == 1}
