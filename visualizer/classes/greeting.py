"""What a page is told when it comes into a class, and what the console tells the stage."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from visualizer import protocol
from visualizer.classes import asked
from visualizer.classes.admission import Admitted
from visualizer.classes.member import Stalled
from visualizer.classes.room import BEAT_S, Room
from visualizer.protocol import dump

GOES = ("play", "pause", "back", "on", "step")
"""What the console asks of the stage; `step` is one of the lesson, or null for none."""


def greeting(room: Room, admitted: Admitted) -> str:
    """`welcome`: what is this page's alone. The parts of the class follow."""
    return dump(
        "welcome",
        protocol=protocol.VERSION,
        code=room.code,
        role=admitted.role,
        seat=admitted.ticket,
        name=admitted.name,
        answer=admitted.answer,
        now_ms=round(time.time() * 1000),
        ends_ms=room.stored.ends_ms,
        beat_s=BEAT_S,
    )


def going(room: Room, said: dict[str, Any]) -> None:
    """Pass on what the console asks of the stage; raises `Problem`."""
    what = said.get("do")
    if what not in GOES:
        raise asked.wrong("do", what, ", ".join(GOES))
    step, leading = asked.word(said, "step"), room.leading
    if not leading.is_new(asked.word(said, "key")):
        return
    room.n += 1
    text = dump("go", n=room.n, do=what, step=step, page=leading.page)
    leading.go(room.n, text)
    for member in room.members:
        if member.role == "stage":
            with contextlib.suppress(Stalled):
                member.say(text)
