"""What is done in the middle of a run, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from simcore import Run, ScenarioInvalid, check, load_scenario, run

SECONDS = 240


def document(*interventions: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Ten orders a second through a queue and a function of 200 ms; calls of a site beside it."""
    components = {
        "orders": {"type": "client", "target": "inbox", "arrivals": {"constant": {"rate": 10}}},
        "inbox": {"type": "queue", "visibility_timeout": "60 s"},
        "esm": {
            "type": "event_source_mapping",
            "source": "inbox",
            "function": "worker",
            "batch_size": 1,
        },
        "worker": {"type": "function", "timeout": "5 s", "duration": "200 ms", "init_duration": 0},
        "site": {"type": "client", "target": "api", "arrivals": {"constant": {"rate": 10}}},
        "api": {"type": "function", "timeout": "2 s", "duration": "190 ms", "init_duration": 0},
    }
    for id, fields in changed.items():
        components[id] |= fields
    return {
        "format": "windtunnel.scenario/1",
        "id": "interventions",
        "title": "What is done during a run?",
        "duration": SECONDS,
        "components": components,
        "interventions": list(interventions),
    }


def series(id: str, metric: str, *interventions: dict[str, Any], **changed: Any) -> list[Any]:
    """One metric of one component, a value a second."""
    result = run(load_scenario(document(*interventions, **changed))).as_dict()
    return list(result["series"][id][metric])


def test_an_attribute_has_another_value_from_that_moment():
    at_100 = {"at": 100, "action": "set", "values": {"api.reserved_concurrency": 1}}
    concurrent = series("api", "ConcurrentExecutions", at_100)
    # Little's law: 10/s x 0.19 s, so 2 at the most, until only one may run.
    assert set(concurrent[5:100]) == {2}
    assert set(concurrent[102:]) == {1}


def test_a_value_that_is_set_can_be_set_back():
    there = {"at": 50, "action": "set", "values": {"api.reserved_concurrency": 0}}
    back = {"at": 60, "action": "set", "values": {"api.reserved_concurrency": None}}
    throttles = series("api", "Throttles", there, back)
    assert throttles == [10 if 50 <= t < 60 else 0 for t in range(SECONDS)]


def test_a_paused_client_sends_nothing_and_goes_on_as_if_nothing_had_been():
    pause = {"at": 30, "action": "pause", "component": "site", "for": "20 s"}
    requests, without = (series("site", "Requests", *said) for said in ([pause], []))
    assert requests == [0 if 30 <= t < 50 else n for t, n in enumerate(without)]


def test_a_client_that_is_paused_without_an_end_waits_to_be_resumed():
    pause = {"at": 30, "action": "pause", "component": "site"}
    resume = {"at": 70, "action": "resume", "component": "site"}
    assert sum(series("site", "Requests", pause)[30:]) == 0
    assert series("site", "Requests", pause, resume)[70:] == series("site", "Requests")[70:]


def test_a_burst_comes_beside_the_arrivals():
    burst = {"at": 30, "action": "burst", "component": "orders", "count": 500}
    spread = {**burst, "over": "10 s"}
    sent, without = series("inbox", "NumberOfMessagesSent", burst), series("orders", "Requests")
    assert sent == [n + 500 * (t == 30) for t, n in enumerate(without)]
    of_spread = series("inbox", "NumberOfMessagesSent", spread)
    beside = [n - m for n, m in zip(of_spread, without, strict=True)]
    assert sum(beside) == 500
    assert [n for n in beside if n] == pytest.approx([50] * 10 + [1], abs=1)


def test_the_next_few_invocations_fail():
    fail = {"at": 30.05, "action": "fail", "component": "api", "count": 25}
    errors = series("api", "Errors", fail)
    assert sum(errors) == 25
    assert errors[30:33] == pytest.approx([8, 10, 7], abs=3)


def test_a_share_of_invocations_fails_for_a_while():
    fail = {"at": 30, "action": "fail", "component": "api", "share": "100 %", "for": "10 s"}
    errors = series("api", "Errors", fail)
    assert sum(errors) == 100
    assert not any(errors[:30])
    assert not any(errors[42:])


def test_failures_of_an_outage_come_beside_those_that_are_there_anyway():
    fail = {"at": 100, "action": "fail", "component": "api", "share": "50 %", "for": "100 s"}
    errors = series("api", "Errors", fail, api={"error_rate": 0.5})
    assert sum(errors[101:200]) / 990 == pytest.approx(1 - 0.5 * 0.5, abs=0.05)


def test_a_slow_downstream_makes_handlers_last_longer():
    slow = {"at": 100, "action": "slow", "component": "api", "factor": 5, "for": "50 s"}
    concurrent = series("api", "ConcurrentExecutions", slow)
    # Little's law: 10/s x 0.95 s.
    assert concurrent[90] == 2
    assert set(concurrent[103:149]) == {10}
    assert concurrent[153] == 2


def test_behind_a_dead_downstream_handlers_run_into_their_timeout():
    hang = {"at": 100, "action": "hang", "component": "api", "for": "10 s"}
    result = run(load_scenario(document(hang))).as_dict()
    assert result["counters"]["api"]["timeouts"] == 100
    # Little's law: 10/s x 2 s, the timeout.
    assert max(result["series"]["api"]["ConcurrentExecutions"]) == 20


