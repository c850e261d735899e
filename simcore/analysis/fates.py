"""The same message, or request, in two runs: one fate, the other fate."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from simcore.components import TYPES
from simcore.facts import REQUEST_FATES

__all__ = ["MESSAGE", "Fate", "TwoFates", "followed", "two_fates"]

MESSAGE = "message"
"""What is followed, where its type does not call it otherwise."""

Steps = Sequence[Mapping[str, Any]]


class Fate(NamedTuple):
    """What became of a message: the last step that is told, when, and how long after the first."""

    end: str
    t_s: float
    after_s: float
    attempts: int


class TwoFates(NamedTuple):
    """A message that both runs tell of, as `component` and `id` name it, and its two fates.

    `noun` is what the component's type calls it: message, record, event, request.
    """

    component: str
    id: int
    was: Fate
    now: Fate
    noun: str = MESSAGE

    @property
    def change_s(self) -> float:
        """How much later it came to its end."""
        return self.now.after_s - self.was.after_s


def two_fates(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[TwoFates]:
    """Messages whose fate or latency differs: other ends first, then by how much."""
    told, again, nouns = _told(was), _told(now), _nouns(now)
    pairs = [
        TwoFates(*key, _fate(told[key]), _fate(again[key]), nouns.get(key[0], MESSAGE))
        for key in told
        if key in again
    ]
    differ = [pair for pair in pairs if pair.was != pair.now]
    return sorted(differ, key=_rank)


def followed(pairs: Iterable[TwoFates], *, several: bool = False) -> str:
    """What they are: "request", of different nouns "message or request"; `several` are many."""
    nouns = sorted({pair.noun for pair in pairs}) or [MESSAGE]
    return " and ".join(f"{noun}s" for noun in nouns) if several else " or ".join(nouns)


def _nouns(result: Mapping[str, Any]) -> dict[str, str]:
    """By component: what of it is followed is called."""
    found = {}
    for id, said in result["manifest"]["scenario"]["components"].items():
        kind = TYPES.get(said["type"])
        if kind is not None and kind.picture.story is not None:
            found[id] = kind.picture.story.noun.lower()
    return found


def _rank(pair: TwoFates) -> tuple[bool, float, str, int]:
    return pair.was.end == pair.now.end, -abs(pair.change_s), pair.component, pair.id


def _told(result: Mapping[str, Any]) -> dict[tuple[str, int], Steps]:
    return {(story["component"], story["id"]): story["steps"] for story in result["stories"]}


def _fate(steps: Steps) -> Fate:
    first, last = steps[0], steps[-1]
    if "part" in first:
        return _of_a_request(steps)
    ended = last["t_s"] + (last["b"] if last["step"] in ("handler", "init") else 0.0)
    attempts = sum(step["step"] == "handler" for step in steps)
    return Fate(last["step"], last["t_s"], ended - first["t_s"], attempts)


def _of_a_request(steps: Steps) -> Fate:
    """What it was to its sender: what it led to may have gone on."""
    first, attempts = steps[0], sum(step["step"] == "attempt" for step in steps)
    last = next((step for step in steps if step["step"] == "ended"), steps[-1])
    end = last["step"]
    if end == "ended":
        end = REQUEST_FATES[int(last["a"]) % len(REQUEST_FATES)]
    return Fate(end, last["t_s"], last["t_s"] - first["t_s"], attempts)
