"""Two results side by side: what was asked, what came out, when they part, whose fate differs."""

import copy

import pytest

from simcore import compare, load_scenario, run
from simcore.analysis.fates import followed
from simcore.analysis.inputs import differing
from simcore.analysis.written import apart, markdown, text, value_text
from simcore.components import READINGS
from simcore.recording.told import Tally
from tests.analysis.orders import orders

SECONDS = 300


def document(**changed):
    """Five orders a second of 1 s each: five environments are just too few, twenty are not."""
    components = orders(5, "1 s", 3, changed)
    return {"format": "windtunnel.scenario/1", "id": "compared", "title": "Which | one?",
            "duration": SECONDS, "components": components}  # fmt: skip


def result(**changed):
    return run(load_scenario(document(**changed))).as_dict()


@pytest.fixture(scope="module")
def few():
    return result()


@pytest.fixture(scope="module")
def many():
    return result(worker={"reserved_concurrency": 20})


def outcome(comparison, component, name):
    return next(o for o in comparison.outcomes if (o.component, o.name) == (component, name))


def test_only_what_was_asked_differently_is_among_the_inputs(few, many):
    assert [tuple(one) for one in compare(few, many).inputs] == [
        ("worker.reserved_concurrency", 3, 20)
    ]


def test_of_a_list_of_things_only_what_differs_is_told_and_no_value_as_python_writes_it(few):
    was, now = copy.deepcopy(few["manifest"]), copy.deepcopy(few["manifest"])
    for manifest, share in ((was, 0.1), (now, 0.4)):
        error = {"error": "SoldOut", "share": share, "when": None}
        manifest["scenario"]["components"]["worker"]["errors"] = [error]
    assert [tuple(one) for one in differing(was, now)] == [("worker.errors.0.share", 0.1, 0.4)]
    now["scenario"]["components"]["worker"]["errors"] = []
    (whole,) = [one for one in differing(was, now) if one.path == "worker.errors"]
    assert (whole.was, whole.now) == (None, [])
    assert value_text([error, True]) == "error SoldOut, share 0.4; on"
    assert value_text([]) == "none"


def test_outcomes_say_was_now_and_which_is_better(few, many):
    oldest = outcome(compare(few, many), "inbox", "oldest message")
    assert oldest.verdict == "better"
    assert oldest.unit == "s"
    assert oldest.was > oldest.now
    assert oldest.change == oldest.now - oldest.was
    assert outcome(compare(many, few), "inbox", "oldest message").verdict == "worse"
    assert outcome(compare(few, many), "worker", "invocations").verdict == ""
    assert outcome(compare(few, many), "cost", "so far").verdict == "worse"


def test_the_same_run_is_the_same(few):
    comparison = compare(few, copy.deepcopy(few))
    assert comparison.same
    assert (comparison.inputs, comparison.parting, comparison.messages) == ([], None, [])
    assert {one.verdict for one in comparison.outcomes} == {"same"}


def test_runs_part_where_a_metric_first_differs(few):
    later = result(worker={"error_rate": 0.0})
    assert compare(few, later).parting is None
    changed = copy.deepcopy(few)
    changed["series"]["inbox"]["NumberOfMessagesSent"][42] += 1
    changed["series"]["worker"]["Invocations"][50] += 1
    parting = compare(few, changed).parting
    assert (parting.t_s, parting.component) == (42, "inbox")
    assert parting.now == parting.was + 1


def test_interventions_are_inputs_and_the_runs_are_the_same_until_then(few):
    told = {**document(), "interventions": [
        {"at": 100, "action": "set", "values": {"worker.reserved_concurrency": 20}},
        {"at": 100, "action": "slow", "component": "worker", "factor": 2, "for": "60 s"},
    ]}  # fmt: skip
    comparison = compare(few, run(load_scenario(told)).as_dict())
    assert [tuple(one) for one in comparison.inputs] == [
        (
            "at 1:40",
            None,
            "worker reserved concurrency 20 from 1:40; worker: 2 times as slow from 1:40 to 2:40",
        )
    ]
    assert 100 <= comparison.parting.t_s <= 103


def test_a_message_has_two_fates(few, many):
    pairs = compare(few, many).messages
    assert pairs
    assert all(pair.was != pair.now for pair in pairs)
    ends = [pair.was.end == pair.now.end for pair in pairs]
    assert ends == sorted(ends)  # other ends first


