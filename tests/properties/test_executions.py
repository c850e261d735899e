"""Executions of definitions made at random: events, balances of states, pickling, redrive."""

import pickle
from collections import Counter
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from simcore.asl.definition import read
from simcore.asl.execution import Execution, History
from simcore.asl.local import LocalHost, MockedTasks
from tests.properties.strategies import examples, one_of

EXECUTIONS = 180
ERRORS = ("Busy", "Bad", "States.Timeout")
MATCHED = ("Busy", "States.ALL", "States.TaskFailed", "States.Timeout")
INVOKE = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}
PATHS = {"ResultPath": None}


@st.composite
def handled(draw, later):
    """Retry and Catch, or neither."""
    retry = {"ErrorEquals": [draw(one_of(*MATCHED))], "MaxAttempts": draw(st.integers(0, 2))}
    retry |= draw(one_of({}, {"JitterStrategy": "FULL"}))
    said = draw(one_of({}, {"Retry": [retry]}))
    catch = {"ErrorEquals": [draw(one_of(*MATCHED))], "Next": later, "ResultPath": "$.error"}
    return {**said, **draw(one_of({}, {"Catch": [catch]}))}


@st.composite
def works(draw, name, depth):
    """A state that does something, without where it goes."""
    kind = draw(one_of("Task", "Task", "Pass", "Wait", *(("Parallel", "Map") if depth else ())))
    if kind == "Task":
        return {**INVOKE, **PATHS, **draw(one_of({}, {"TimeoutSeconds": 2}))}
    if kind == "Parallel":
        many = draw(st.integers(1, 3))
        branches = [draw(machines(f"{name}{letter}", depth - 1)) for letter in "xyz"[:many]]
        return {"Type": kind, "Branches": branches, **PATHS}
    if kind == "Map":
        given = {"ItemsPath": "$.items", "MaxConcurrency": draw(st.integers(0, 2))}
        return {"Type": kind, **given, **PATHS, "ItemProcessor": draw(processors(name, depth - 1))}
    return (
        {"Type": "Wait", "Seconds": draw(st.integers(0, 3))} if kind == "Wait" else {"Type": kind}
    )


@st.composite
def processors(draw, name, depth):
    """Inline or distributed."""
    machine = draw(machines(f"{name}i", depth))
    types = ("STANDARD",) if depth else ("STANDARD", "EXPRESS")
    kind = {"Mode": "DISTRIBUTED", "ExecutionType": draw(one_of(*types))}
    selected = {"Type": "Pass", "Parameters": {"items": []}, "Next": machine["StartAt"]}
    first = {"StartAt": f"{name}s", "States": {f"{name}s": selected, **machine["States"]}}
    return {**first, **draw(one_of({}, {"ProcessorConfig": kind}))}


@st.composite
def machines(draw, prefix, depth):
    """Some states in a row, and one that failures go to."""
    names = [f"{prefix}{n}" for n in range(draw(st.integers(1, 3)))]
    last = f"{prefix}z"
    states = {last: draw(one_of({"Type": "Succeed"}, {"Type": "Fail", "Error": "Bad"}))}
    for name, after in zip(names, [*names[1:], last], strict=True):
        said = {**draw(works(name, depth)), "Next": after}
        if said["Type"] in ("Task", "Parallel", "Map"):
            said |= draw(handled(last))
        states[name] = said
    return {"StartAt": names[0], "States": states}


@st.composite
def cases(draw):
    """A definition, its mocks, and when it is stopped."""
    definition = draw(machines("S", 2))
    definition |= draw(one_of({}, {"TimeoutSeconds": 6}))
    mocks = {name: draw(outcomes()) for name in sorted(set(tasks_in(definition)))}
    return definition, mocks, draw(one_of(inf, inf, 1.5, 3))