def test_environments_that_are_killed_are_started_anew():
    kill = {"at": 100, "action": "kill_environments", "component": "api"}
    quiet = {"at": 99, "action": "pause", "component": "site", "for": 2}
    cold = series("api", "ColdStarts", quiet, kill, api={"init_duration": "5 ms"})
    assert sum(cold[:100]) == sum(cold[101:104]) == 2


def test_a_disabled_mapping_leaves_the_messages_where_they_are():
    disable = {"at": 60, "action": "disable", "component": "esm", "for": "60 s"}
    visible = series("inbox", "ApproximateNumberOfMessagesVisible", disable)
    assert visible[118] == pytest.approx(590, abs=15)
    assert max(visible[200:]) <= 5


def test_a_mapping_that_begins_disabled_polls_when_it_is_enabled():
    enable = {"at": 60, "action": "enable", "component": "esm"}
    off = {"enabled": False}
    assert series("inbox", "NumberOfMessagesReceived", esm=off) == [0] * SECONDS
    received = series("inbox", "NumberOfMessagesReceived", enable, esm=off)
    assert sum(received[:60]) == 0
    assert sum(received) == pytest.approx(2_400, abs=5)


def test_of_two_that_last_the_later_one_holds_whatever_their_place_in_the_list():
    enable = {"at": 100, "action": "enable", "component": "esm"}
    disable = {"at": 50, "action": "disable", "component": "esm"}
    received = series("inbox", "NumberOfMessagesReceived", enable, disable)
    assert sum(received[53:100]) == 0
    assert sum(received[100:]) > 1_000


def test_a_refusal_names_the_intervention_that_is_refused():
    fine = {"at": 30, "action": "set", "values": {"api.timeout": "2 s"}}
    wrong = {"at": 30, "action": "set", "values": {"components.site.target": "worker"}}
    later = {"at": 20, "action": "pause", "component": "site"}
    [found] = check(document(fine, wrong, later))
    assert (found.id, found.path) == ("intervention.refused", "interventions.1")


def test_what_lies_beyond_the_run_is_warned_of_and_changes_nothing():
    late = {"at": 1_000, "action": "pause", "component": "site"}
    [found] = check(document(late))
    assert (found.id, found.severity) == ("intervention.too-late", "warning")
    assert series("site", "Requests", late) == series("site", "Requests")


WRONG = {
    "an unknown component": ({"action": "pause", "component": "nobody"}, "intervention.unknown"),
    "an action of others": ({"action": "pause", "component": "worker"}, "intervention.unfit"),
    "no action at all": ({"component": "worker"}, "format.component-type"),
    "an unknown action": ({"action": "explode", "component": "api"}, "format.component-type"),
    "an unknown path": ({"action": "set", "values": {"api.reservd": 3}}, "override.unknown-path"),
    "a value out of range": ({"action": "set", "values": {"api.timeout": "2 h"}}, "quota.too-high"),
    "the whole run": ({"action": "set", "values": {"duration": 9}}, "format.name"),
    "a quota": (
        {"action": "set", "values": {"quotas.lambda.account_concurrency": 9}},
        "intervention.refused",
    ),
    "what AWS does not change": (
        {"action": "set", "values": {"inbox.fifo": {}}},
        "intervention.refused",
    ),
    "neither share nor count": ({"action": "fail", "component": "api"}, "format.one-kind"),
}


@pytest.mark.parametrize(("said", "id"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_done_is_said_beforehand(said, id):
    found = check(document({"at": 30, **said}))
    errors = [one for one in found if one.severity == "error"]
    assert id in {one.id for one in errors}
    assert all(one.path.startswith("interventions.0") for one in errors)


def test_interventions_belong_to_the_identity_of_a_run():
    pause = {"at": 30, "action": "pause", "component": "site", "for": "20 s"}
    manifests = [
        run(load_scenario(document(*said))).as_dict()["manifest"] for said in ([], [pause])
    ]
    assert manifests[0]["fingerprint"] != manifests[1]["fingerprint"]
    again = run(load_scenario(manifests[1]["scenario"])).as_dict()["manifest"]
    assert again["fingerprint"] == manifests[1]["fingerprint"]


def snapshot_at(t: float, scenario: Any) -> bytes:
    """At the end of the last frame that ends by then."""
    computing = Run(scenario)
    snapshot = computing.snapshot()
    for frame in computing.frames():
        if frame.t1 > t:
            return snapshot
        snapshot = computing.snapshot()
    raise AssertionError("the run is shorter")


def test_what_lies_behind_cannot_be_undone():
    pause = {"at": 30, "action": "pause", "component": "site"}
    going_on = Run.restore(snapshot_at(100, load_scenario(document(pause))))
    with pytest.raises(ScenarioInvalid, match="lies behind"):
        going_on.diverge(())


def test_what_was_before_a_change_of_memory_is_charged_as_it_was():
    at_60 = {"at": 60, "action": "set", "values": {"api.memory": "1 GB"}}
    result = run(load_scenario(document(at_60, api={"memory": "512 MB"}))).as_dict()
    items = {
        (item["component"], item["item"]): item["quantity"] for item in result["cost"]["items"]
    }
    # 10 a second of 0.19 s: a quarter of the time with half a GB, the rest with one.
    ended = result["counters"]["api"]["successes"]
    assert items["api", "requests"] == 2_400
    assert items["api", "duration"] == pytest.approx(0.19 * (600 * 0.5 + (ended - 600)), abs=0.3)
    charges = result["series"]["account"]["EstimatedCharges"]
    assert charges[-1] == pytest.approx(result["cost"]["usd"])
    assert charges == sorted(charges)
