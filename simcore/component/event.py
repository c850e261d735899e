"""Event documents: what a handler is given, in the shape that AWS gives it.

A type that hands something on declares `Document`s; each builds one document from a `Delivery`,
which is all that is known of what was handed over.

Models: fields, their names and kinds, letter for letter; ARNs, times (second 0 of a run is 1 Jan
    2026, 00:00 UTC), numbers, sizes, keys, classes, receive counts and attempts as simulated. Ids,
    handles, signatures and the text of a body are made up, always the same for the same run
    (`simcore.component.made_up`).
Ignores: what the message really says: a body is JSON with its number and time, filled up to its
    size (to 16 KB at most); the other messages of a batch; which of several senders an event or a
    message is from (it is told as the first's); signatures that could be verified.
States: nothing.

Sources: AWS Lambda Developer Guide, "Using AWS Lambda with other services" (2022, 2026); the events
of `sam local generate-event` (SAM CLI, 2026).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from typing import Any, TypeAlias

from simcore.component.graph import Graph
from simcore.component.made_up import ACCOUNT, MadeUp, iso, ms
from simcore.frozen import frozen
from simcore.quotas import Profile

__all__ = ["MOST_FILLED_BYTES", "Delivery", "Document", "Json"]

Json: TypeAlias = Any
"""What `json.dumps` takes: dicts, lists, texts, numbers, true, false and null."""

MOST_FILLED_BYTES = 16_384
"""A body that is made up is filled to its simulated size up to this one."""

NOTHING: Mapping[str, Any] = {}


@frozen
class Delivery:
    """One delivery of ``source`` to ``target``: its message, record, request or invocation.

    Both are ids; the target is the function that gets an event, or what a document is put into;
    ``via`` is the event source mapping between, if there is one.

    ``number`` is that of the message in its source, as the lab names it; ``sent`` when it came
    there, ``t`` when it is handed over, in seconds of simulated time. ``receives`` counts how often
    it was received or tried, this time included, 0 where nobody knows. ``content`` (0 to 1, -1
    unknown), ``key``, ``bytes`` (0 unknown) and ``poison`` are those of
    `simcore.roles.event.Event`; ``resource``, ``caller`` and ``method`` those of
    `simcore.roles.request.Request`.

    ``payload`` is the text that a service has put into the message (a notification, a record of a
    failure), ``attributes`` are the message's own that come with it; without a payload the body is
    made up. ``again`` is above 0 where the same is asked once more, in a request of its own.
    ``outcome`` is of `simcore.facts.OUTCOMES`, for documents that tell how an invocation
    ended, ``reason`` why (as AWS's ``condition`` says it), ``took_s`` how long it ran.
    """

    graph: Graph
    profile: Profile
    region: str
    seed: int
    source: str
    target: str = ""
    via: str = ""
    number: int = 0
    t: float = 0.0
    sent: float = 0.0
    first_received: float = -1.0
    receives: int = 1
    count: int = 1
    content: float = -1.0
    key: int = 0
    bytes: int = 0
    poison: bool = False
    shard: int = 0
    resource: int = 0
    caller: int = 0
    method: str = "GET"
    payload: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    outcome: str = "success"
    reason: str = ""
    took_s: float = 0.0
    again: int = 0

    # What the scenario says.

    def spec(self, id: str = "") -> Any:
        """What the scenario says of a component; of the source, where none is named."""
        return self.graph.components[id or self.source]

    def arn(self, service: str, resource: str, *, region: bool = True, owner: bool = True) -> str:
        """``arn:aws:SERVICE:REGION:123456789012:RESOURCE``; IAM's have no Region, S3's neither."""
        place = self.region if region else ""
        return f"arn:aws:{service}:{place}:{ACCOUNT if owner else ''}:{resource}"

    @property
    def account(self) -> str:
        """The number of the account, that of AWS's own examples."""
        return ACCOUNT

    @property
    def function_arn(self) -> str:
        """Of the function that gets it."""
        return self.arn("lambda", f"function:{self.target}")

    @property
    def edges(self) -> tuple[str, ...]:
        """The kinds of the edges from the source to the target."""
        ends = (self.source, self.target)
        return tuple(e.kind for e in self.graph.edges if (e.source, e.target) == ends)

    # What is made up, and what is as simulated.

    @property
    def ids(self) -> MadeUp:
        """Ids of this message: the same each time that it is handed over."""
        again = f"-{self.again}" if self.again else ""
        return MadeUp(f"{self.seed}/{self.source}/{self.number}{again}")

    @property
    def own_ids(self) -> MadeUp:
        """Ids of this one delivery of it: another receipt handle each time."""
        return MadeUp(f"{self.seed}/{self.source}/{self.number}/{self.receives}")

    @property
    def fixed_ids(self) -> MadeUp:
        """Ids of the source itself: an API's, a distribution's, a subscription's."""
        return MadeUp(f"{self.seed}/{self.source}")

    @property
    def body(self) -> str:
        """The text of the message: what a service has put there, else JSON that is made up."""
        return self.payload or self._made_up()

    @property
    def said(self) -> Json:
        """The body, read: what is in `detail` of an event, or the image of an item."""
        try:
            return json.loads(self.body)
        except ValueError:
            return self.body

    @property
    def kind(self) -> str:
        """Which of the source's `message_classes` the message is of; empty without."""
        low = 0.0
        for name, share in getattr(self.spec(), "message_classes", NOTHING).items():
            if low <= self.content < low + share:
                return str(name)
            low += share
        return ""

    def _made_up(self) -> str:
        said: dict[str, Any] = {"id": self.ids.uuid("body"), "number": self.number}
        said["sentAt"] = iso(self.sent)
        if self.kind:
            said["class"] = self.kind
        if self.poison:
            said["poison"] = True
        return _filled(said, self.bytes)

    @property
    def sent_ms(self) -> int:
        """When it came to its source, in milliseconds since 1970."""
        return ms(self.sent)

    @property
    def first_received_ms(self) -> int:
        """When it was received first, the same way; this time, where that is not known."""
        return ms(self.t if self.first_received < 0.0 else self.first_received)

    @property
    def records(self) -> Iterator[Delivery]:
        """This one and, where ``count`` is above 1, those after it: the records of a batch."""
        yield replace(self, count=1)
        for n in range(1, self.count):
            yield self._after(n)

    def _after(self, n: int) -> Delivery:
        return replace(
            self, number=self.number + n, count=1, payload="", poison=False, content=-1.0
        )


def _filled(said: dict[str, Any], size: int) -> str:
    """The JSON of it, filled up to so many bytes where it is shorter."""
    text = json.dumps(said, separators=(",", ":"))
    missing = min(size, MOST_FILLED_BYTES) - len(text) - len(',"fill":""')
    if missing < 0:
        return text
    return json.dumps({**said, "fill": "x" * missing}, separators=(",", ":"))


@frozen
class Document:
    """One kind of document that a component hands on.

    ``name`` is what `windtunnel event NAME` takes, ``title`` says what it is, ``build`` makes it of
    a delivery: as AWS says it, field by field. ``to`` is who gets it: ``function`` for the event of
    a handler, else the types of components into whose messages it is put (a notification in a
    queue's message). ``like`` are the names of `sam local generate-event` for the same.

    What is put into a message may bring ``attributes`` of it. ``example`` are components that hand
    it on, by id, for those who name no scenario: without, one of the type; they hand something to
    the function `worker`. ``when`` says whether this document is what a delivery comes to; without
    it, it always is. ``needs`` is a row of the profile without which nobody hands it on any more.
    """

    name: str
    title: str
    build: Callable[[Delivery], Json]
    source: str
    to: tuple[str, ...] = ("function",)
    like: tuple[str, ...] = ()
    attributes: Callable[[Delivery], Mapping[str, str]] | None = None
    example: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    needs: str = ""
    when: Callable[[Delivery], bool] | None = None

    def fits(self, delivery: Delivery, target_type: str) -> bool:
        """Whether it is what the delivery's source hands to its target."""
        return target_type in self.to and (self.when is None or self.when(delivery))
