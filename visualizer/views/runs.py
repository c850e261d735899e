"""Runs over HTTP: ask for one, see how it goes, take its result, stop it, go on with it."""

from __future__ import annotations

import functools
import zlib
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from visualizer import asking, changed, goals, handed, owning, recent, runs
from visualizer import family as families
from visualizer.comparing import NoResult, OldResult, without_results
from visualizer.export import csv_archive
from visualizer.laboratory import laboratory
from visualizer.models import ENDED, Run, RunState
from visualizer.naming import harmless
from visualizer.runs import Request
from visualizer.views.asked import fork_of, read_request
from visualizer.views.json_body import json_object
from visualizer.views.problems import Problem, not_found, short
from visualizer.visitor import Visitor, visitor

GOES_ON = "Others asked for this run too, and it goes on for them."


def seen(request: HttpRequest) -> HttpResponse:
    """The runs that this browser has looked at, the latest first, and what was changed in each."""
    who = visitor(request)
    told = [_row(one["run"], one["what"], who) for one in recent.recent_runs(request)]
    return JsonResponse({"runs": told})


def asked_for(request: HttpRequest, first: int, most: int) -> HttpResponse:
    """The runs that this visitor asked for, the latest first; how many there are in all."""
    who = visitor(request)
    own = asking.of(who)
    told = [
        _row(run, changed.label(changed.as_written(run)), who) for run in own[first : first + most]
    ]
    return JsonResponse({"runs": told, "total": own.count()})


def _row(run: Run, what: str, who: Visitor) -> dict[str, Any]:
    return {
        **_named(run),
        "title": run.title,
        **owning.as_theirs(run, who),
        "changed": what,
        "seed": run.seed,
        "profile": run.profile,
        "computed_s": run.computed_s,
        "created": run.created,
        "yours": asking.is_theirs(run.id, who),
        "queue": laboratory.ahead(run.id),
    }


def create(request: HttpRequest) -> HttpResponse:
    """201 with a new run, 200 with the one that these inputs already have.

    One that ended before it had a result goes on.
    """
    laboratory.supervisor()
    return _create(request, read_request(request))


def fork(request: HttpRequest, run_id: str) -> HttpResponse:
    """The same of a run that is made of another: its scenario, seed and profile where not said."""
    laboratory.supervisor()
    return _create(request, fork_of(run_id, request))


def _create(request: HttpRequest, asked: Request) -> HttpResponse:
    supervisor = laboratory.supervisor()
    supervisor.accepts()
    who = visitor(request)
    noted = functools.partial(asking.note, visitor=who)
    run, is_new = runs.create(asked, supervisor.watched(), noted)
    if not is_new and runs.unfinished(run, supervisor.is_dead):
        run = runs.requeue(run.id, supervisor.is_dead, noted)
    if run.state == RunState.QUEUED:
        supervisor.submit(run.id, who.whose)
    response = JsonResponse({**_named(run), **_made_of(run)}, status=201 if is_new else 200)
    recent.remember(request, response, run.id)
    return response


def change(request: HttpRequest, run_id: str) -> HttpResponse:
    """Name it, pin it against deletion by age."""
    asked = json_object(request.body)
    for field in asked:
        if field not in ("name", "pinned"):
            raise Problem(422, "This field is unknown.", short(field), "name, pinned")
    name, pinned = asked.get("name"), asked.get("pinned")
    if name is not None and not (isinstance(name, str) and len(name) <= owning.LONGEST_NAME):
        allowed = f"a text of at most {owning.LONGEST_NAME} characters"
        raise Problem(422, f"{short(name)} is not a name.", "name", allowed)
    if pinned is not None and not isinstance(pinned, bool):
        raise Problem(422, f"{short(pinned)} is not possible.", "pinned", "true or false")
    run = Run.objects.defer("result").get(id=run_id)
    who = visitor(request)
    asking.require_theirs(run.id, who, "change")
    if pinned is not None:
        owning.pin(run, pinned, who)
    if name is not None:
        owning.rename(run, harmless(name), who)
    return JsonResponse({**_named(run), **owning.as_theirs(run, who)})


