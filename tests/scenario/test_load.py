"""From files, texts and data to scenarios, and back."""

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore.awslambda.spec import Function
from simcore.errors import ScenarioInvalid
from simcore.quotas import PROFILES
from simcore.scenario import Scenario, TraceFolder, check, load_scenario, vary
from simcore.services.clients.spec import Client

Bend = Callable[..., dict[str, Any]]

durations = st.floats(1e-3, 900, allow_nan=False)
rates = st.floats(0, 100)
distributions = st.one_of(
    durations,
    st.builds(lambda v: {"constant": v}, durations),
    st.builds(lambda v: {"exponential": {"mean": v}}, durations),
    st.builds(lambda a, b: {"lognormal": {"median": min(a, b), "p99": max(a, b)}},
              durations, durations),
    st.builds(lambda a, b: {"uniform": {"low": min(a, b), "high": max(a, b)}},
              durations, durations),
    st.builds(lambda v: {"empirical": {"values": v}}, st.lists(durations, min_size=1, max_size=5)),
)  # fmt: skip
arrivals = st.one_of(
    st.builds(lambda r: {"constant": {"rate": r}}, rates),
    st.builds(lambda r: {"poisson": {"rate": r}}, rates),
    st.builds(lambda a, b, t: {"ramp": {"from": a, "to": b, "over": t}}, rates, rates, durations),
    st.builds(lambda b, t: {"step": {"to": b, "at": t}}, rates, durations),
    st.builds(lambda r, n, t: {"burst": {"rate": r, "count": n, "at": t, "for": t}},
              rates, st.integers(1, 1000), durations),
    st.builds(lambda r, t: {"sine": {"mean": r, "amplitude": r / 2, "period": t}},
              rates, durations),
    st.builds(lambda r, t: {"on_off": {"rate": r, "on": t, "off": t}}, rates, durations),
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    worker = {
        "type": "function",
        "timeout": "15 min",
        "duration": draw(distributions),
        "init_duration": draw(distributions),
        "reserved_concurrency": draw(st.none() | st.integers(0, 900)),
        "error_rate": draw(st.floats(0, 1)),
    }
    client = {"type": "client", "target": "worker", "arrivals": draw(arrivals)}
    return {
        "format": "windtunnel.scenario/1",
        "id": "generated",
        "title": draw(st.text("abc <&>é", min_size=1, max_size=20).filter(str.strip)),
        "profile": draw(st.sampled_from(PROFILES)),
        "seed": draw(st.integers(0, 2**53 - 1)),
        "duration": draw(st.sampled_from(["1 min", 600, "2 h"])),
        "components": {"worker": worker, "client": client},
    }


@given(documents())
def test_resolved_says_everything(document: dict[str, Any]) -> None:
    scenario = load_scenario(document)
    resolved = scenario.resolved()
    again = load_scenario(json.loads(json.dumps(resolved)))
    assert again == scenario.with_defaults()
    assert again.resolved() == resolved
    assert list(again.resolved()) == list(resolved)
    assert again.with_defaults() == again


@given(documents())
def test_the_document_says_what_was_said(document: dict[str, Any]) -> None:
    scenario = load_scenario(document)
    assert load_scenario(scenario.document()) == scenario


def test_the_order_of_components_does_not_matter(small: dict[str, Any]) -> None:
    turned = {**small, "components": dict(reversed(small["components"].items()))}
    one, other = load_scenario(small).resolved(), load_scenario(turned).resolved()
    assert json.dumps(one) == json.dumps(other)


def test_defaults_come_from_the_profile(small: dict[str, Any]) -> None:
    scenario = load_scenario(small, overrides={"quotas.lambda.memory_default_mb": 256})
    resolved = scenario.resolved()["components"]
    assert resolved["worker"]["memory"] == 256.0
    assert resolved["orders-dlq"]["visibility_timeout"] == 30.0
    assert resolved["mapping"]["batch_size"] == 10


def test_a_scenario_is_immutable(small: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_scenario(small).seed = 5


def test_a_scenario_pickles(small: dict[str, Any]) -> None:
    scenario = load_scenario(small)
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_text_bytes_files_and_data_are_alike(small: dict[str, Any], tmp_path: Path) -> None:
    text = json.dumps(small)
    file = tmp_path / "small.json"
    file.write_text(text)
    for given_as in (text, text.encode(), file, str(file), small):
        assert load_scenario(given_as) == load_scenario(small)


@pytest.mark.parametrize(
    ("given_as", "id"),
    [
        ("no-such-scenario", "scenario.not-found"),
        ("sqs-rump", "scenario.not-found"),
        ("x" * 5_000, "scenario.not-found"),
        ("a\0b", "scenario.not-found"),
        ("- a\n- b\n", "format.shape"),
        ("{}", "format.missing-field"),
        ("# nothing\n", "format.shape"),
        (b"just words", "format.shape"),
    ],
)
def test_what_is_no_scenario(given_as: str | bytes, id: str) -> None:
    with pytest.raises(ScenarioInvalid) as caught:
        load_scenario(given_as)
    assert caught.value.checks[0].id == id
    assert len(str(caught.value.checks[0])) < 500


def test_a_shipped_scenario_by_its_name() -> None:
    assert load_scenario("sqs-ramp").id == "sqs-ramp"


def test_vary_keeps_what_is_not_named(small: dict[str, Any]) -> None:
    scenario = load_scenario(small)
    varied = vary(scenario, seed=9, profile="aws-2022", overrides={"worker.timeout": 5})
    worker = varied.components["worker"]
    assert isinstance(worker, Function)
    assert (varied.seed, varied.profile, worker.timeout) == (9, "aws-2022", 5.0)
    assert varied.components["orders"] == scenario.components["orders"]
    assert vary(scenario) is scenario


def test_vary_checks_again(small: dict[str, Any]) -> None:
    with pytest.raises(ScenarioInvalid, match="visibility"):
        vary(load_scenario(small), overrides={"orders.visibility_timeout": 1})


def test_overrides_are_screened(small: dict[str, Any]) -> None:
    with pytest.raises(ScenarioInvalid, match="cannot be seen"):
        load_scenario(small, overrides={"title": "a\u202eb"})


# --- traces ------------------------------------------------------------------------------


@pytest.fixture
def traced(bend: Bend, tmp_path: Path) -> Path:
    (tmp_path / "counts.csv").write_text("timestamp,value\n0,5\n60,7\n120,0\n")
    document = bend({"components/producer/arrivals": {"trace": {"file": "counts.csv"}}})
    file = tmp_path / "traced.json"
    file.write_text(json.dumps(document))
    return file


def trace_of(scenario: Scenario) -> Any:
    producer = scenario.components["producer"]
    assert isinstance(producer, Client)
    return producer.arrivals.trace


def test_a_trace_is_read(traced: Path) -> None:
    scenario = load_scenario(traced)
    assert scenario.traces["producer"].total == 12
    assert check(traced) == []


def test_a_trace_is_resolved_with_its_hash(traced: Path) -> None:
    scenario = load_scenario(traced)
    resolved = scenario.resolved()
    sha256 = resolved["components"]["producer"]["arrivals"]["trace"]["sha256"]
    assert sha256 == scenario.traces["producer"].sha256
    assert load_scenario(resolved, traces=TraceFolder(traced.parent)) == scenario.with_defaults()


def test_another_trace_under_the_same_name_is_noticed(traced: Path) -> None:
    resolved = load_scenario(traced).resolved()
    (traced.parent / "counts.csv").write_text("timestamp,value\n0,6\n60,7\n")
    with pytest.raises(ScenarioInvalid, match="SHA-256"):
        load_scenario(resolved, traces=TraceFolder(traced.parent))


def test_a_longer_trace_is_noticed(traced: Path) -> None:
    (finding,) = check(traced, overrides={"duration": "1 min"})
    assert (finding.id, finding.severity) == ("client.trace-cut", "warning")
    assert "5 of the trace's 12" in finding.message


def test_vary_keeps_and_re_reads_traces(traced: Path) -> None:
    scenario = load_scenario(traced)
    assert vary(scenario, seed=3).traces["producer"] is scenario.traces["producer"]
    path = "producer.arrivals.trace.time_scale"
    assert vary(scenario, overrides={path: 0.5}).traces["producer"].duration_s == 90.0


def test_a_scenario_with_a_trace_pickles(traced: Path) -> None:
    scenario = load_scenario(traced)
    assert pickle.loads(pickle.dumps(scenario)) == scenario


@pytest.mark.parametrize(
    "name", ["../secret.csv", "/etc/passwd", "a/../../secret.csv", "upload:x", "link.csv"]
)
def test_a_trace_does_not_leave_the_folder(traced: Path, name: str) -> None:
    secret = traced.parent.parent / "secret.csv"
    secret.write_text("timestamp,value\n0,5\n9,0\n")
    (traced.parent / "link.csv").symlink_to(secret)
    with pytest.raises(ScenarioInvalid, match="trace"):
        load_scenario(traced, overrides={"producer.arrivals.trace.file": name})


def test_a_person_at_a_terminal_may_name_any_trace(traced: Path) -> None:
    other = traced.parent.parent / "other.csv"
    other.write_text("timestamp,value\n0,5\n9,0\n")
    resolve = TraceFolder(traced.parent, anywhere=True)
    path = "producer.arrivals.trace.file"
    scenario = load_scenario(traced, traces=resolve, overrides={path: str(other)})
    assert scenario.traces["producer"].total == 5


def test_uploads_are_asked_for_by_id(bend: Bend) -> None:
    document = bend({"components/producer/arrivals": {"trace": {"upload": "abc123"}}})
    asked: list[str] = []

    def resolve(name: str) -> bytes:
        asked.append(name)
        return b"timestamp,value\n0,5\n9,0\n"

    assert load_scenario(document, traces=resolve).traces["producer"].total == 5
    assert asked == ["upload:abc123"]
    assert trace_of(load_scenario(document, traces=resolve)).file is None


def test_a_bad_trace_names_the_line(traced: Path) -> None:
    (traced.parent / "counts.csv").write_text("timestamp,value\n0,5\n60,many\n")
    (finding,) = check(traced)
    assert finding.path == "components.producer.arrivals.trace"
    assert "line 3" in finding.message
