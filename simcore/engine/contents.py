"""What messages and records hold, as far as anything here looks at it: a number each.

A filter has to decide the same way about the same message each time that it is read, whoever
reads it and in whatever order. So the number is not drawn from a stream but computed from the
message's place in its source: a bijective mix of 64 bits (SplitMix64, Steele, Lea and Flood 2014),
which starts at a point that the run's seed and the source's id decide.
"""

from __future__ import annotations

from simcore.engine.streams import generator

MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


class Contents:
    """The contents of one source: a number from [0, 1) for each message, by its number."""

    def __init__(self, seed: int, source: str) -> None:
        self._start = int.from_bytes(generator(seed, f"{source}/content").bytes(8), "little")

    def of(self, number: int) -> float:
        """The content of the message with this number; always the same."""
        mixed = (self._start + (number + 1) * STEP) & MASK
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return float(((mixed ^ (mixed >> 31)) >> 11) * 2.0**-53)
