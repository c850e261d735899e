"""Classes over HTTP: make one; and, where no socket can be had, what else the socket does."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from visualizer.classes import admission, asked, deeds, making, stored
from visualizer.classes.admission import Admitted
from visualizer.classes.deeds import Speaker
from visualizer.classes.finding import Over
from visualizer.classes.greeting import going, greeting
from visualizer.classes.room import Room
from visualizer.classes.rooms import rooms
from visualizer.models import Classroom, Run
from visualizer.views.json_body import json_object
from visualizer.views.problems import Problem, short
from visualizer.visitor import visitor

NAMELESS = (
    "A class is taught from one browser, which this server knows by a cookie, and yours has none."
)
GIVE_NAME = "Allow the cookie of this site, or, in a program, send X-Windtunnel-Visitor."
SAY_HELLO = "A page that says hello is given a seat."
MADE_OF = ("run", "lesson")


def make(request: HttpRequest) -> HttpResponse:
    """201 with a new class."""
    said = json_object(request.body) if request.body else {}
    for name in said:
        if name not in MADE_OF:
            raise Problem(422, "This field is unknown.", short(name), ", ".join(MADE_OF))
    who = visitor(request)
    if not who.has_a_name:
        raise Problem(403, NAMELESS, hint=GIVE_NAME)
    made = making.make(who, _run(said), asked.lesson(said))
    return JsonResponse(_described(request, made), status=201)


def own(request: HttpRequest) -> HttpResponse:
    """The classes that the visitor teaches and that are on."""
    told = [_described(request, one) for one in making.of(visitor(request))]
    return JsonResponse({"classes": told})


def state(request: HttpRequest, code: str, after: int) -> HttpResponse:
    """All that has changed after a number, in the socket's own messages."""
    code, ticket = code.upper(), _ticket(request)
    try:
        speaker = admission.speaker(code, ticket, visitor(request))
    except Over as over:
        return _messages([{"type": "over", "what": str(over)}])
    if not speaker.is_in:
        raise Problem(403, deeds.NO_SEAT, "seat", hint=SAY_HELLO)
    return _messages(_now(code, speaker, after))


def say(request: HttpRequest, code: str) -> HttpResponse:
    """One message, as over the socket. `hello` is answered with `welcome` and all that is on."""
    code, said = code.upper(), json_object(request.body)
    if said.get("type") == "hello":
        return _enter(request, code, said)
    speaker = admission.speaker(code, _ticket(request), visitor(request))
    kind = said.get("type")
    if kind == "view" and speaker.teacher:
        _look(code, said)
    elif kind == "go" and speaker.teacher:
        rooms.ask(lambda room: going(room, said), code)
    elif kind == "mode" and speaker.seat is not None:
        mode = asked.mode(said)
        rooms.ask(lambda room: room.asked(speaker, mode), code)
    else:
        deeds.look_up(speaker, said)
        deeds.perform(code, speaker, said)
        rooms.changed(code)
    return JsonResponse({"done": True})


def _look(code: str, said: dict[str, Any]) -> None:
    """Told at once, and stored before it is answered."""
    view, (page, ago) = asked.view(said), asked.leader(said)
    rooms.ask(lambda room: room.look(view, page, ago), code, keep=True)
    if not rooms.runs:
        deeds.write_view(code, view)


def _enter(request: HttpRequest, code: str, said: dict[str, Any]) -> HttpResponse:
    here = rooms.ask(lambda room: room.seats_here(), code) if _is_on(code) else None
    wished = admission.wish(said)
    admitted = admission.admit(code, wished, visitor(request), here or frozenset())
    # Who has just been given a seat counts as here once he comes again: hellos alone fill nothing.
    is_new = admitted.ticket is not None and admitted.ticket != wished.ticket
    return _messages(_greeted(code, admitted) + _now(code, admitted.speaker, 0, is_new))


def _greeted(code: str, admitted: Admitted) -> list[Any]:
    rooms.changed(code)
    told = rooms.ask(lambda room: greeting(room, admitted), code)
    return [told if told is not None else greeting(_apart(code), admitted)]


def _now(code: str, speaker: Speaker, after: int, is_new: bool = False) -> list[Any]:
    """What the class is like, from its room, or where no server runs, from what is stored."""

    def asks(room: Room) -> list[Any]:
        if not is_new:
            room.asked(speaker)
        goes = room.leading.since(after) if speaker.teacher else []
        return room.current(None, speaker.teacher, after) + goes

    told = rooms.ask(asks, code)
    return told if told is not None else asks(_apart(code))


def _apart(code: str) -> Room:
    room = Room(code, rooms.write)
    room.take(stored.load(code))
    return room


def _messages(told: list[Any]) -> HttpResponse:
    """Each is JSON already, or data."""
    messages = [orjson.Fragment(one) if isinstance(one, str) else one for one in told]
    body = orjson.dumps({"messages": messages})
    response = HttpResponse(body, content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def _is_on(code: str) -> bool:
    return making.live().filter(code=code).exists()


def _ticket(request: HttpRequest) -> str:
    return request.headers.get("X-Windtunnel-Seat", "")


def _run(said: dict[str, Any]) -> str | None:
    run = said.get("run")
    if run is None:
        return None
    if not isinstance(run, str) or not asked.RUN.fullmatch(run):
        raise asked.wrong("run", run, "the id of a run, or null")
    return Run.objects.values_list("id", flat=True).get(id=run)


def _described(request: HttpRequest, made: Classroom) -> dict[str, Any]:
    run = made.view.get("run")
    lab = reverse("lab", args=[run]) if run else None
    return {
        "code": made.code,
        "url": request.build_absolute_uri(reverse("class", args=[made.code])),
        "console": reverse("class-console", args=[made.code]),
        "lab": f"{lab}?teach={made.code}" if lab else None,
        "qr": reverse("class-qr", args=[made.code]),
        "ends": made.ends.isoformat(),
    }
