"""Key moments: what a report tells of, and what it tells once."""

from typing import Any

import pytest

from simcore.reporting import build
from simcore.reporting.formats.markdown import markdown
from simcore.reporting.moments import MOST_MOMENTS
from simcore.reporting.report import Moment, Moments


def moments(document: Any) -> tuple[Moment, ...]:
    section = build(document, sections=("moments",)).section("moments")
    assert section is not None
    (found, *_) = section.blocks
    assert isinstance(found, Moments)
    return found.moments


def flag(t_s: float, component: str) -> dict[str, Any]:
    return {"t_s": t_s, "kind": "first_throttle", "component": component, "detail": "x"}


def test_a_first_time_that_an_insight_tells_of_is_told_once(rush: dict[str, Any]) -> None:
    insight = {**rush["insights"][0], "component": "worker", "t": 20.0, "what": "worker was full."}
    flags = [flag(20.4, "worker"), flag(20.4, "inbox"), flag(40.0, "worker")]
    found = moments({**rush, "insights": [insight], "flags": flags})
    assert [(one.component, one.t_s) for one in found] == [
        ("worker", 20.0),
        ("inbox", 20.4),
        ("worker", 40.0),
    ]


def test_what_was_done_to_a_run_is_a_moment(rush: dict[str, Any]) -> None:
    purge = {"action": "purge", "at": 30.0, "component": "inbox"}
    manifest = {**rush["manifest"], "interventions": [purge]}
    said = [one.title for one in moments({**rush, "manifest": manifest}) if one.t_s == 30.0]
    assert said == ["Changed: inbox: purge"]


def test_more_moments_than_a_report_has_are_counted(rush: dict[str, Any]) -> None:
    flags = [flag(float(n), "worker") for n in range(50, 80)]
    text = markdown(build({**rush, "insights": [], "flags": flags}, sections=("moments",)))
    assert f"{30 - MOST_MOMENTS} more moments are not told of here" in text


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://docs.aws.amazon.com/lambda/latest/dg/x.html", True),
        ("https://docs.aws.amazon.com.evil.example/x", False),
        ("javascript:alert(1)", False),
        ("https://docs.aws.amazon.com/x><script>", False),
    ],
)
def test_only_pages_of_aws_are_linked(rush: dict[str, Any], url: str, linked: bool) -> None:
    first = rush["insights"][0]
    insight = {**first, "rule": {**first["rule"], "url": url}}
    text = markdown(build({**rush, "insights": [insight]}, sections=("moments",)))
    assert (f"<{url}>" in text) == linked
