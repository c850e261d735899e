"""Stories: the lives of the first few messages, step by step, within stated bounds."""

from __future__ import annotations

from typing import Any

from simcore.facts import STORY_STEPS
from simcore.recording.layout import Columns, Rows

MAX_STORIES = 200
MAX_STEPS = 100

Step = list[Any]
"""[t, story, step name, component, a, b]"""


class Stories:
    """The first ``max_stories`` stories of a run, ``max_steps`` steps of each."""

    def __init__(self, max_stories: int = MAX_STORIES, max_steps: int = MAX_STEPS) -> None:
        self.max_stories, self.max_steps = max_stories, max_steps
        self._stories: dict[int, list[Step]] = {}
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
        story: int = step[1]
        steps = self._stories.get(story)
        if steps is None:
            if len(self._stories) >= self.max_stories:
                return
            steps = self._stories[story] = []
        if len(steps) < self.max_steps:
            steps.append(step)
            self._new.append(step)

    def new(self) -> list[Step]:
        """The steps of the bins closed since the last call, by time."""
        steps, self._new = self._new, []
        return steps

    def all(self) -> list[dict[str, Any]]:
        """[{id, steps: [{t_s, step, component, a, b}]}] in order of story id."""
        return [
            {"id": story, "steps": [_as_dict(step) for step in steps]}
            for story, steps in sorted(self._stories.items())
        ]


class StoryFold:
    """Feeds the stories with one component's steps."""

    def __init__(self, component: str, stories: Stories) -> None:
        self.component, self.stories = component, stories

    def few(self, rows: Rows) -> None:
        """Take in steps."""
        for t, story, step, a, b in rows:
            self.stories.add([t, story, STORY_STEPS[step], self.component, a, b])

    def many(self, rows: Rows, columns: Columns) -> None:
        """Take in steps."""
        self.few(rows)

    def close_bin(self) -> None:
        """The stories themselves are told when a bin closes."""


def _time(step: Step) -> float:
    t: float = step[0]
    return t


def _as_dict(step: Step) -> dict[str, Any]:
    t, _, name, component, a, b = step
    return {"t_s": t, "step": name, "component": component, "a": a, "b": b}
