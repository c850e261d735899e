"""Stories: the lives of a component's first few messages, step by step, within stated bounds.

Each component that states steps numbers its messages itself, so a story is known by both.
"""

from __future__ import annotations

from typing import Any

from simcore.facts import STORY_STEPS
from simcore.recording.fold.base import RowFold
from simcore.recording.layout import Rows

MAX_STORIES = 200
"""Of one component: as many as a queue follows, evenly spread over its messages."""

MAX_STEPS = 100

Step = list[Any]
"""[t, story, step name, component, a, b]; of a request also whose step it is, and of which part"""

Key = tuple[int, str]
"""(number, component that states the steps)"""


class Stories:
    """The first ``max_stories`` stories of each component, ``max_steps`` steps of each."""

    def __init__(self, max_stories: int = MAX_STORIES, max_steps: int = MAX_STEPS) -> None:
        self.max_stories, self.max_steps = max_stories, max_steps
        self._stories: dict[Key, list[Step]] = {}
        self._told: dict[str, int] = {}  # component -> how many of its stories have begun
        self._new: list[Step] = []
        self._open: list[Step] = []

    def add(self, step: Step) -> None:
        """Take in a step of the open bin, from any component and in any order."""
        self._open.append(step)

    def close_bin(self) -> None:
        """Put the bin's steps in order of time, and keep those within the bounds."""
        for step in sorted(self._open, key=_time):
            self._keep(step)
        self._open = []

    def _keep(self, step: Step) -> None:
        key = step[1], step[3]
        steps = self._stories.get(key)
        if steps is None:
            told = self._told.get(key[1], 0)
            if told >= self.max_stories:
                return
            self._told[key[1]] = told + 1
            steps = self._stories[key] = []
        if len(steps) < self.max_steps:
            steps.append(step)
            self._new.append(step)

    def new(self) -> list[Step]:
        """The steps of the bins closed since the last call, by time."""
        steps, self._new = self._new, []
        return steps

    def all(self) -> list[dict[str, Any]]:
        """[{id, component, steps: [{t_s, step, component, a, b}]}] in order of id and component.

        Steps of requests say, too, ``at`` which component they are, and of which ``part``.
        """
        return [
            {"id": id, "component": component, "steps": [_as_dict(step) for step in steps]}
            for (id, component), steps in sorted(self._stories.items())
        ]


class StoryFold(RowFold):
    """Feeds the stories with one component's steps."""

    def __init__(self, component: str, stories: Stories) -> None:
        self.component, self.stories = component, stories

    def few(self, rows: Rows) -> None:
        """Take in steps."""
        for t, story, step, a, b in rows:
            self.stories.add([t, story, STORY_STEPS[step], self.component, a, b])


class RequestFold(RowFold):
    """The same with the steps of one component's requests."""

    def __init__(self, component: str, stories: Stories) -> None:
        self.component, self.stories = component, stories

    def few(self, rows: Rows) -> None:
        """Take in steps."""
        for t, story, part, step, at, a, b in rows:
            self.stories.add([t, story, step, self.component, a, b, at, part])


def _time(step: Step) -> float:
    t: float = step[0]
    return t


def _as_dict(step: Step) -> dict[str, Any]:
    t, _, name, component, a, b, *of_a_request = step
    told = {"t_s": t, "step": name, "component": component, "a": a, "b": b}
    return {**told, **dict(zip(("at", "part"), of_a_request, strict=False))}
