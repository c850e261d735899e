"""What is done during a run, and what can be, as data for a screen."""

import pytest

from simcore import Run, load_scenario
from simcore.components import TYPES
from simcore.scenario import interventions_of, offered, parting_s
from tests.visualizer.desk import document

FAIL = {"at": "30 s", "for": "10 s", "action": "fail", "component": "worker", "share": 0.3}
SET = {"at": 5, "action": "set", "values": {"components.worker.reserved_concurrency": 3}}
KILL = {"at": 30, "action": "kill_environments", "component": "worker"}


def test_the_header_tells_interventions_in_order_of_time():
    told = Run(load_scenario(document(interventions=[FAIL, SET]))).header()["interventions"]
    assert told == [
        {
            "at": 5.0,
            "component": "worker",
            "action": "set",
            "label": "worker reserved concurrency 3",
            "words": "worker reserved concurrency 3 from 0:05",
        },
        {
            "at": 30.0,
            "until": 40.0,
            "component": "worker",
            "action": "fail",
            "label": "worker: fail 30 %",
            "words": "worker: fail 30 % from 0:30 to 0:40",
        },
    ]


@pytest.mark.parametrize(
    ("was", "now", "at"),
    [
        ([], [], None),
        ([FAIL], [FAIL], None),
        ([], [FAIL], 30),
        ([FAIL], [], 30),
        ([FAIL], [FAIL, SET], 5),
        ([SET], [SET, FAIL], 30),
        ([SET, FAIL], [FAIL, SET], 30),
        ([FAIL, KILL], [KILL, FAIL], 30),
        ([FAIL], [{**FAIL, "for": 11}], 30),
        ([SET], [{**SET, "at": 7}], 5),
    ],
)
def test_two_runs_part_where_they_are_first_told_different_things(was, now, at):
    """At one moment the order of the list decides."""
    assert parting_s(interventions_of(was), interventions_of(now)) == at


def test_all_actions_of_all_types_are_offered():
    told = offered()
    assert set(told) == set(TYPES)
    for name, kind in TYPES.items():
        assert [one["name"] for one in told[name]["actions"]] == [a.name for a in kind.actions]
        for one in told[name]["actions"]:
            assert one["label"]
            assert one["meaning"]
            assert not {"at", "component", "action"} & {field["name"] for field in one["fields"]}
            for field in one["fields"]:
                assert field["meaning"]
                assert field["kind"] == "text" or field["min"] < field["max"]
                assert field["required"] or field["name"] in (
                    "permission",
                    "caller",
                    "for",
                    "share",
                    "count",
                    "over",
                    "takes",
                )