@st.composite
def outcomes(draw):
    fails = {"Throw": {"Error": draw(one_of(*ERRORS))}, "Seconds": draw(one_of(0, 1))}
    works = {"Return": draw(st.integers(0, 9)), "Seconds": draw(one_of(0, 0.5, 3))}
    first, then = draw(st.permutations([fails, works]))
    return {"0": first, "1-2": then, "3-": draw(one_of(works, fails))}


def tasks_in(definition):
    for name, said in definition["States"].items():
        if said["Type"] == "Task":
            yield name
        for inner in [*said.get("Branches", ()), said.get("ItemProcessor")]:
            yield from tasks_in(inner) if inner else ()


class CountingHost(LocalHost):
    """Counts what becomes of each state, and of each execution."""

    def __init__(self, tasks):
        LocalHost.__init__(self, tasks)
        self.noticed = Counter()
        self.begun = Counter()

    def noted(self, now, execution, kind, state, error=""):
        self.noticed[kind, state.name] += 1

    def ended(self, now, execution):
        self.begun[execution.status] += 1


def begin(case):
    definition, mocks, _ = case
    host = CountingHost(MockedTasks(mocks))
    one = Execution(
        read(definition), host, {"items": [1, 2, 3]}, name="one", arn="arn", history=History()
    )
    one.begin(0.0)
    return one


def finish(one, stop):
    one.host.run(until=stop)
    one.stop(max(one.host.now, 0.0))
    one.host.run()
    return one


@given(case=cases())
@examples(EXECUTIONS)
def test_events_are_numbered_and_every_state_is_left_once(case):
    one = finish(begin(case), case[2])
    assert one.status != "RUNNING"
    check_history(one)
    for run in one.history.runs:
        assert run.executions["started"] == sum(run.executions.values()) / 2
        for child in run.followed.values():
            check_history(child)
    check_balances(one.host.noticed)


def check_balances(noticed):
    for name in {name for _, name in noticed}:
        seen = {kind: noticed[kind, name] for kind in KINDS}
        assert seen["entered"] == seen["exited"] + seen["uncaught"] + seen["aborted"], name
        assert seen["failed"] == seen["retried"] + seen["caught"] + seen["uncaught"], name


KINDS = ("entered", "exited", "uncaught", "aborted", "failed", "retried", "caught")


def check_history(one):
    events = one.history.events
    assert [event.id for event in events] == list(range(1, len(events) + 1))
    assert one.events == len(events)
    assert all(event.previous_id < event.id for event in events)
    assert events[0].type == "ExecutionStarted"
    assert [event.type for event in events if event.type in ENDS] == [events[-1].type]
    assert [event.at for event in events] == sorted(event.at for event in events)


ENDS = {f"Execution{how}" for how in ("Succeeded", "Failed", "TimedOut", "Aborted")}


@given(case=cases(), at=st.floats(0, 8))
@examples(EXECUTIONS)
def test_an_execution_that_was_pickled_goes_on_to_the_same_events(case, at):
    whole, half = begin(case), begin(case)
    whole.host.run()
    half.host.run(until=at)
    again = pickle.loads(pickle.dumps(half))
    again.host.run()
    assert again.status == whole.status
    assert [event[:4] for event in again.history.events] == [
        event[:4] for event in whole.history.events
    ]


@given(case=cases())
@examples(EXECUTIONS)
def test_what_is_redriven_until_all_goes_well_succeeds(case):
    definition, mocks, _ = case
    definition = {**definition, "TimeoutSeconds": 99}
    well = {name: {**said, "3-": {"Return": 1}} for name, said in mocks.items()}
    one = begin((definition, well, inf))
    one.host.run(of=one)
    while one.redrives < 12 and one.redrive(one.host.now):
        one.host.run(of=one)
    if not any(said["Type"] == "Fail" for said in states_in(definition)):
        assert one.status == "SUCCEEDED"
    assert one.history.events[-1].type in ENDS
    check_balances(one.host.noticed)


def states_in(definition):
    for said in definition["States"].values():
        yield said
        for inner in [*said.get("Branches", ()), said.get("ItemProcessor")]:
            yield from states_in(inner) if inner else ()
