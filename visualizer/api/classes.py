"""Classes: make one, and take part in it where no socket can be had."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from visualizer.api.class_shapes import (
    ClassAsked,
    ClassDone,
    Classes,
    ClassMade,
    ClassMessages,
    ClassSaid,
)
from visualizer.api.saying import answers, changing, takes
from visualizer.views import classes

router = Router()
SEAT = {
    "name": "X-Windtunnel-Seat",
    "in": "header",
    "required": False,
    "description": "What a follower was given with `welcome`",
    "schema": {"type": "string"},
}
CODE = Path(
    ..., pattern="^[A-Za-z0-9]{6}$", description="code of a class, in letters of either size"
)


@router.get("/classes", response=answers({200: Classes}), url_name="api-classes")
def list_classes(request: HttpRequest) -> HttpResponse:
    """The classes that you teach and that are on."""
    return classes.own(request)


@router.post(
    "/classes",
    response=changing({201: ClassMade}, 404, 422, 429),
    openapi_extra=takes(ClassAsked, required=False),
)
def make_class(request: HttpRequest) -> HttpResponse:
    """Make a class, which you teach."""
    return classes.make(request)


@router.get(
    "/classes/{str:code}/state",
    response=answers({200: ClassMessages}, 403, 404, 422, 429),
    openapi_extra={"parameters": [SEAT]},
    url_name="api-class-state",
)
def get_class_state(
    request: HttpRequest,
    code: str = CODE,
    after: int = Query(0, ge=0, le=2**53, description="leave out what is not newer than this `n`"),
) -> HttpResponse:
    """How a class stands, in the messages of its socket."""
    return classes.state(request, code, after)


@router.post(
    "/classes/{str:code}/say",
    response=changing({200: ClassMessages | ClassDone}, 404, 409, 410, 422, 429),
    openapi_extra={**takes(ClassSaid), "parameters": [SEAT]},
    url_name="api-class-say",
)
def say_to_class(request: HttpRequest, code: str = CODE) -> HttpResponse:
    """Say one message of the socket: `hello`, an answer, or what the teacher does."""
    return classes.say(request, code)
