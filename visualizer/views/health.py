"""Whether the server can do its work."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from simcore.version import MODEL, VERSION
from visualizer.laboratory import NotRunning, laboratory
from visualizer.supervisor.hands import NoWorker
from visualizer.trouble import Unwritable
from visualizer.views.problems import api


@api("GET", "HEAD")
def healthz(request: HttpRequest) -> HttpResponse:
    """GET /healthz: 200 when runs can be taken and stored, else 503.

    The supervisor stores something every few seconds; this says how that went, so that nobody who
    asks waits for the database.
    """
    database: dict[str, bool | str] = {"writable": True}
    workers: dict[str, Any] = {}
    try:
        supervisor = laboratory.supervisor()
        workers = supervisor.status()
        supervisor.require_health()
    except NotRunning as error:
        workers = {"problem": str(error)}
        database = {"writable": False, "problem": str(error)}
    except Unwritable as error:
        database = {"writable": False, "problem": str(error)}
    except NoWorker as error:
        workers |= {"problem": str(error)}
    ok = database["writable"] is True and "problem" not in workers
    report = {
        "ok": ok,
        "version": VERSION,
        "model": MODEL,
        "database": database,
        "workers": workers,
    }
    return JsonResponse(report, status=200 if ok else 503)
