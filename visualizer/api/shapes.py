"""What operations take and answer, as far as it is not a document with a format of its own."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from simcore.reporting import COMPARED, SECTIONS
from simcore.reporting.asked import LONGEST
from visualizer.asking import NOT_YET_ENDED
from visualizer.models import ENDED
from visualizer.owning import LONGEST_NAME
from visualizer.views.asked import LARGEST_SEED

State = Literal["queued", "running", "finished", "stopped", "failed", "interrupted"]
assert {*NOT_YET_ENDED, *ENDED} == set(State.__args__)  # type: ignore[attr-defined]


class Answer(BaseModel):
    """An answer; more may be added to it."""


class Asked(BaseModel):
    """A body; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class ErrorSaid(Answer):
    """What is wrong, where, what is allowed there, and what to do; texts, empty where not known."""

    what: str
    where: str
    allowed: str
    hint: str


class Problem(Answer):
    """An answer that is not what was asked for."""

    error: ErrorSaid


class Check(Answer):
    """A finding about a scenario. `path` is empty where it is about all of it."""

    id: str
    severity: Literal["error", "warning"]
    path: str
    message: str
    hint: str


class Checks(Answer):
    """Why a scenario cannot be run: errors first, warnings with them."""

    checks: list[Check]


class Checked(Checks):
    """What is to be said of a scenario; it can be run where it is valid."""

    valid: bool


class Change(Answer):
    """What differs from a scenario as it is written."""

    path: str
    was: Any = None
    now: Any = None
    label: str


class RunNamed(Answer):
    """A run by its id, the address of its page, and its state."""

    id: str
    url: str
    state: State


class RunCancelled(RunNamed):
    """A run, and why it goes on where others want it."""

    message: str = ""


class RunMade(RunNamed):
    """A run, and the one that it shares its first frames with."""

    parent: str | None
    shared: int


class RunRow(RunNamed):
    """A run in a list. `queue` is how many have their turn before one that waits."""

    title: str
    name: str
    pinned: bool
    changed: str
    seed: int
    profile: str
    computed_s: float
    created: str
    yours: bool
    queue: int | None


class Runs(Answer):
    """Runs, the latest first; `total` is how many there are of those that were asked for."""

    runs: list[RunRow]
    total: int | None = None


class RunSaid(RunMade):
    """A run: its inputs, how far it is, what its frames are like (`header`), how it ended."""

    computed_s: float
    frames: int
    message: str
    queue: int | None
    scenario: str
    title: str
    name: str
    pinned: bool
    changes: list[Change]
    changed: str
    seed: int
    profile: str
    overrides: dict[str, Any]
    model: str
    created: str
    header: dict[str, Any] | None
    end: dict[str, Any] | None
    result_url: str
    yours: bool


class RunOwned(RunNamed):
    """A run after it was named or pinned."""

    name: str
    pinned: bool


class RunStays(Answer):
    """Why a run is still there: others asked for it too."""

    id: str
    message: str


class Member(RunNamed):
    """A run of a family; `changes` are from its parent."""

    parent: str | None
    shared: int
    title: str
    name: str
    pinned: bool
    created: str
    frames: int
    computed_s: float
    changes: list[Change]
    label: str


class Family(Answer):
    """The tree of forks around a run, the root first; `cut` where there are more."""

    run: str
    root: str
    runs: list[Member]
    cut: bool


class Frames(Answer):
    """Frames of a run, windtunnel.frame/1; `next` is the number to go on with, none at the end."""

    run: str
    frames: int
    first: int
    next: int | None
    items: list[dict[str, Any]]


class ScenarioRow(Answer):
    """A shipped scenario."""

    id: str
    title: str
    topics: list[str]


class Scenarios(Answer):
    """The shipped scenarios."""

    scenarios: list[ScenarioRow]


class ScenarioSaid(Answer):
    """A shipped scenario, with every default filled in, what can be turned, and how it hangs
    together."""

    id: str
    document: dict[str, Any]
    resolved: dict[str, Any]
    knobs: list[dict[str, Any]]
    interest: list[dict[str, Any]]
    topology: dict[str, Any]
    checks: list[Check]


class Actions(Answer):
    """What can be done to components in the course of a run, by type."""

    types: dict[str, Any]
    impossible: dict[str, Any] | None = None


class TraceSaid(Answer):
    """An upload and what it was read as: requests in all, seconds an interval (none where each row
    is a request) and from its beginning to its end, and sentences."""

    id: str
    name: str
    total: int
    interval_s: float | None
    span_s: float
    detected: list[str]


class TraceStays(Answer):
    """Why a trace is still there: others sent it too."""

    id: str
    message: str


Seed = Annotated[int | None, Field(ge=0, le=LARGEST_SEED, strict=True)]


class ForkAsked(Asked):
    """What is to be other than in the run that it is made of."""

    overrides: dict[str, Any] = Field({}, description="`{path: value}` as in a scenario file")
    seed: Seed = Field(None, description="default: that of what is run")
    profile: str | None = Field(None, description="a quota profile; default: that of what is run")


class RunAsked(ForkAsked):
    """What to run: a scenario by name, a document, or a run to begin with; and the changes."""

    scenario: str | None = Field(None, description="name of a shipped scenario")
    document: Any = Field(None, description="a scenario: an object, or its YAML as a text")
    parent: str | None = Field(None, description="id of a run whose first frames may be shared")


class RunChange(Asked):
    """A name, a pin, or both."""

    name: str | None = Field(None, max_length=LONGEST_NAME)
    pinned: bool | None = Field(None, description="whether it makes no room for others")


class ReportAsked(Asked):
    """What is said in a report, and which sections it has."""

    title: str = Field("", max_length=LONGEST["title"])
    author: str = Field("", max_length=LONGEST["author"])
    notes: str = Field("", max_length=LONGEST["notes"])
    sections: list[str] = Field(
        [], description=f"of a run: {', '.join(SECTIONS)}; of a comparison: {', '.join(COMPARED)}"
    )


class ReportTexts(BaseModel):
    """The same in the query."""

    title: str = Field("", description="instead of the scenario's")
    author: str = Field("", description="who hands it in")
    notes: str = Field("", description="what is to stand beside it")
    sections: str = Field("", description="names with commas between them; default: all")


class TraceAsked(Asked):
    """A file, and how it is to be read where detection needs help."""

    file: bytes = Field(json_schema_extra={"format": "binary"})
    format: str | None = Field(None, description="what the file is")
    time_column: str | None = Field(None, description="a name, or a number from 1")
    value_column: str | None = Field(None, description="the same; none: a row is a request")
    time_unit: Literal["s", "ms", "us", "ns", "iso"] | None = None
    key_column: str | None = None
    cumulative: Literal["true", "false"] | None = Field(None, description="a running total?")
