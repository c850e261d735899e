"""The addresses of pages and of the HTTP interface (docs/reference/http-api.md)."""

from django.urls import path

from visualizer import api
from visualizer.views import (
    builder,
    class_pages,
    compare,
    course,
    docs,
    embed,
    gallery,
    health,
    keys,
    model,
    pages,
)

urlpatterns = [
    path("", gallery.gallery, name="gallery"),
    path("lessons", course.lessons, name="lessons"),
    path("lessons/<slug:lesson_id>", course.lesson, name="lesson"),
    path("s/<slug:slug>", pages.scenario, name="scenario"),
    path("lab/new", pages.new_lab, name="new-lab"),
    path("lab/<run:run_id>", pages.lab, name="lab"),
    path("compare", compare.compare, name="compare"),
    path("r/<run:run_id>", builder.builder, name="report"),
    path("r/<run:run_id>/paper", builder.paper, name="report-paper"),
    path("r/<run:run_id>/report.<str:suffix>", builder.file, name="report-file"),
    path("r/<run:was>..<run:run_id>", builder.builder, name="report-of-two"),
    path("r/<run:was>..<run:run_id>/paper", builder.paper, name="report-paper-of-two"),
    path("r/<run:was>..<run:run_id>/report.<str:suffix>", builder.file, name="report-file-of-two"),
    path("model", model.model_rules, name="model"),
    path("model/numbers", model.model_numbers, name="model-numbers"),
    path("model/assumptions", model.model_assumptions, name="model-assumptions"),
    path("model/insights", model.model_insights, name="model-insights"),
    path("model/results", model.model_results, name="model-results"),
    path("docs", docs.document, name="docs"),
    path("docs/<path:name>", docs.document, name="document"),
    path("source/<path:name>", docs.source, name="source"),
    path("search", docs.search, name="search"),
    path("keys", keys.keys, name="keys"),
    path("embed/<run:run_id>", embed.embed, name="embed"),
    path("c/", class_pages.enter, name="class-enter"),
    path("c/<str:code>", class_pages.join, name="class"),
    path("c/<str:code>/teach", class_pages.console, name="class-console"),
    path("c/<str:code>/qr.svg", class_pages.code_picture, name="class-qr"),
    path("healthz", health.healthz, name="healthz"),
    *api.urlpatterns(),
]

handler400 = "visualizer.views.errors.bad_request"
handler403 = "visualizer.views.errors.forbidden"
handler404 = "visualizer.views.errors.not_found"
handler500 = "visualizer.views.errors.server_error"
