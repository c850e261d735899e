"""How much of a lesson, and how many lessons, are read: files of others are bounded before all."""

from __future__ import annotations

__all__ = [
    "MOST_BLOCK_TEXT",
    "MOST_BYTES",
    "MOST_CLAIMS",
    "MOST_COMPLAINTS",
    "MOST_KNOBS",
    "MOST_LESSONS",
    "MOST_OPTIONS",
    "MOST_OVERRIDES",
    "MOST_SOLUTIONS",
    "MOST_STEPS",
    "MOST_TOKENS",
    "MOST_TOPICS",
]

MOST_BYTES = 64 * 1024
"""Of a lesson's text; a course of an hour has less than a third of it."""

MOST_TOKENS = 20_000
"""Of Markdown: what is nested or repeated beyond it is no prose."""

MOST_STEPS = 20
MOST_BLOCK_TEXT = 8_000
"""Characters of one block."""

MOST_CLAIMS = 30
"""Of a lesson."""

MOST_OPTIONS = 6
"""Of a prediction: more are not read before one is chosen."""

MOST_TOPICS = 12
MOST_KNOBS = 8
MOST_OVERRIDES = 50
MOST_SOLUTIONS = 10

MOST_COMPLAINTS = 50

MOST_LESSONS = 200
"""Of a folder: the first ones by name."""
