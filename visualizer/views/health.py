"""Whether the server can do its work."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from simcore.version import MODEL, VERSION
from visualizer.laboratory import NotRunning, laboratory
from visualizer.views.problems import api


@api("GET", "HEAD")
def healthz(request: HttpRequest) -> HttpResponse:
    """GET /healthz: 200 when runs can be taken and stored, else 503."""
    database = _database()
    try:
        workers = laboratory.supervisor().status()
    except NotRunning as error:
        workers = {"problem": str(error)}
    ok = database["writable"] and "problem" not in workers
    report = {
        "ok": ok,
        "version": VERSION,
        "model": MODEL,
        "database": database,
        "workers": workers,
    }
    return JsonResponse(report, status=200 if ok else 503)


def _database() -> dict[str, bool | str]:
    """Takes the write lock and gives it back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
    except DatabaseError as error:
        return {"writable": False, "problem": str(error)}
    return {"writable": True}
