"""The page of keys: what the lab's `?` lists, on paper."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from visualizer.views.errors import page

FILE = Path(__file__).resolve().parents[1] / "keys.json"
"""Written from the lab's own list: static/src/pages/common/lab-keys.test.ts."""


@page
def keys(request: HttpRequest) -> HttpResponse:
    """GET /keys: every key of the lab."""
    return render(request, "keys.html", _listed(FILE.stat().st_mtime_ns))


@lru_cache(maxsize=1)
def _listed(changed_ns: int) -> dict[str, Any]:
    listed: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return listed
