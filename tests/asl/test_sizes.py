"""Data is measured as compact JSON in UTF-8, and no more of it than has to be."""

import json
import pickle
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.asl.execution.results import Results
from simcore.asl.flow import StateFault
from simcore.asl.local import execute
from simcore.asl.size import FEW, LIMIT_BYTES, size_of, within_limit, within_limit_within

data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@settings(deadline=None, max_examples=25)
@given(data)
def test_the_size_is_that_of_compact_json(value):
    compact = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    assert size_of(value) == len(compact.encode())


@pytest.mark.parametrize("measured", [within_limit, within_limit_within])
@pytest.mark.parametrize("parts", [1, FEW, FEW + 1, 200])
@pytest.mark.parametrize("kind", [list, dict])
def test_the_limit_is_met_to_the_byte(kind, parts, measured):
    def value_of(bytes):
        made = ["x" * 10] * parts
        made = made if kind is list else {f"é{n}": one for n, one in enumerate(made)}
        last = parts - 1 if kind is list else f"é{parts - 1}"
        made[last] += "y" * (bytes - size_of(made))
        assert size_of(made) == bytes
        return made

    assert measured(value_of(LIMIT_BYTES), "A")
    with pytest.raises(StateFault) as fault:
        measured(value_of(LIMIT_BYTES + 1), "A")
    assert fault.value.error == "States.DataLimitExceeded"
    assert "'A' returned a result with a size exceeding" in fault.value.cause


def test_many_times_the_same_large_part_is_not_written_out():
    large = "x" * 200_000
    tracemalloc.start()
    for measured, value in (
        (within_limit, [large] * 10_000),
        (within_limit_within, [[[large] * 100] * 100] * 5),
    ):
        with pytest.raises(StateFault):
            measured(value, "A")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_what_is_nested_too_deep_is_told_and_numbers_of_any_length_are_written():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    for measured in (size_of, lambda value: within_limit_within(value, "A")):
        with pytest.raises(StateFault, match="nested more than 200") as fault:
            measured(deep)
        assert fault.value.error == "States.Runtime"
    assert size_of([10**30]) == 33


def test_half_of_a_pair_of_characters_is_no_reason_to_stop():
    many = {f"n{n}": 1 for n in range(20)}
    for value in ("\ud800", {"\ud800": 1}, {**many, "\ud800": "\udfff"}):
        assert within_limit(value, "A") is value
        assert size_of(value) == len(json.dumps(value, separators=(",", ":")))


DOUBLED = {"a.$": "$.large", "b.$": "$.large"}


@pytest.mark.parametrize(
    ("mode", "more"),
    [
        ("INLINE", {"ItemSelector": DOUBLED}),
        ("DISTRIBUTED", {"ItemSelector": DOUBLED}),
        ("DISTRIBUTED", {"ItemSelector": DOUBLED, "ItemBatcher": {"MaxItemsPerBatch": 2}}),
        ("DISTRIBUTED", {"ItemBatcher": {"MaxItemsPerBatch": 2, "BatchInput": DOUBLED}}),
        (
            "DISTRIBUTED",
            {
                "ItemSelector": {"a.$": "$.large"},
                "ItemBatcher": {"MaxItemsPerBatch": 2, "BatchInput": {"b.$": "$.large"}},
            },
        ),
    ],
)
def test_what_an_item_comes_to_is_an_input_which_is_bounded(mode, more):
    config = (
        {"Mode": mode, "ExecutionType": "STANDARD"} if mode == "DISTRIBUTED" else {"Mode": mode}
    )
    processor = {"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": 1, "End": True}}}
    inner = {"ProcessorConfig": config, **processor}
    state = {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inner, **more, "End": True}
    given = {"items": [1], "large": "x" * 200_000}
    one = execute({"StartAt": "M", "States": {"M": state}}, given, {})
    assert (one.status, one.error) == ("FAILED", "States.DataLimitExceeded")
    assert "'M' returned a result with a size exceeding" in one.cause


def test_results_that_are_more_than_may_be_handed_on_are_not_held():
    results = Results()
    for n in range(1_000):
        results.put(n, f"{n}" + "x" * 1_000)
    assert len(pickle.dumps(results)) < LIMIT_BYTES
    with pytest.raises(StateFault, match="DataLimitExceeded"):
        results.handed_on("M")


def test_results_come_in_their_order_up_to_the_last_byte():
    results = Results()
    for n in reversed(range(200)):
        results.put(n, n)
    assert results.handed_on("M") == list(range(200))
    full = Results()
    for n in range(256):
        full.put(n, "x" * (1_021 if n else 1_020))
    assert size_of(full.handed_on("M")) == LIMIT_BYTES
