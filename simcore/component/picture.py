"""How a component type looks in the laboratory: data that a run's header carries.

A :class:`Picture` says what is written on a node, what its inspector lists, what travels along
the edges that leave it or come to it, and which timelines it offers. A viewer reads it and knows
no component type by name. Everything here is frozen and made of strings, numbers, booleans,
tuples and mappings; :func:`as_data` makes JSON of it, leaving out what is as by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, field, fields, is_dataclass
from typing import Any, Literal

from simcore.component.words import Figure, Format, Quantity, Words, per_second, so_far
from simcore.frozen import frozen

__all__ = [
    "Carried",
    "EdgeKind",
    "Ends",
    "Flow",
    "FramePart",
    "Inspected",
    "Limited",
    "Line",
    "Picture",
    "Row",
    "Story",
    "as_data",
    "taker",
]

Glyph = Literal["busy", "queued", "thr", "retry", "err", "dlq"]
Tone = Literal[
    "busy", "init", "queued", "thr", "retry", "err", "dlq", "ink2", "ink3", "p50", "p95", "p99"
]


def _apart(default: Any) -> Any:
    """A field that types do not tell: of each run it is told with the numbers of the run."""
    return field(default=default, metadata={"apart": True})


@frozen
class Inspected:
    """A row of the inspector: left out where none of its words holds.

    ``each`` lists under it the counters above 0 that begin so, by the rest of their names.
    ``limiter`` is a row for what limits the component now and did so far, see :class:`Limited`
    and :class:`Bound`.
    """

    name: str
    words: tuple[Words, ...] = ()
    each: str = ""
    limiter: bool = False


# --- edges ----------------------------------------------------------------------------------


@frozen
class Flow:
    """Marks along a route: one metric, counted in a bin, of the component at one end of it.

    Without a ``metric`` it is what passes along: what the target takes in all where this is the
    only way to it (its :attr:`Picture.takes`), else what the source passes on where it has one
    way (its :attr:`Picture.sends`), else ``otherwise``, of the source.
    """

    glyph: Glyph
    metric: str = ""
    of: Literal["from", "to"] = "from"
    otherwise: str = ""
    back: bool = False  # against the direction of the edge
    lane: int = 0  # pixels beside the middle of the route
    once: bool = False  # of a component that several routes share: on the first of them
    sole: bool = False  # only on a route that is the only way to its target


@frozen
class Carried:
    """What a mark is called; of several in one scenario the one of the highest rank."""

    name: str
    short: str
    rank: int


@frozen
class EdgeKind:
    """What is common to edges of a kind, whatever they connect."""

    words: str = ""  # beside the route, where its ends do not tell
    flows: tuple[Flow, ...] = (Flow("busy"),)
    carries: Carried | None = None
    dead_letters: bool = False  # what only such edges reach hangs below its source
    quiet: bool = False  # needs no words for those who do not see it


@frozen
class Ends:
    """The components at which an edge of these kinds comes in or leaves, and none of ``never``.

    Also those with one of the ``traits`` (:meth:`ComponentSpec.traits`).
    """

    into: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    never_into: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()


# --- timelines ------------------------------------------------------------------------------


@frozen
class Line:
    """A metric drawn in a row. Rates are divided by the bin's seconds, then all by ``factor``.

    Maxima of several components are not of one moment and do not add up: ``whole`` is the
    component whose own metric is the maximum of their sum.
    """

    label: str
    metric: str
    tone: Tone
    width: float = 1.6
    area: bool = False
    per_second: bool = False
    factor: float = 1.0
    whole: str = ""


@frozen
class Row:
    """A timeline. Rows of one ``place`` take turns, the lowest ``rank`` comes first.

    Of several types that offer a row of the same ``id``, the first offers it. ``summed`` rows
    show all components of the type as one, then each of them; the others each of them. ``needs``
    says which components have something to show; with ``others_too`` those that it leaves out
    come last instead of not at all.
    """

    id: str
    title: str
    spoken: str  # its name in a sentence; `{whose}` becomes " of <title>" where there are several
    place: int
    rank: int
    lines: tuple[Line, ...]
    main: int = 0  # the line whose value is the headline
    format: Format = "count"
    word: str = ""
    empty: str = ""  # what is said where nothing is told
    kind: Literal["level", "rate"] = "level"
    summed: bool = True
    needs: Ends | None = None
    others_too: bool = False
    limited: bool = False  # with the component's limit as a dashed line and in words
    quota: str = ""  # of the profile: the limit of several together
    quota_name: str = ""
    better: Literal["", "more", "less"] = ""  # which way is; nothing where either may be right


# --- the rest -------------------------------------------------------------------------------


@frozen
class Limited:
    """What says why a component did not do more: a metric whose values are words.

    ``level`` is the metric that it limits, ``knob`` the field whose movement moves the limit. What
    ``rules`` say nothing of is told by the component before it, which is bound by the same.
    """

    metric: str
    level: str
    knob: str = ""
    rules: tuple[Rule, ...] = _apart(())


@frozen
class Rule:
    """In numbers what a word stands for: `{}` is the value of a ``quota`` or of a ``field``.

    ``said`` is one sentence with the numbers of a moment, the first that can be said. Its source
    is the row of the ``quota``, ``cited`` where the text has another one, or, where no number
    decides, AWS's ``page`` and the ``date`` of its text. ``only`` is a field that has to be true
    for the rule to be this one, such as ``{source}.fifo``; rules without come after those with.
    """

    word: str
    text: str
    quota: str = ""
    field: str = ""
    said: tuple[Words, ...] = _apart(())
    cited: str = _apart("")
    page: str = _apart("")
    date: str = _apart("")
    only: str = _apart("")


@frozen
class Bound:
    """What says which rule bounds a component: a metric whose values are words."""

    metric: str
    rules: tuple[Rule, ...] = ()


@frozen
class FramePart:
    """A part that frames keep for the component: `environments`, `async` or `lanes`."""

    key: str
    needs: Ends | None = None  # only for components at such edges


@frozen
class Story:
    """How a followed message of this component is called and told.

    Its number is what is left of its id after whole ``block``s; ``lane_block`` divides that again
    into a lane and a number in it. Poison that is followed for what it is counts from ``poison``.
    Of a request others tell, too: its story has ``parts``.
    """

    noun: str
    block: int = 0
    first: int = 1
    lane: str = ""
    lane_block: int = 0
    poison: int = 0
    waits: str = "Waits in the queue"
    waited: str = "in the queue"
    parts: bool = False
    overlapping: bool = False  # two invocations may be at work on it at once
    dropped: tuple[str, ...] = ()  # why it was given up, by condition
    contents: tuple[str, ...] = ()  # what a destination got: without the record, with it


@frozen
class Picture:
    """All that the laboratory knows of a component type beside its title, noun and order."""

    mark: str = ""  # before its name
    wide: bool = False
    headline: tuple[Words, ...] = ()
    sub: tuple[Words, ...] = ()
    inspector: tuple[Inspected, ...] = ()  # none: all metrics and totals at once
    rules: str = ""  # rows of the quota profile that its inspector shows, by their beginning
    dead_letters: Quantity | None = None  # how many it holds, where it is a dead-letter queue
    counts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # glyph: metrics
    takes: str = ""  # the metric that counts all that comes to it
    sends: str = ""  # the metric that counts all that it passes on
    leaving: Mapping[str, tuple[Flow, ...]] = field(default_factory=dict)  # instead of the kind's
    coming: Mapping[str, tuple[Flow, ...]] = field(default_factory=dict)  # added to them
    rows: tuple[Row, ...] = ()
    limited: Limited | None = None
    bound: Bound | None = None
    parts: tuple[FramePart, ...] = ()
    story: Story | None = None
    flags: Mapping[str, str] = field(default_factory=dict)  # other words for kinds of flags
    replays: bool = False  # a trace may take the place of its arrivals


def as_data(said: Any) -> Any:
    """A declaration as JSON: objects, lists, strings, numbers; defaults are left out."""
    if is_dataclass(said):
        told = ((f, getattr(said, f.name)) for f in fields(said) if not f.metadata.get("apart"))
        return {f.name: as_data(x) for f, x in told if x != _default(f)}
    if isinstance(said, Mapping):
        return {key: as_data(x) for key, x in said.items()}
    if isinstance(said, tuple):
        return [as_data(x) for x in said]
    return said


def _default(declared: Any) -> Any:
    if declared.default is not MISSING:
        return declared.default
    return MISSING if declared.default_factory is MISSING else declared.default_factory()


def taker(metric: str, total: str, **more: Any) -> Picture:
    """Of what takes events: what comes now, and what came so far."""
    headline = Words("{}", (Figure(per_second(metric), "rate"),))
    return Picture(headline=(headline,), sub=(so_far(total),), takes=metric, **more)