def test_what_is_followed_is_called_what_it_is():
    client = {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": 1}}}
    workers = [{"type": "function", "duration": duration} for duration in (0.1, 0.2)]
    parts = ({"shop": client, "worker": worker} for worker in workers)
    asked = [{**document(), "duration": 30, "components": components} for components in parts]
    was, now = (run(load_scenario(one)) for one in asked)
    pairs = compare(was, now).messages
    assert {pair.noun for pair in pairs} == {"request"}
    assert followed(pairs, several=True) == "requests"
    assert followed([*pairs, pairs[0]._replace(noun="message")]) == "message or request"
    assert followed([]) == "message"
    said = "\n".join(text(compare(was, now)))
    assert "followed requests differs:\n  shop request " in said
    assert "message" not in said


def test_results_of_types_that_are_not_known_here_are_compared_by_the_others(few, many):
    strange = copy.deepcopy(many)
    strange["manifest"]["scenario"]["components"]["inbox"]["type"] = "quantum_queue"
    before = copy.deepcopy(few)
    before["manifest"]["scenario"]["components"]["inbox"]["type"] = "quantum_queue"
    components = {one.component for one in compare(before, strange).outcomes}
    assert "inbox" not in components
    assert "worker" in components


def test_names_are_no_markup(few, many):
    lines = list(markdown(compare(few, many)))
    assert lines[0] == r"## Which \| one?"
    table = [line for line in lines if line.startswith("|")]
    assert {line.replace(r"\|", "").count("|") for line in table} == {4, 6}


def test_a_person_reads_what_changed(few, many):
    said = "\n".join(text(compare(few, many)))
    assert "worker.reserved_concurrency" in said
    assert "oldest message, s" in said
    assert "orders: requests" not in said  # the same in both


def test_what_differs_is_never_written_as_the_same(few):
    """By a hair: at its parting, among what came out, and in the fate of a message."""
    changed = copy.deepcopy(few)
    changed["manifest"]["fingerprint"] = "another"
    charges = changed["series"]["account"]["EstimatedCharges"]
    before, charges[100] = charges[100], charges[100] + 1e-9
    changed["cost"]["usd"] += 1e-9
    changed["stories"][-1]["steps"][-1]["t_s"] += 1e-6
    said = list(text(compare(few, changed)))
    parting = next(line for line in said if line.startswith("They part"))
    first, second = parting.rstrip(".").rsplit(", ", 1)[1].split(" and ")
    assert (float(first), float(second)) == (before, pytest.approx(before + 1e-9, abs=1e-12))
    was, now, *_ = next(line for line in said if "cost: so far" in line).split("USD")[1].split()
    assert was != now
    fate = next(line for line in said if ", now " in line)
    was, now = (part.split(" after ")[1] for part in fate.split(", now "))
    assert was != now


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ((1.5, 2.25), ["1.5", "2.25"]),
        ((0.028881, 0.028884), ["0.028881", "0.028884"]),
        ((1234.4, 1234.2), ["1,234.4", "1,234.2"]),
        ((2, 2.00001), ["2", "2.00001"]),
        ((None, 0.0), ["-", "0"]),
        ((0.1 + 0.2, 0.3), ["0.30000000000000004", "0.29999999999999999"]),
        ((0.123456, 0.123456), ["0.1235", "0.1235"]),
    ],
)
def test_numbers_have_as_many_digits_as_they_differ_by(values, written):
    assert apart(*values) == written


def test_what_a_type_tells_is_what_it_counts():
    """A word that no counter has would never be said, and nobody would miss it."""
    for type, reading in READINGS.items():
        known = {metric.counter for metric in reading.metrics}
        known |= {counter.name for counter in reading.counters}
        told = {name for one in reading.tells if isinstance(one, Tally) for name in one.names}
        assert told <= known, type


def test_of_two_scenarios_only_what_has_a_name_and_a_type_in_common_is_compared(few, many):
    other = copy.deepcopy(many)
    scenario = other["manifest"]["scenario"]
    scenario["id"] = "another"
    scenario["components"]["inbox"] = {"type": "topic"}
    del scenario["components"]["esm"]
    comparison = compare(few, other)
    assert not comparison.same_scenario
    assert (comparison.inputs, comparison.parting, comparison.messages) == ([], None, [])
    components = {one.component for one in comparison.outcomes}
    assert "worker" in components
    assert not components & {"inbox", "esm"}
    assert "two scenarios" in "\n".join(text(comparison))


def test_results_need_not_be_made_into_documents_first(few):
    made = run(load_scenario(document()))
    assert compare(made, few).same
    assert compare(few, made).as_dict()["same"]
