"""One page of a class: says hello, is told the class as it is, and then what changes."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import time
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from visualizer import packed, protocol, trouble
from visualizer.budget import Budget
from visualizer.classes import asked, deeds
from visualizer.classes.admission import Admitted, admit, wish
from visualizer.classes.finding import NoClass, Over
from visualizer.classes.greeting import going, greeting
from visualizer.classes.member import CLOSE_OVER, Member, Stalled
from visualizer.classes.room import Room
from visualizer.classes.rooms import rooms
from visualizer.classes.seats import ClassFull
from visualizer.classes.tries import TooManyTries
from visualizer.models import Classroom
from visualizer.protocol import Malformed, dump
from visualizer.views.problems import Problem
from visualizer.visitor import place_of, visitor_of_socket

log = logging.getLogger(__name__)

AT_ONCE_S = 3  # so many seconds' worth of messages at once
CLOSE_NOT_YOURS, CLOSE_FULL, CLOSE_STALLED = 4403, 4409, 4411
CLOSES: dict[type[Exception], int] = {
    Malformed: protocol.CLOSE_MALFORMED,
    NoClass: protocol.CLOSE_UNKNOWN_RUN,
    Classroom.DoesNotExist: protocol.CLOSE_UNKNOWN_RUN,
    TooManyTries: protocol.CLOSE_TOO_MANY,
    Problem: CLOSE_NOT_YOURS,
    ClassFull: CLOSE_FULL,
    Over: CLOSE_OVER,
}
NOT_KEPT = "`mode` is not stored, and nothing answers it."
TOO_MANY = "Too many messages: {most} a second are enough (WINDTUNNEL_CLASS_MESSAGES_PER_S)."


class ClassConsumer(AsyncWebsocketConsumer):
    """`/ws/classes/<code>`, protocol 1."""

    room: Room | None = None
    member: Member | None = None
    admitted: Admitted | None = None
    pumping: asyncio.Task[None] | None = None
    waiting: asyncio.TimerHandle | None = None
    left = False

    async def connect(self) -> None:
        self.code = self.scope["url_route"]["kwargs"]["code"].upper()
        self.place = place_of((self.scope.get("client") or ("",))[0])
        most = settings.CLASS_MESSAGES_PER_S
        self.budget = Budget(time.monotonic(), AT_ONCE_S * most, most)
        await self.accept()
        loop = asyncio.get_running_loop()
        self.waiting = loop.call_later(protocol.HELLO_WITHIN_S, self._no_hello)

    async def disconnect(self, code: int) -> None:
        if self.waiting is not None:
            self.waiting.cancel()
        if self.pumping is not None and self.pumping is not asyncio.current_task():
            self.pumping.cancel()
        if self.room is not None and self.member is not None:
            self.room.leave(self.member)
            self.gives_back()

    # --- from the page ------------------------------------------------------------------------

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.left:
            return
        if not self.budget.takes_one(time.monotonic()):
            said = TOO_MANY.format(most=settings.CLASS_MESSAGES_PER_S)
            await self._leave(said, protocol.CLOSE_TOO_MANY)
        elif text_data is None:
            await self._leave("Only text messages are understood.", protocol.CLOSE_MALFORMED)
        elif len(text_data) > protocol.MAX_INBOUND_BYTES:
            most = protocol.MAX_INBOUND_BYTES // 1024
            await self._leave(f"A message may have {most} KB.", protocol.CLOSE_TOO_LARGE)
        else:
            await self._take(text_data)

    async def _take(self, text: str) -> None:
        try:
            message = protocol.object_of(text)
            if self.member is None:
                await self._enter(message)
            else:
                await self._hear(message, self.member)
        except tuple(CLOSES) as error:
            await self._leave(str(error), CLOSES[type(error)])
        except Stalled:
            await self._leave("This page reads nothing.", CLOSE_STALLED)
        except Exception as error:
            await self._fail(error)

    async def _enter(self, message: dict[str, Any]) -> None:
        if message.get("type") != "hello" or message.get("protocol") != protocol.VERSION:
            raise Malformed(f"Say hello first: protocol {protocol.VERSION}.")
        who, wished = visitor_of_socket(self.scope), wish(message)
        await rooms.start()
        async with rooms.door:
            here = rooms.here(self.code)
            self.admitted = await rooms.write(admit, self.code, wished, who, here)
            if self.waiting is not None:
                self.waiting.cancel()
            if self.left:
                return
            await self._join(await rooms.room(self.code), self.admitted)

    async def _join(self, room: Room, admitted: Admitted) -> None:
        extensions = self.scope.get("extensions", {})
        self.room = room
        self.member = Member(
            self.send, extensions.get(packed.EXTENSION), extensions.get(packed.BEHIND),
            room.parts, admitted.role, admitted.speaker.seat,
        )  # fmt: skip
        seat = self.code, self.member.seat or admitted.role
        rooms.places.enter(self.place, seat)
        self.gives_back = functools.partial(rooms.places.leave, self.place, seat)
        self.member.say(greeting(room, admitted))
        for text in room.current(self.member, self.member.teaches):
            self.member.say(text)
        self.pumping = asyncio.ensure_future(self._pump(self.member))
        room.enter(self.member)
        if admitted.name:
            room.changed()

    async def _hear(self, message: dict[str, Any], member: Member) -> None:
        """Do what is said; a message with an `id` is answered with that."""
        number = protocol.number(message, "id", minimum=0) if "id" in message else None
        said = {key: value for key, value in message.items() if key != "id"}
        try:
            await self._do(said, member, number is not None)
        except Problem as error:
            member.say(dump("refused", id=number, error=error.error))
        else:
            if number is not None:
                member.say(dump("done", id=number))

    async def _do(self, said: dict[str, Any], member: Member, answered: bool) -> None:
        assert self.room is not None
        assert self.admitted is not None
        kind = said.get("type")
        if kind == "view" and member.teaches:
            view, (page, ago) = asked.view(said), asked.leader(said)
            member.page = page
            self.room.look(view, page, ago)
            if answered:
                await self.room.keep()
        elif kind == "go" and member.teaches:
            going(self.room, said)
        elif kind == "mode" and not member.teaches:
            if answered:
                raise Problem(422, NOT_KEPT, "id", hint="Say it without one.")
            member.mode = asked.mode(said)
        else:
            if kind == "lesson":
                await asyncio.to_thread(deeds.look_up, self.admitted.speaker, said)
            await rooms.write(deeds.perform, self.code, self.admitted.speaker, said)
            self.room.changed()

    # --- to the page --------------------------------------------------------------------------

    async def _pump(self, member: Member) -> None:
        try:
            await member.pump()
            await self._close(member.closes)
        except Stalled:
            await self._close(CLOSE_STALLED)

    def _no_hello(self) -> None:
        said = self._leave("No hello came.", protocol.CLOSE_NO_HELLO)
        self.pumping = asyncio.ensure_future(said)

    async def _fail(self, error: Exception) -> None:
        if trouble.concerns_all(error):
            await self._leave(trouble.sentence(error), protocol.CLOSE_FAULT)
            return
        log.exception("class %s: a connection failed", self.code)
        await self._leave("The server failed on this connection.", protocol.CLOSE_FAULT)

    async def _leave(self, text: str, code: int) -> None:
        """Say why, and close: what waits for a page that reads nothing does not come before."""
        if not self.left:
            self.left = True
            await self.send(dump("error", message=text, error={"what": text}))
            await self.close(code)

    async def _close(self, code: int) -> None:
        if not self.left:
            self.left = True
            with contextlib.suppress(Exception):
                await self.close(code)
