"""What the flags of a run are called, as the laboratory calls them."""

from __future__ import annotations

from simcore.components import TYPES

__all__ = ["FLAG_WORDS", "flag_words"]

FLAG_WORDS = {
    "first_throttle": "First throttle",
    "first_read_throttled": "First read refused",
    "first_spillover": "First spillover",
    "first_hidden": "First batch given up",
    "first_retry": "First retry",
    "first_dead_letter": "First dead letter",
    "first_error": "First error",
    "limit_reached": "Limit reached",
}
"""The same as in static/src/panels/transport/flags.ts, which a test compares."""


def flag_words(kind: str, component_type: str) -> str:
    """In the words of the component's type, where it has words of its own."""
    own = TYPES[component_type].picture.flags if component_type in TYPES else {}
    words = own.get(kind) or FLAG_WORDS.get(kind) or kind.replace("_", " ")
    return words[0].lower() + words[1:]
