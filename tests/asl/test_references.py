"""What is put at a place is found there, and all else is as it was."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.asl.flow import StateFault
from simcore.asl.jsonpath.path import path_of
from simcore.asl.jsonpath.reference import ABSENT, found, placed, steps_of

names = st.text(st.characters(codec="utf-8", exclude_characters="\\'"), min_size=1, max_size=4)
scalars = st.none() | st.booleans() | st.integers(-9, 9) | names
data = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3)
)
objects = st.dictionaries(names, data, max_size=4)


@st.composite
def places(draw):
    """An object, and a way into it which may go beyond what is there, by names."""
    begin = draw(objects)
    at, steps = begin, []
    for _ in range(draw(st.integers(1, 4))):
        if isinstance(at, list) and at:
            step = draw(st.integers(0, len(at) - 1))
        elif isinstance(at, dict):
            step = draw(st.sampled_from(sorted(at)) | names if at else names)
        else:
            break
        steps.append(step)
        at = at[step] if isinstance(at, list) else at.get(step, {})
    return begin, tuple(steps)


@settings(deadline=None, max_examples=25)
@given(places(), data)
def test_get_after_set(place, value):
    begin, steps = place
    before = copy.deepcopy(begin)
    after = placed(begin, steps, value)
    assert found(after, steps) == value
    assert begin == before
    assert placed(after, steps, found(begin, steps)) == begin or found(begin, steps) is ABSENT


@settings(deadline=None, max_examples=25)
@given(places(), data)
def test_what_is_beside_the_place_is_shared_not_copied(place, value):
    begin, steps = place
    after = placed(begin, steps, value)
    for name, part in begin.items():
        if name != steps[0]:
            assert after[name] is part


@settings(deadline=None, max_examples=25)
@given(st.lists(names | st.integers(0, 99), max_size=5))
def test_steps_are_read_as_they_are_written(steps):
    written = "".join(f"[{step}]" if isinstance(step, int) else f"['{step}']" for step in steps)
    assert steps_of(written) == tuple(steps)
    assert path_of(f"${written}").steps == tuple(steps)


@pytest.mark.parametrize(
    ("begin", "path"),
    [([], "$.a"), (3, "$.a"), ({"a": 3}, "$.a.b"), ({"a": []}, "$.a[0]"), ({}, "$.a[0]")],
)
def test_a_place_without_ground_is_a_failure_of_result_path(begin, path):
    with pytest.raises(StateFault) as fault:
        placed(begin, path_of(path).steps, 1)
    assert fault.value.error == "States.ResultPathMatchFailure"
