"""A class as the server's event loop knows it: who is in it, and what they are told."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from visualizer.classes.asked import MODES
from visualizer.classes.deeds import Speaker, write_view
from visualizer.classes.finding import OVER
from visualizer.classes.leading import Leading
from visualizer.classes.member import CLOSE_ELSEWHERE, Member, Part, Stalled, part
from visualizer.classes.stored import Stored, load
from visualizer.protocol import dump

log = logging.getLogger(__name__)

TICK_S = 0.5
BEAT_S = 5.0  # so that a page notices that the wire is cut
GONE_AFTER_S = 4.0  # a teacher who reloads his page is not gone
POLL_COUNTS_S = 8.0
EMPTY_FOR_S = 60.0
BETWEEN_READS_S = 0.1
WRITE_AGAIN_S = 5.0
PAGES_PER_SEAT = 4
ELSEWHERE = (
    f"This class is open in {PAGES_PER_SEAT} newer pages of this browser. Close some of them, and "
    "reload this one."
)

Write = Callable[..., Awaitable[Any]]


class Room:
    """`parts` is what is told, by name, each encoded once. All of it in the event loop."""

    def __init__(self, code: str, write: Write) -> None:
        self.code, self.write = code, write
        self.stored = Stored()
        self.members: set[Member] = set()
        self.parts: dict[str, Part] = {}
        self.told: dict[str, Any] = {}  # what the parts say, without their numbers
        self.view: dict[str, Any] = {}
        self.view_at = time.time()
        self.unwritten = self.unread = False
        self.write_at = 0.0  # not before
        self.leading = Leading()
        self.modes: dict[int, str] = {}  # of those without a socket
        self.polls: dict[int, float] = {}  # seats of those without a socket: when they asked last
        # Numbers grow over starts of the server, too.
        self.n = int(time.time() * 1000)
        self.taught_at = self.used_at = self.beaten_at = time.monotonic()
        self.over = False
        self.reading: asyncio.Task[None] | None = None
        self.reads: list[asyncio.Future[None]] = []  # who waits for the next one

    # --- what is stored -----------------------------------------------------------------------

    def changed(self) -> asyncio.Future[None]:
        """Something was written: what has changed is read and told; done when it is.

        One at a time, and what changes in quick succession is read together.
        """
        self.reads.append(asyncio.get_running_loop().create_future())
        if self.reading is None or self.reading.done():
            self.reading = asyncio.ensure_future(self._read())
        return self.reads[-1]

    async def _read(self) -> None:
        while self.reads:
            waiting, self.reads = self.reads, []
            try:
                self.take(await self.write(load, self.code))
                self.unread = False
            except Exception:
                self.unread = True
                log.exception("class %s could not be read", self.code)
            for one in waiting:
                if not one.done():
                    one.set_result(None)
            await asyncio.sleep(BETWEEN_READS_S)

    def take(self, stored: Stored) -> None:
        """What is stored now."""
        if not self.view and stored.view:
            self._look({"h": "", "t": 0, "p": False, "v": 1, **stored.view})
        self.stored = stored
        if stored.over:
            self._finish()
        else:
            self.tell()

    def _finish(self) -> None:
        """The class is over: that is all there is to tell."""
        self.over, self.unwritten = True, False
        self.parts.clear()
        self.told.clear()
        self._tell("over", {"what": OVER})
        for member in self.members:
            member.end()

    # --- what is told -------------------------------------------------------------------------

    def tell(self) -> None:
        """Tell everybody what has changed."""
        if self.over:
            return
        self._tell("stage", self._stage())
        current, tally = self.stored.round, self.stored.tally
        self._tell("result", tally if current and current["revealed"] else None)
        self._tell("tally", tally, to_teachers=True)
        self._tell("roster", self._roster(), to_teachers=True)
        self._tell("lead", {"page": self.leading.page}, to_teachers=True)
        self._tell("notes", {"notes": self.stored.notes}, to_teachers=True)
        self._offer()

    def look(self, view: dict[str, Any], page: str | None = None, ago: float = 0.0) -> None:
        """The teacher looks elsewhere; raises `Problem` where another page leads."""
        if self.over:
            return
        self.leading.take(page, ago)
        self._tell("lead", {"page": page}, to_teachers=True)
        moved = view.get("run") != self.view.get("run")
        self._look(view)
        self._offer()
        self.unwritten = True
        if moved:
            self._write_soon()

    def late_view(self) -> str | None:
        """Where the teacher looks, with how long ago that was said: it may play since."""
        if not self.view:
            return None
        age = round(max(0.0, time.time() - self.view_at), 2)
        return _dump({"type": "view", "n": self.parts["view"].n, **self.view, "age": age})

    def current(self, member: Member | None, teaches: bool = False, after: int = 0) -> list[str]:
        """All parts as they are now, for one who comes or asks, newer than `after`."""
        texts = []
        for name, one in self.parts.items():
            if name == "beat" or one.n <= after or (one.to_teachers and not teaches):
                continue
            if member is not None:
                member.had[name] = one.n
            texts.append((self.late_view() if name == "view" else None) or one.text)
        return texts

    def _look(self, view: dict[str, Any]) -> None:
        self.view, self.view_at = view, time.time()
        self._tell("view", view)

    def _tell(self, name: str, said: dict[str, Any] | None, to_teachers: bool = False) -> None:
        if said is None:
            if self.told.pop(name, None) is not None:
                del self.parts[name]
            return
        if self.told.get(name) == said:
            return
        self.told[name] = said
        self.n += 1
        self.parts[name] = part(self.n, _dump({"type": name, "n": self.n, **said}), to_teachers)

    def _offer(self) -> None:
        for member in self.members:
            member.offer()

    def _stage(self) -> dict[str, Any]:
        stage = self.stored.stage or {}
        return {
            "frozen": bool(stage.get("frozen")),
            "anonymous": bool(stage.get("anonymous")),
            "lesson": stage.get("lesson"),
            "timer_ends_ms": stage.get("timer_ends_ms"),
            "round": self.stored.round,
            "teacher": self.is_taught(),
        }

    def _roster(self) -> dict[str, Any]:
        sockets = [member for member in self.members if not member.teaches]
        names = {} if (self.stored.stage or {}).get("anonymous") else self.stored.names or {}
        here = self.seats_here()
        newest = {member.seat: member.mode for member in sorted(sockets, key=lambda one: one.turn)}
        polling = here - newest.keys()
        modes = Counter(newest.values())
        modes.update(self.modes.get(seat, MODES[0]) for seat in polling)
        return {
            "here": len(here),
            "polling": len(polling),
            "names": sorted((names[seat] for seat in here if seat in names), key=str.casefold),
            "modes": {mode: modes[mode] for mode in MODES},
        }

    # --- who is here --------------------------------------------------------------------------

    def enter(self, member: Member) -> None:
        self.members.add(member)
        if member.seat is not None:
            self._close_beyond(member.seat)
        self._present(member)
        self.tell()

    def _close_beyond(self, seat: int) -> None:
        """A seat has so many pages, and the one that was opened first goes for one more."""
        pages = [member for member in self.members if member.seat == seat]
        for member in sorted(pages, key=lambda one: one.turn)[:-PAGES_PER_SEAT]:
            self.members.discard(member)
            with contextlib.suppress(Stalled):
                member.say(dump("error", message=ELSEWHERE, error={"what": ELSEWHERE}))
            member.end(CLOSE_ELSEWHERE)

    def leave(self, member: Member) -> None:
        self.members.discard(member)
        if all(one.page != member.page for one in self.members):
            self.leading.left(member.page)
        self._present(member)

    def asked(self, speaker: Speaker, mode: str | None = None) -> None:
        """Somebody without a socket asks how things stand, or says how he looks on."""
        now = self.used_at = time.monotonic()
        if speaker.teacher:
            self.taught_at = now
        elif speaker.seat is not None:
            self.polls[speaker.seat] = now
            self.modes[speaker.seat] = mode or self.modes.get(speaker.seat, MODES[0])

    def seats_here(self) -> set[int]:
        """Seats whose followers are connected, or ask every other second."""
        since = time.monotonic() - POLL_COUNTS_S
        self.polls = {seat: at for seat, at in self.polls.items() if at >= since}
        self.modes = {seat: mode for seat, mode in self.modes.items() if seat in self.polls}
        sockets = {member.seat for member in self.members if member.seat is not None}
        return sockets | self.polls.keys()

    def is_taught(self) -> bool:
        """Whether the teacher is here, or was a moment ago."""
        if any(member.teaches for member in self.members):
            return True
        return time.monotonic() - self.taught_at < GONE_AFTER_S

    def is_idle(self) -> bool:
        """Nobody was here for a while."""
        return not self.members and time.monotonic() - self.used_at > EMPTY_FOR_S

    def _present(self, member: Member) -> None:
        self.used_at = time.monotonic()
        if member.teaches:
            self.taught_at = self.used_at

    # --- from time to time --------------------------------------------------------------------

    async def tick(self) -> None:
        """What changes by itself: who is here, the end, and where the teacher looked last.

        What could not be read or written is tried again.
        """
        if self.unread and not self.over:
            await self.changed()
        if self.over or not self.parts:
            return
        if self.stored.ends_ms and time.time() * 1000 >= self.stored.ends_ms:
            await self.changed()
        if time.monotonic() - self.beaten_at >= BEAT_S:
            self.beaten_at = time.monotonic()
            self.told.pop("beat", None)
            self._tell("beat", {"now_ms": round(time.time() * 1000)})
        self.leading.expire(GONE_AFTER_S)
        self.tell()
        if time.monotonic() >= self.write_at:
            await self.keep()

    async def keep(self) -> None:
        """Write where the teacher looks, if that is not written; it stays so where that fails."""
        if not self.unwritten:
            return
        view, self.write_at = self.view, time.monotonic() + WRITE_AGAIN_S
        await self.write(write_view, self.code, view)
        self.write_at = 0.0
        if self.view is view:
            self.unwritten = False

    def _write_soon(self) -> None:
        task = asyncio.ensure_future(self.keep())
        task.add_done_callback(_log_failure)


def _dump(said: dict[str, Any]) -> str:
    return orjson.dumps(said).decode()


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.warning("where a teacher looks could not be written: %s", error)
