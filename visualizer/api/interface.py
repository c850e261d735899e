"""All operations under /api/, and their OpenAPI description at /api/openapi.json."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from simcore.version import VERSION
from visualizer import converters  # noqa: F401 - registered before addresses are made
from visualizer.api import classes, comparisons, lessons, reports, runs, scenarios, traces
from visualizer.api.telling import told
from visualizer.views import errors
from visualizer.views.problems import Problem, explain, not_allowed, short

PREFIX = "api/"
ROUTERS = {
    "scenarios": scenarios.router,
    "runs": runs.router,
    "comparisons": comparisons.router,
    "reports": reports.router,
    "traces": traces.router,
    "lessons": lessons.router,
    "classes": classes.router,
}
"""By the tag of each; experiments and calibration have their places beside these."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ABOUT = (
    "Scenarios of AWS Lambda designs, simulated: ask for runs, follow them, take their frames, "
    "results, verdicts and reports. A program needs no token. It may give itself a name that "
    "nobody can guess in the header X-Windtunnel-Visitor: then the runs it asks for are its own."
)


class Interface(NinjaAPI):
    """Operations go by the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


interface = Interface(title="Windtunnel", version=VERSION, description=ABOUT, docs_url=None,
                     openapi_url=None, urls_namespace="api")  # fmt: skip
for tag, router in ROUTERS.items():
    interface.add_router("", router, tags=[tag])


@functools.cache
def description() -> dict[str, Any]:
    """The OpenAPI document."""
    return told(interface.get_openapi_schema(path_prefix=f"/{PREFIX}"))


def openapi(request: HttpRequest) -> HttpResponse:
    """GET /api/openapi.json."""
    return interface.create_response(request, description(), status=200)


def urlpatterns() -> list[URLPattern]:
    """Where everything is. Pages of this server send their token, as to every other address."""
    served: dict[str, URLPattern] = {}
    for made in interface.urls[0]:
        at = str(made.pattern)
        if at and isinstance(made, URLPattern) and at not in served:
            served[at] = path(f"{PREFIX}{at}", _served(made.callback), name=made.name)
    return [*served.values(), path(f"{PREFIX}openapi.json", _served(openapi), name="api-openapi")]


def _served(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view without the library's exemption from the token, and with our words for 405."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if view is openapi and request.method != "GET":
            return not_allowed(("GET",))
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        takes = response.headers.get("Allow", "").split(", ")
        return not_allowed(tuple(method for method in METHODS if method in takes))

    return answer


@interface.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A value in the address that cannot be."""
    first = error.errors[0]
    where = str(first["loc"][-1])
    said = request.GET.get(where)
    what = "It is missing." if said is None else f"{short(said)} is not possible."
    return Problem(422, what, where, str(first["msg"])).response()


@interface.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return Problem(error.status_code, str(error)).response()


@interface.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    return errors.answer(request, 404)


@interface.exception_handler(Exception)
def _complaint(request: HttpRequest, error: Exception) -> HttpResponse:
    """A complaint in words; a fault of ours goes on, to the log and a 500."""
    return explain(error)