def delete(request: HttpRequest, run_id: str) -> HttpResponse:
    """Away with it, where nobody is at it; for himself, where others want it too."""
    if stays := owning.delete(run_id, visitor(request)):
        return JsonResponse({"id": run_id, "message": stays})
    laboratory.supervisor().forget(run_id)
    return HttpResponse(status=204)


def family(run_id: str) -> HttpResponse:
    """The tree of forks that it is part of."""
    return JsonResponse(families.family(Run.objects.defer("result").get(id=run_id)))


def state(request: HttpRequest, run_id: str) -> HttpResponse:
    """State, inputs and figures."""
    run = Run.objects.defer("result").get(id=run_id)
    changes = changed.as_written(run)
    return JsonResponse(
        {
            **_named(run),
            **run.status(),
            **laboratory.fate(run.id),
            "queue": laboratory.ahead(run.id),
            "scenario": run.scenario,
            "title": run.title,
            **owning.as_theirs(run, visitor(request)),
            **_made_of(run),
            "changes": changes,
            "changed": changed.label(changes),
            "seed": run.seed,
            "profile": run.profile,
            "overrides": run.overrides,
            "model": run.model_version,
            "created": run.created,
            "header": run.header,
            "end": run.end,
            "result_url": reverse("api-run-result", args=[run.id]),
            "yours": asking.is_theirs(run.id, visitor(request)),
        }
    )


def verdict(run_id: str) -> HttpResponse:
    """Its result against the goals, windtunnel.verdict/1."""
    try:
        return JsonResponse(goals.verdict_of(without_results().get(id=run_id)).as_dict())
    except (NoResult, OldResult) as error:
        raise Problem(409, str(error)) from None


def event(run_id: str, component: str, number: int | None, at: int) -> HttpResponse:
    """What the function of a followed message got and wrote, windtunnel.event/1."""
    run = Run.objects.defer("result", "header", "end").get(id=run_id)
    try:
        if number is None:
            return JsonResponse(handed.example(run, component, at))
        return JsonResponse(handed.told(run, component, number, at))
    except handed.NotFollowed as error:
        raise Problem(404, str(error), hint=error.hint) from None
    except OldResult as error:
        raise Problem(409, str(error)) from None


def result(run_id: str) -> HttpResponse:
    """The result, windtunnel.result/1."""
    run = Run.objects.get(id=run_id)
    return _download(zlib.decompress(result_of(run)), "application/json", f"{run.id}.json")


def csv(run_id: str) -> HttpResponse:
    """One CSV a component, and the manifest."""
    run = Run.objects.get(id=run_id)
    archive = csv_archive(orjson.loads(zlib.decompress(result_of(run))))
    return _download(archive, "application/zip", f"{run.id}.zip")


def cancel(request: HttpRequest, run_id: str) -> HttpResponse:
    """Stop it; what is computed is kept.

    Who asked for it does not want it any more; it is stopped when nobody does.
    """
    run = Run.objects.defer("result").get(id=run_id)
    if run.state in ENDED:
        return JsonResponse(_named(run))
    asking.require_theirs(run.id, visitor(request), "cancel")
    if not asking.give_up(run.id, visitor(request)):
        return JsonResponse({**_named(run), "message": GOES_ON})
    laboratory.supervisor().cancel(run.id)
    return JsonResponse(_named(run), status=202)


def retry(request: HttpRequest, run_id: str) -> HttpResponse:
    """Go on with a run that ended early, to the same bytes."""
    supervisor = laboratory.supervisor()
    supervisor.accepts()
    who = visitor(request)
    asking.require_theirs(run_id, who, "continue")
    noted = functools.partial(asking.note, visitor=who)
    run = runs.requeue(run_id, supervisor.is_dead, noted)
    supervisor.submit(run.id, who.whose)
    return JsonResponse(_named(run), status=202)


def _named(run: Run) -> dict[str, Any]:
    return {"id": run.id, "url": run.get_absolute_url(), "state": run.state}


def _made_of(run: Run) -> dict[str, Any]:
    """Where its first frames come from."""
    return {"parent": run.parent_id, "shared": run.shared}


def result_of(run: Run) -> bytes:
    if run.result is None:
        raise not_found(f"The run is {run.state} and has no result.")
    return bytes(run.result)


def _download(body: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="windtunnel-{name}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)
