"""Which of the followed messages tells most of a run, and its life in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simcore.component.picture import Story
from simcore.recording.stories import MAX_STEPS
from simcore.reporting.life.phases import UNDER_WAY, Waterfall, waterfall
from simcore.reporting.life.requests import request_waterfall
from simcore.reporting.report import Life
from simcore.reporting.source import Source
from simcore.reporting.words import clock, many, short_s, times

__all__ = ["ENDS", "life_of", "most_telling", "name_of", "story_of"]

Told = Mapping[str, Any]
"""A story as a result has it."""

MESSAGE = Story("Message")

ENDS = {
    "deleted": "deleted",
    "processed": "done",
    "dead": "in the dead-letter queue",
    "dropped": "given up",
    "expired": "expired",
    "purged": "purged",
    "filtered": "filtered out",
    "moved": "moved back",
    "answered": "answered",
    "failed": "failed",
    "timed out": "timed out",
    "turned away": "refused",
}

TELLING = ("dead", "dropped", "expired", "purged", "timed out", "failed", "turned away")
"""Fates of which a report tells first."""

SPENT = (
    ("in the queue", ("queue",)),
    ("with the poller", ("batch", "held")),
    ("hidden", ("hidden",)),
    ("waiting for another attempt", ("retry",)),
    ("in init", ("init",)),
    ("in the handler", ("handler",)),
)


LED_TO = (
    ("waiting for another attempt", "retry"),
    ("held back", "held"),
    ("in inits", "init"),
    ("in handlers", "handler"),
)
"""Of a request: side by side, so that it may add up to more than the request lasted."""


def most_telling(source: Source) -> Told | None:
    """One that was lost, else refused or tried most often, else the slowest; the first of equals.

    None where no message was followed.
    """
    whole = [told for told in source.result["stories"] if len(told["steps"]) > 1]
    ranked = ((_weight(_fall(source, told)), told) for told in whole)
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return None if best is None else best[1]


def _weight(fall: Waterfall) -> tuple[int, int, float]:
    lost = len(TELLING) - TELLING.index(fall.fate) if fall.fate in TELLING else 0
    ended = fall.fate != UNDER_WAY
    return lost, (fall.attempts + fall.refused) if ended else 0, _lasted(fall)


def _lasted(fall: Waterfall) -> float:
    """A request for its sender: what it led to may take longer."""
    return (fall.ends_s if fall.over_s is None else fall.over_s) - fall.begins_s


def life_of(source: Source, told: Told) -> Life:
    """Its life, phase by phase."""
    fall, story = _fall(source, told), story_of(source, told)
    name = f"{name_of(told['id'], story)} of {source.title_of(told['component'])}"
    return Life(name, _sentence(name, told, fall, story), fall.phases)


def _fall(source: Source, told: Told) -> Waterfall:
    story = story_of(source, told)
    if story.parts:
        return request_waterfall(told["steps"], source.end_s, source.title_of)
    return waterfall(told["steps"], source.end_s, story)


def story_of(source: Source, told: Told) -> Story:
    """How the component's type calls and tells it."""
    kind = source.types.get(told["component"])
    return (kind.picture.story if kind is not None else None) or MESSAGE


def name_of(id: int, story: Story) -> str:
    """Its number in the order of sending, from 1 on; of a record, its place in its shard."""
    own = id % story.block if story.block else id
    if not story.lane or not story.lane_block:
        return f"{story.noun} {own + story.first:,}"
    lane, n = divmod(own, story.lane_block)
    poison = story.poison and n > story.poison
    called = f"Poison {n - story.poison}" if poison else f"{story.noun} {n + story.first:,}"
    return f"{called} of {story.lane} {lane}"


def _sentence(name: str, told: Told, fall: Waterfall, story: Story) -> str:
    tried = _tried(told["steps"], fall)
    lasted = _lasted(fall)
    if lasted <= 0 and fall.fate != UNDER_WAY and not story.parts:
        ended = f"{ENDS[fall.fate]} at {clock(fall.ends_s)}"
        return f"{name}: {ended}, {tried}. What went before is not told."
    took = short_s(lasted)
    end = f"still under way after {took}"
    if fall.fate != UNDER_WAY:
        end = f"{ENDS[fall.fate]} after {took}"
    spent = _led_to(fall) if story.parts else f" It spent {', '.join(_spent(fall, story))}."
    more = _goes_on(fall)
    more += " Its further steps are not kept." if len(told["steps"]) >= MAX_STEPS else ""
    return f"{name}: from {clock(fall.begins_s)}, {tried}, {end}.{spent}{more}"


def _goes_on(fall: Waterfall) -> str:
    """What a request led to, when it was over."""
    if fall.over_s is None or fall.ends_s <= fall.over_s:
        return ""
    return f" What it led to went on until {clock(fall.ends_s)}."


def _tried(steps: Sequence[Told], fall: Waterfall) -> str:
    told = {step["step"] for step in steps}
    verb = "sent" if "attempt" in told else "invoked"
    verb = "received" if told & {"received", "moved"} else verb
    tried = f"{verb} {times(fall.attempts)}" if fall.attempts else f"never {verb}"
    return f"{tried}, refused {times(fall.refused)}" if fall.refused else tried


def _led_to(fall: Waterfall) -> str:
    totals = (
        (sum(p.ends_s - p.begins_s for p in fall.phases if p.sort == sort), words)
        for words, sort in LED_TO
    )
    parts = ", ".join(f"{short_s(total)} {words}" for total, words in totals if total > 0)
    return f" It led to {parts}." if parts else ""


def _spent(fall: Waterfall, story: Story) -> Iterator[str]:
    found = False
    for words, sorts in SPENT:
        total = sum(p.ends_s - p.begins_s for p in fall.phases if p.sort in sorts)
        if total > 0:
            found = True
            yield f"{short_s(total)} {story.waited if 'queue' in sorts else words}"
    if not found:
        yield many(0, "second")
