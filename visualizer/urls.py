"""The addresses of pages and of the HTTP interface (docs/reference/http-api.md)."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from visualizer.views import (
    compare,
    configured,
    embed,
    health,
    pages,
    reports,
    runs,
    scenarios,
    traces,
)


class RunId(StringConverter):
    regex = "[A-Za-z2-7]{10}"


register_converter(RunId, "run")

urlpatterns = [
    path("", pages.gallery, name="gallery"),
    path("s/<slug:slug>", pages.scenario, name="scenario"),
    path("lab/new", pages.new_lab, name="new-lab"),
    path("lab/<run:run_id>", pages.lab, name="lab"),
    path("compare", compare.compare, name="compare"),
    path("embed/<run:run_id>", embed.embed, name="embed"),
    path("healthz", health.healthz, name="healthz"),
    path("api/lab", configured.create, name="api-lab"),
    path("api/actions", scenarios.actions, name="api-actions"),
    path("api/scenarios", scenarios.index, name="api-scenarios"),
    path("api/scenarios/<slug:slug>", scenarios.detail, name="api-scenario"),
    path("api/runs", runs.several, name="api-runs"),
    path("api/runs/<run:run_id>", runs.one, name="api-run"),
    path("api/runs/<run:run_id>/family", runs.family, name="api-run-family"),
    path("api/runs/<run:run_id>/verdict", runs.verdict, name="api-run-verdict"),
    path("api/runs/<run:run_id>/result.json", runs.result, name="api-run-result"),
    path("api/runs/<run:run_id>/result.zip", runs.csv, name="api-run-csv"),
    path("api/runs/<run:run_id>/report.<str:suffix>", reports.of_run, name="api-run-report"),
    path(
        "api/runs/<run:run_id>/figures/<slug:name>.<str:suffix>",
        reports.figure,
        name="api-run-figure",
    ),
    path("api/runs/<run:run_id>/cancel", runs.cancel, name="api-run-cancel"),
    path("api/runs/<run:run_id>/retry", runs.retry, name="api-run-retry"),
    path("api/compare", compare.compared, name="api-compare"),
    path("api/compare/report.<str:suffix>", reports.compared, name="api-compare-report"),
    path("api/traces", traces.create, name="api-traces"),
    path("api/traces/<slug:trace_id>", traces.one, name="api-trace"),
]

handler400 = "visualizer.views.errors.bad_request"
handler403 = "visualizer.views.errors.forbidden"
handler404 = "visualizer.views.errors.not_found"
handler500 = "visualizer.views.errors.server_error"
