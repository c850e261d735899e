"""What operations on classes take and answer."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from visualizer.api.shapes import Answer, Asked
from visualizer.classes.deeds import FOLLOWERS, TEACHERS, TOLD_BY_FOLLOWERS, TOLD_BY_TEACHERS

SAID = ("hello", *TOLD_BY_TEACHERS, *TEACHERS, *TOLD_BY_FOLLOWERS, *FOLLOWERS)


class ClassMade(Answer):
    """A class: its code, where followers join, where it is taught from, and when it ends."""

    code: str
    url: str
    console: str
    lab: str | None
    qr: str
    ends: str


class Classes(Answer):
    """The latest first."""

    classes: list[ClassMade]


class ClassAsked(Asked):
    """What a class begins with."""

    run: str | None = Field(None, description="id of a run; without one, followers wait")
    lesson: str | None = Field(None, description="id of a lesson")


class ClassMessages(Answer):
    """Messages as over the socket, docs/reference/protocol.md."""

    messages: list[dict[str, Any]]


class ClassDone(Answer):
    """It is stored; of `go` and `mode`, which are stored nowhere: it is passed on."""

    done: Literal[True]


class ClassSaid(BaseModel):
    """One message as over the socket, with the fields of its type."""

    model_config = ConfigDict(extra="allow")

    type: Literal[SAID]  # type: ignore[valid-type]
