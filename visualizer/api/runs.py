"""Runs: ask for one, follow it, take what it gives, fork it, stop it, go on with it."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from visualizer.api.saying import RUN_ID, YAML, answers, changing, gives, takes
from visualizer.api.shapes import (
    Family,
    ForkAsked,
    Frames,
    RunAsked,
    RunCancelled,
    RunChange,
    RunMade,
    RunNamed,
    RunOwned,
    Runs,
    RunSaid,
    RunStays,
)
from visualizer.views import frames, runs

router = Router()
Document = dict[str, Any]
MOST_LISTED, MOST_FRAMES, LARGEST = 100, 200, 10**6
LARGEST_STORY, MOST_ATTEMPTS = 2**53 - 1, 1_000
SLUG_OF_COMPONENT = "^[a-z][a-z0-9-]{0,39}$"


@router.get("/runs", response=answers({200: Runs}, 422), url_name="api-runs")
def list_runs(
    request: HttpRequest,
    of: Literal["seen", "asked"] = Query(
        "seen", description="those that this browser looked at, or those that you asked for"
    ),
    first: int = Query(0, ge=0, le=LARGEST, description="of those asked for: leave out so many"),
    most: int = Query(50, ge=1, le=MOST_LISTED, description="of those asked for"),
) -> HttpResponse:
    """Your runs, the latest first."""
    return runs.seen(request) if of == "seen" else runs.asked_for(request, first, most)


@router.post(
    "/runs",
    response=changing({200: RunMade, 201: RunMade}, 404, 429, 507, checks=True),
    openapi_extra=takes(RunAsked, YAML),
)
def create_run(request: HttpRequest) -> HttpResponse:
    """Ask for a run. The same inputs are the same run: then it is 200 with that one."""
    return runs.create(request)


@router.get("/runs/{run:run_id}", response=answers({200: RunSaid}, 404), url_name="api-run")
def get_run(request: HttpRequest, run_id: str = RUN_ID) -> HttpResponse:
    """A run: its inputs, its state, what its frames are like, how it ended."""
    return runs.state(request, run_id)


@router.patch(
    "/runs/{run:run_id}",
    response=changing({200: RunOwned}, 404, 409, 422),
    openapi_extra=takes(RunChange),
)
def change_run(request: HttpRequest, run_id: str = RUN_ID) -> HttpResponse:
    """Name it, pin it against being deleted to make room."""
    return runs.change(request, run_id)


@router.delete("/runs/{run:run_id}", response=changing({200: RunStays, 204: None}, 404, 409))
def delete_run(request: HttpRequest, run_id: str = RUN_ID) -> HttpResponse:
    """Delete it. Where others asked for it too, it stays for them."""
    return runs.delete(request, run_id)


@router.post(
    "/runs/{run:run_id}/cancel",
    response=changing({200: RunCancelled, 202: RunNamed}, 404),
    url_name="api-run-cancel",
)
def cancel_run(request: HttpRequest, run_id: str = RUN_ID) -> HttpResponse:
    """Stop it; what is computed is kept. 200 where it had ended, or goes on for others."""
    return runs.cancel(request, run_id)


@router.post(
    "/runs/{run:run_id}/retry",
    response=changing({202: RunNamed}, 404, 409, 429),
    url_name="api-run-retry",
)
def retry_run(request: HttpRequest, run_id: str = RUN_ID) -> HttpResponse:
    """Go on with a run that ended early, to the same bytes."""
    return runs.retry(request, run_id)


@router.post(
    "/runs/{run:run_id}/forks",
    response=changing({200: RunMade, 201: RunMade}, 404, 429, 507, checks=True),
    openapi_extra=takes(ForkAsked, required=False),
    url_name="api-run-forks",
)
def fork_run(request: HttpRequest, run_id: str = RUN_ID) -> HttpResponse:
    """A run made of this one, with changes; it shares the frames before the first of them."""
    return runs.fork(request, run_id)


@router.get("/runs/{run:run_id}/family", response=answers({200: Family}, 404),
            url_name="api-run-family")  # fmt: skip
def get_family(request: HttpRequest, run_id: str = RUN_ID) -> HttpResponse:
    """The tree of forks that it is part of."""
    return runs.family(run_id)


@router.get("/runs/{run:run_id}/frames", response=answers({200: Frames}, 404, 422),
            url_name="api-run-frames")  # fmt: skip
def get_frames(
    request: HttpRequest,
    run_id: str = RUN_ID,
    first: int = Query(0, ge=0, le=LARGEST, description="number of the first one"),
    most: int = Query(50, ge=1, le=MOST_FRAMES),
) -> HttpResponse:
    """Frames as far as they are computed, and as there is room in one answer."""
    return frames.frames(run_id, first, most)


@router.get("/runs/{run:run_id}/frames/{int:number}", response=answers({200: Document}, 404, 422),
            url_name="api-run-frame")  # fmt: skip
def get_frame(request: HttpRequest, number: int, run_id: str = RUN_ID) -> HttpResponse:
    """One frame, windtunnel.frame/1."""
    return frames.frame(run_id, number)


@router.get("/runs/{run:run_id}/event", response=answers({200: Document}, 404, 409, 422),
            url_name="api-run-event")  # fmt: skip
def get_event(
    request: HttpRequest,
    run_id: str = RUN_ID,
    component: str = Query(..., pattern=SLUG_OF_COMPONENT, description="that tells of the message"),
    id: int | None = Query(
        None, ge=0, le=LARGEST_STORY, description="as stories have it; else component is a function"
    ),
    at: int = Query(-1, ge=-1, le=MOST_ATTEMPTS, description="place of the attempt; -1: the last"),
) -> HttpResponse:
    """What a function was handed with a followed message, and what surrounds it: its context,
    environment variables and log; without `id`, what a function gets from its source at place `at`.
    windtunnel.event/1."""
    return runs.event(run_id, component, id, at)


@router.get("/runs/{run:run_id}/result.json", response=answers({200: Document}, 404),
            url_name="api-run-result")  # fmt: skip
def get_result(request: HttpRequest, run_id: str = RUN_ID) -> HttpResponse:
    """The result, windtunnel.result/1."""
    return runs.result(run_id)


@router.get(
    "/runs/{run:run_id}/result.zip",
    response=answers({200: None}, 404),
    openapi_extra=gives("application/zip"),
    url_name="api-run-csv",
)
def get_result_csv(request: HttpRequest, run_id: str = RUN_ID) -> HttpResponse:
    """The result as CSV, a file for each component, and its manifest."""
    return runs.csv(run_id)


@router.get("/runs/{run:run_id}/verdict", response=answers({200: Document}, 404, 409),
            url_name="api-run-verdict")  # fmt: skip
def get_verdict(request: HttpRequest, run_id: str = RUN_ID) -> HttpResponse:
    """Whether it kept to the goals of its scenario, windtunnel.verdict/1."""
    return runs.verdict(run_id)
