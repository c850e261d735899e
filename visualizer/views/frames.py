"""The stored frames of a run, as JSON."""

from __future__ import annotations

import zlib

from django.conf import settings
from django.http import HttpResponse

from visualizer.lineage import read_frames
from visualizer.models import Run
from visualizer.views.problems import not_found

CHUNK = 20  # frames read from the database at once


def frames(run_id: str, first: int, most: int) -> HttpResponse:
    """So many frames from the first on, as far as they are stored and there is room for them.

    `next` is the number to go on with; None where there is nothing more, now.
    """
    run = Run.objects.defer("result", "header", "end").get(id=run_id)
    end = min(run.frames, first + most)
    taken = _taken(run.id, first, end)
    after = first + len(taken)
    told = b'"run":"%b","frames":%d,"first":%d,"next":%b' % (
        run.id.encode(),
        run.frames,
        first,
        str(after).encode() if after < run.frames else b"null",
    )
    body = b'{%b,"items":[%b]}' % (told, b",".join(taken))
    return HttpResponse(body, content_type="application/json")


def frame(run_id: str, number: int) -> HttpResponse:
    """One frame, windtunnel.frame/1."""
    run = Run.objects.defer("result", "header", "end").get(id=run_id)
    found = read_frames(run.id, number, number + 1)
    if not found:
        raise not_found(f"The run has {run.frames} frames, from 0, and no frame {number}.")
    return HttpResponse(zlib.decompress(found[0][1]), content_type="application/json")


def _taken(run_id: str, first: int, end: int) -> list[bytes]:
    """As many as there is room for, and one at the least."""
    taken: list[bytes] = []
    room = settings.MAX_FRAMES_BYTES
    for begin in range(first, end, CHUNK):
        for number, blob in read_frames(run_id, begin, min(end, begin + CHUNK)):
            body = zlib.decompress(blob)
            if number != first + len(taken) or (taken and len(body) > room):
                return taken
            taken.append(body)
            room -= len(body)
    return taken
