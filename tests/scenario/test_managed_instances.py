"""`capacity: {managed_instances: ...}`: its defaults, its bounds, its findings, its knobs."""

from collections.abc import Callable
from typing import Any

import pytest

from simcore.awslambda.checks.managed_instances import NOT_WITH
from simcore.errors import Check
from simcore.scenario import check, knobs, load_scenario

Bend = Callable[..., dict[str, Any]]

C = "components/"
W = C + "worker/"
EMPTY = {"managed_instances": {}}
PATH = "components.worker.capacity.managed_instances"
LONG = {C + "orders/visibility_timeout": "10 h", W + "timeout": "90 min"}


def on(memory: str = "4 GB", **capacity: Any) -> dict[str, Any]:
    return {W + "memory": memory, W + "capacity": {"managed_instances": capacity}}


def errors(document: dict[str, Any]) -> dict[str, Check]:
    return {finding.id: finding for finding in check(document) if finding.severity == "error"}


def test_what_is_left_out_comes_from_the_profile(bend: Bend) -> None:
    """G26 lambda-managed-instances-scaling: 3 environments, up to 64 for each vCPU; API: 15,000.
    4 GB with 2 GiB for each vCPU are 2 vCPUs."""
    found = load_scenario(bend(on())).resolved()["components"]["worker"]["capacity"]
    assert found["managed_instances"] == {
        "minimum_execution_environments": 3,
        "maximum_execution_environments": 15_000,
        "concurrency_per_environment": 128,
        "memory_per_vcpu": 2.0,
    }


def test_what_is_resolved_is_the_same_scenario(bend: Bend) -> None:
    scenario = load_scenario(bend(on(memory_per_vcpu=4)))
    again = load_scenario(scenario.resolved())
    assert again == scenario.with_defaults()
    assert again.resolved() == scenario.resolved()


def test_a_function_without_it_is_written_as_before(small: dict[str, Any]) -> None:
    assert "capacity" not in load_scenario(small).resolved()["components"]["worker"]


@pytest.mark.parametrize("profile", ["notes-2021", "aws-2022"])
def test_it_was_not_offered_before(profile: str, bend: Bend) -> None:
    finding = errors(bend({**on("2 GB"), "profile": profile}))["quota.not-offered"]
    assert finding.path == "components.worker.capacity"
    assert profile in finding.message


@pytest.mark.parametrize(
    ("changes", "id", "path"),
    [
        (on("2047 MB"), "quota.too-low", "components.worker.memory"),
        (on("33 GB"), "quota.too-high", "components.worker.memory"),
        (on(memory_per_vcpu=1.9), "quota.too-low", f"{PATH}.memory_per_vcpu"),
        (on("32 GB", memory_per_vcpu=8.1), "quota.too-high", f"{PATH}.memory_per_vcpu"),
        (on("4 GB", memory_per_vcpu=4.1), "function.managed-vcpus", f"{PATH}.memory_per_vcpu"),
        (
            on(maximum_execution_environments=15_001),
            "quota.too-high",
            f"{PATH}.maximum_execution_environments",
        ),
        (
            on(maximum_execution_environments=2),
            "function.managed-bounds",
            f"{PATH}.minimum_execution_environments",
        ),
        (
            on(concurrency_per_environment=129),
            "function.managed-concurrency",
            f"{PATH}.concurrency_per_environment",
        ),
        (
            on("32 GB", concurrency_per_environment=1_601),
            "quota.too-high",
            f"{PATH}.concurrency_per_environment",
        ),
        (
            {**on(), W + "timeout": "5401 s", C + "orders/visibility_timeout": "10 h"},
            "quota.too-high",
            "components.worker.timeout",
        ),
        (
            {**on(), **LONG, C + "caller": {
                "type": "client", "target": "worker", "arrivals": {"constant": {"rate": 1}}}},
            "function.managed-timeout",
            "components.worker.timeout",
        ),
        (
            {**on(), **LONG, C + "caller": {"type": "api", "integration": "worker"}},
            "function.managed-timeout",
            "components.worker.timeout",
        ),
        ({W + "capacity": {}}, "format.one-kind", "components.worker.capacity"),
    ],
)  # fmt: skip
def test_what_aws_refuses_is_found(changes: dict[str, Any], id: str, path: str, bend: Bend) -> None:
    assert errors(bend(changes))[id].path == path


@pytest.mark.parametrize(
    "changes",
    [
        on("2048 MB"),
        on("32 GB", memory_per_vcpu=8),
        on(memory_per_vcpu=4, concurrency_per_environment=64),
        on(minimum_execution_environments=0, maximum_execution_environments=15_000),
        {**on(), **LONG},
        {**on(), W + "init_duration": "20 s"},
    ],
)
def test_what_aws_accepts_is_not_found(changes: dict[str, Any], bend: Bend) -> None:
    findings = {finding.id for finding in check(bend(changes))}
    assert findings == ({"queue.visibility-below-recommended"} if "10 h" in changes else set())


GIVEN: dict[str, Any] = {
    "reserved_concurrency": 0,
    "provisioned_concurrency": 5,
    "provisioned_tracking": {"maximum": 5},
    "provisioned_schedule": [{"at": 5, "value": 5}],
    "snap_start": True,
    "proactive_initialization": 0.1,
    "additional_version": {"weight": 0.1},
    "cpu_work": "10 ms",
    "crash_rate": 0.1,
}


@pytest.mark.parametrize("field", NOT_WITH)
def test_some_fields_do_not_go_with_it(field: str, bend: Bend) -> None:
    changes = {**on(), W + field: GIVEN[field], W + "runtime": "python3.13"}
    assert errors(bend(changes))["function.managed-not-with"].path == f"components.worker.{field}"


def test_an_init_that_never_fits_is_found(bend: Bend) -> None:
    """G26 lambda-runtime-environment: max(130 s, the function's timeout)."""
    found = {f.id for f in check(bend({**on(), W + "init_duration": "131 s"}))}
    assert found == {"function.managed-init"}
    longer = {W + "timeout": "140 s", C + "orders/visibility_timeout": "14 min"}
    assert check(bend({**on(), W + "init_duration": "131 s", **longer})) == []


def test_knobs(bend: Bend) -> None:
    rows = {row["path"]: row for row in knobs(load_scenario(bend(on("6 GB", memory_per_vcpu=4))))}
    concurrency = rows[f"{PATH}.concurrency_per_environment"]
    assert (concurrency["value"], concurrency["assumed"]) == (96, True)
    assert concurrency["aws_name"] == "PerExecutionEnvironmentMaxConcurrency"
    least = rows[f"{PATH}.minimum_execution_environments"]
    assert (least["default"], least["hard_max"], least["assumed"]) == (3, 15_000, False)
    assert "lambda-managed-instances-scaling" in least["source"]
    memory, timeout = rows["components.worker.memory"], rows["components.worker.timeout"]
    assert (memory["hard_min"], memory["hard_max"], timeout["hard_max"]) == (2_048, 32_768, 5_400)
