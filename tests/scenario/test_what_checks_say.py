"""How findings are told: hints, order, lines of the file, how many at most."""

from collections.abc import Callable
from typing import Any

import pytest

from simcore.scenario import check

Bend = Callable[..., dict[str, Any]]

C = "components/"


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({C + "worker/timout": "3 s"}, "did you mean timeout"),
        ({C + "producer/target": "ordres"}, "did you mean orders"),
        ({C + "worker": {"type": "functoin"}}, "did you mean function"),
        ({"quotas/lambda.account_concurency": 5}, "did you mean lambda.account_concurrency"),
        ({"profile": "aws-2025"}, "did you mean aws-20"),
        ({C + "orders/delay": "16 min"}, "Amazon SQS"),
        ({C + "orders/visibility_timeout": "9 s"}, "services-sqs-configure"),
    ],
)
def test_findings_help(changes: dict[str, Any], hint: str, bend: Bend) -> None:
    (finding,) = [f for f in check(bend(changes)) if f.severity == "error"]
    assert hint in f"{finding.message} {finding.hint}"


@pytest.mark.parametrize(
    ("worker", "message", "hint"),
    [
        ({"role": {"actions": ["blah"]}}, '"blah" is not an action', "sqs:SendMessage"),
        ({"role": {"policies": ["../x"]}}, "managed policy's name", "without its ARN"),
        ({"resource_policy": {"allow": ["a b"]}}, "not a caller", "sns.amazonaws.com"),
        ({"title": "x" * 500}, "title has 500 characters", "at most 120 characters"),
        ({"sends": [{"target": "orders"}] * 99}, "sends has 99 entries", "at most"),
    ],
)
def test_what_there_is_and_what_is_allowed(
    worker: dict[str, Any], message: str, hint: str, bend: Bend
) -> None:
    (finding,) = check(bend({f"{C}worker/{name}": said for name, said in worker.items()}))
    assert message in finding.message
    assert hint in finding.hint


def test_a_list_is_too_short_only_when_too_little_is_in_it(bend: Bend) -> None:
    clock = {"type": "scheduler", "schedules": []}
    (empty,) = check(bend({C + "clock": clock}))
    assert empty.message == "schedules is empty"
    assert empty.hint == "at least 1 entry"
    clock["schedules"] = [{"expression": "rate(1 minute)"}]
    (missing,) = check(bend({C + "clock": clock}))
    assert missing.id == "format.missing-field"


def test_errors_come_first(bend: Bend) -> None:
    changes = {C + "worker/reserved_concurrency": 0, C + "mapping/batch_size": 11}
    assert [f.severity for f in check(bend(changes))] == ["error", "warning"]


def test_the_line_is_told() -> None:
    text = "format: windtunnel.scenario/1\nid: a\ntitle: b\nduration: long\ncomponents: {q: {}}\n"
    assert next(f.message for f in check(text)).endswith("(line 4)")


def test_a_flood_of_mistakes_is_cut(bend: Bend) -> None:
    assert len(check(bend({f"x{i}": 1 for i in range(500)}))) == 50


def test_the_estimate_is_stated(bend: Bend) -> None:
    document = bend({C + "producer/arrivals": {"constant": {"rate": 20_000}}})
    assert (
        "24,000,000 events"
        in {one.id: one.message for one in check(document)}["scenario.event-budget"]
    )


def test_a_script_tag_is_a_title_like_any_other(bend: Bend) -> None:
    assert check(bend(title="<script>alert(1)</script>")) == []
