"""The documentation: its pages, their pictures, the sources they point to, and the search."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from visualizer.library import catalogue, documents, highlight, sources
from visualizer.library.search import LONGEST_QUERY
from visualizer.views.conditional import kept_page
from visualizer.views.errors import page

LONGEST_SOURCE = 400_000
MOST_HEADINGS = 60
TYPES = {".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml"}


@kept_page
def document(request: HttpRequest, name: str = "") -> HttpResponse:
    """GET /docs and /docs/<name>: a page of the documentation, or a file that belongs to one."""
    found = documents.find(f"/docs/{name}" if name else "/docs")
    if found is None:
        return _decisions(request) if name == "decisions" else _file(name)
    before, after = documents.neighbours(found)
    headings = [one for one in found.page.headings[1:] if one.level <= 3]
    if len(headings) > MOST_HEADINGS:
        headings = [one for one in headings if one.level == 2]
    context = {
        "document": found,
        "headings": headings,
        "before": before,
        "after": after,
        **_contents(),
    }
    return render(request, "document.html", context)


def _contents() -> dict[str, object]:
    return {"chapters": documents.chapters(), "longest_query": LONGEST_QUERY}


def _decisions(request: HttpRequest) -> HttpResponse:
    """The folder that the index points to."""
    (chapter,) = [one for one in documents.chapters() if one.title == "Decisions"]
    return render(request, "decisions.html", {"chapter": chapter, **_contents()})


def _file(name: str) -> HttpResponse:
    path = documents.file(name)
    if path is None:
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type=TYPES[path.suffix])
    return response


@kept_page
def source(request: HttpRequest, name: str) -> HttpResponse:
    """GET /source/<name>: a file of the project with its lines numbered, or what is in a folder."""
    path = sources.find(name)
    if path is None:
        raise Http404
    context = {"name": name.rstrip("/"), **(_folder(path) if path.is_dir() else _text(path))}
    return render(request, "source.html", context)


def _folder(path: Path) -> dict[str, object]:
    inside = sorted(path.iterdir(), key=lambda one: (one.is_file(), one.name))
    named = [(one, one.relative_to(sources.ROOT).as_posix()) for one in inside]
    return {"entries": [(one.name, one.is_dir(), f"/source/{name}") for one, name in named
                        if sources.find(name)]}  # fmt: skip


def _text(path: Path) -> dict[str, object]:
    if path.stat().st_size > LONGEST_SOURCE:
        raise Http404
    text = path.read_text("utf-8", errors="replace")
    return {"code": highlight.numbered(text, path.name), "lines": text.count("\n")}


@page
def search(request: HttpRequest) -> HttpResponse:
    """GET /search?q=...&in=docs: what has the words."""
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()
    within = request.GET.get("in", "")
    kinds = [within] if within in catalogue.KINDS else list(catalogue.KINDS)
    found = catalogue.index().find(query, kinds) if query else None
    context = {
        "query": query,
        "within": within if within in catalogue.KINDS else "",
        "kinds": catalogue.KINDS.items(),
        "found": found,
        "longest_query": LONGEST_QUERY,
    }
    return render(request, "search.html", context)
