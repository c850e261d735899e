"""The state of every execution environment of a function: the part ``environments`` of a frame.

An environment has a slot for its life. Nothing here follows environments one by one: per slot a
few numbers are kept in arrays (when it last started, ended in error, was reclaimed, how many more
starts than ends) from which the state at any later time follows.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from simcore import facts
from simcore.awslambda.facts.invocations import FunctionObserved
from simcore.awslambda.reading.views.provisioned_slots import Move, ProvisionedSlots
from simcore.facts import Row
from simcore.recording.layout import Column, column

FREE, INIT, BUSY, IDLE, ERROR, PROVISIONED = range(6)
LETTERS = ".NBIEP"
MOVES_LIMIT = 1500
"""A frame with more transitions than this has their number only."""

NEVER = -1.0

_SHORT = {"account concurrency": "account", "reserved concurrency": "reserved"}


class Grid:
    """The environments of one function."""

    def __init__(self) -> None:
        self.used = 0  # slots that have ever been used
        self._open = np.zeros(0, dtype=np.int64)  # starts less ends
        self._started, self._initialized, self._failed, self._reclaimed = (
            np.zeros(0) for _ in range(4)
        )
        self.provisioned = ProvisionedSlots()
        self._managed: Counter[int] = Counter()  # by slot: environments ready less reclaimed
        self.changes = 0
        self._moves: list[Move] = []
        self._blocks: list[tuple[Column, Column, Column]] = []  # moves, their letters in ASCII
        self._initializing: list[tuple[float, int]] = []  # (end of init, slot), not yet over
        self.observed: Row | None = None
        self.throttled = 0  # in the open bin
        self.refused = 0  # in the bin closed last
        self._at_rest: str | None = ""  # the slots as they stay until something changes

    def started(self, t: Column, slots: Column, init_s: Column, cold: Column) -> None:
        """Environments began an invocation; ``cold`` numbers the rows with an init."""
        self._reserve(int(slots.max()) + 1)
        self._open += np.bincount(slots, minlength=len(self._open))
        self._started[slots] = t
        if len(cold):
            ready = t + init_s
            self._initialized[slots] = ready
            self._initializing += zip(ready[cold].tolist(), slots[cold].tolist(), strict=True)
        self._note(t, slots, cold, "BN")

    def ended(self, t: Column, slots: Column, failed: Column) -> None:
        """Environments finished an invocation; ``failed`` numbers the rows that did not succeed."""
        self._reserve(int(slots.max()) + 1)
        self._open -= np.bincount(slots, minlength=len(self._open))
        self._failed[slots[failed]] = t[failed]
        self._note(t, slots, failed, "IE")

    def reclaimed(self, t: Column, slots: Column) -> None:
        """Environments were shut down."""
        self._reserve(int(slots.max()) + 1)
        self._reclaimed[slots] = t
        if self._managed:
            self._managed.subtract(slots.tolist())
        self._note(t, slots, np.zeros(0, dtype=np.int64), "..")

    def ready_one(self, t: float, slot: int) -> None:
        """A managed environment is there, and nobody has used it yet."""
        self._reserve(slot + 1)
        self._managed[slot] += 1
        self._started[slot] = t
        self._note_one(t, slot, "I")

    def allocated_one(self, t: float, slot: int) -> None:
        """An environment of provisioned concurrency was allocated."""
        self._reserve(slot + 1)
        self._started[slot] = t
        self.provisioned.allocated(t, slot)

    def serving(self, t: float, waiting: int) -> None:
        """All but ``waiting`` of the provisioned environments serve at ``t``."""
        for move in self.provisioned.settle(t, waiting, self._reclaimed):
            self._note_one(*move)

    def started_one(self, t: float, slot: int, init_s: float) -> None:
        """An environment began an invocation."""
        self._reserve(slot + 1)
        self._open[slot] += 1
        self._started[slot] = t
        if init_s > 0:
            self._initialized[slot] = t + init_s
            self._initializing.append((t + init_s, slot))
        self._note_one(t, slot, "N" if init_s > 0 else "B")

    def ended_one(self, t: float, slot: int, outcome: int) -> None:
        """An environment finished an invocation."""
        self._reserve(slot + 1)
        self._open[slot] -= 1
        if outcome:
            self._failed[slot] = t
        self._note_one(t, slot, "E" if outcome else "I")

    def reclaimed_one(self, t: float, slot: int) -> None:
        """An environment was shut down."""
        self._reserve(slot + 1)
        self._reclaimed[slot] = t
        if self._managed:
            self._managed[slot] -= 1
        self._note_one(t, slot, ".")

    def states(self, t: float, errors_since: float) -> Any:
        """State code of every slot at ``t`` (int8 array); ERROR if it failed after
        ``errors_since`` and is free to be used again."""
        used = slice(0, self.used)
        states = np.full(self.used, IDLE, dtype=np.int8)
        states[self.provisioned.held(self._reclaimed)] = PROVISIONED
        states[self.provisioned.preparing] = INIT
        states[self._failed[used] >= errors_since] = ERROR
        gone = (self._started[used] < self._reclaimed[used]) | (self._started[used] < 0)
        states[gone] = FREE
        # Ready and reclaimed at one instant: only their number tells what is left.
        states[[slot for slot, n in self._managed.items() if n <= 0]] = FREE
        open_ = self._open[used] > 0
        states[open_] = BUSY
        states[open_ & (self._initialized[used] > t)] = INIT
        return states

    def close_bin(self) -> None:
        """Remember how much was refused in the bin."""
        self.refused, self.throttled = self.throttled, 0

    def payload(self, end: float, bin_s: float) -> dict[str, Any]:
        """The frame's picture at its ``end``; the next frame's transitions begin anew."""
        self._finish_inits(end)
        limit, limited_by = self._limit()
        result: dict[str, Any] = {"slots": self._slots(end, max(end - bin_s, 0.0))}
        if self.changes <= MOVES_LIMIT:
            t, slots, letters = self._all_moves()
            result["moves"] = [t, slots, self.provisioned.read(slots, letters)]
        result |= {
            "changes": self.changes,
            "limit": limit,
            "limited_by": limited_by,
            "refused": self.refused,
        }
        self.changes, self._moves, self._blocks = 0, [], []
        self.provisioned.next_frame(self._reclaimed)
        return result

    def _slots(self, t: float, errors_since: float) -> str:
        """All states, run by run: as they were, if nothing has changed and no time can."""
        if self.changes or self._at_rest is None:
            slots = run_lengths(self.states(t, errors_since))
            self._at_rest = None if _PASSING.intersection(slots) else slots
            return slots
        return self._at_rest

    def _all_moves(self) -> tuple[list[float], list[int], list[str]]:
        """By time; at equal times an environment is let go before it is taken again."""
        parts = list(self._blocks)
        if self._moves:
            times, places, names = zip(*self._moves, strict=True)
            parts.append((np.array(times), np.array(places), np.array([ord(n) for n in names])))
        if not parts:
            return [], [], []
        t, slots, letters = map(np.concatenate, zip(*parts, strict=True))
        order = np.lexsort((letters, slots, _ORDERS[letters], t))
        spelled = letters[order].astype(np.uint8).tobytes().decode("ascii")
        return t[order].tolist(), slots[order].tolist(), list(spelled)

    def _limit(self) -> tuple[int | None, str | None]:
        if self.observed is None:
            return None, None
        limit = self.observed[_LIMIT]
        name = facts.LIMITS[self.observed[_LIMITED_BY]]
        return (limit if limit >= 0 else None), _SHORT.get(name, name)

    def _finish_inits(self, t: float) -> None:
        over = [part for part in self._initializing if part[0] <= t]
        if over:
            self._initializing = [part for part in self._initializing if part[0] > t]
            self.changes += len(over)
            if self.changes <= MOVES_LIMIT:
                self._moves += [(end, slot, "B") for end, slot in over]

    def _note(self, t: Column, slots: Column, others: Column, letters: str) -> None:
        """Transitions to the first letter; to the second in the rows that ``others`` numbers."""
        self.changes += len(t)
        if self.changes > MOVES_LIMIT:
            self._blocks, self._moves = [], []
            return
        spelled = np.full(len(t), ord(letters[0]))
        spelled[others] = ord(letters[1])
        self._blocks.append((t, slots, spelled))

    def _note_one(self, t: float, slot: int, letter: str) -> None:
        self.changes += 1
        if self.changes <= MOVES_LIMIT:
            self._moves.append((t, slot, letter))

    def _reserve(self, slots: int) -> None:
        if slots <= self.used:
            return
        self.used = slots
        missing = slots - len(self._open)
        if missing > 0:
            missing += len(self._open) + 16  # doubles: growing is rare
            self._open = np.append(self._open, np.zeros(missing, dtype=np.int64))
            for name in ("_started", "_initialized", "_failed", "_reclaimed"):
                setattr(self, name, np.append(getattr(self, name), np.full(missing, NEVER)))


_PASSING = frozenset("NEP")
"""Letters of what ends by itself, or is found out anew each time."""

_LIMIT = column(FunctionObserved, "concurrency_limit")
_LIMITED_BY = column(FunctionObserved, "limited_by")


_ORDERS = np.zeros(128, dtype=np.int64)  # by letter
_ORDERS[[ord(letter) for letter in "IE.PNB"]] = 0, 0, 1, 2, 3, 3


def run_lengths(states: Any) -> str:
    """ "B12I3.2" from an array of state codes: a letter and how often, slot after slot."""
    if not len(states):
        return ""
    starts = [0, *(np.flatnonzero(states[1:] != states[:-1]) + 1).tolist()]
    ends = [*starts[1:], len(states)]
    letters = [LETTERS[code] for code in states[starts].tolist()]
    return "".join([f"{letter}{b - a}" for letter, a, b in zip(letters, starts, ends, strict=True)])
