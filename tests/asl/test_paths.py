"""Paths find what is there, as AWS's JSONPath does; a place that is named first has to be there."""

import pickle

import pytest

from simcore.asl.flow import StateFault
from simcore.asl.jsonpath.path import Malformed, path_of, reference_of
from simcore.asl.jsonpath.reference import ABSENT
from tests.asl.around import AROUND, Around

SHOP = {
    "orders": [{"id": 1, "sum": 5}, {"id": 2, "sum": 50, "note": "Gift"}],
    "n": [0, 1, 2, 3],
    "a-b": {"c d": [{"e": None}]},
}

FOUND = {
    "$": SHOP,
    "$.n": [0, 1, 2, 3],
    "$.n[0]": 0,
    "$.n[-1]": 3,
    "$.a-b['c d'][0].e": None,
    '$["a-b"]["c d"][0]': {"e": None},
    "$.n[1:3]": [1, 2],
    "$.n[-2:]": [2, 3],
    "$.n[0,2]": [0, 2],
    "$.orders[*].id": [1, 2],
    "$..id": [1, 2],
    "$.orders[?(@.sum > 10)].id": [2],
    "$.orders[?(@.note)].id": [2],
    "$.orders[?(@.sum >= 5 && @.id == 1)].sum": [5],
    "$.orders[?(@.note =~ /gi.*/i)].id": [2],
    "$.orders[?(@.id == $.n[1])].id": [1],
    "$.orders[?(@.id in [2, 3])].id": [2],
    "$.orders[*].nothing": [],
    "$.n[7:]": [],
}


@pytest.mark.parametrize("source", FOUND)
def test_what_a_path_finds(source):
    path = pickle.loads(pickle.dumps(path_of(source)))
    assert path.of(SHOP, AROUND) == FOUND[source]


@pytest.mark.parametrize(
    "source", ["$.nothing", "$.n[4]", "$.n.x", "$.orders.id", "$.nothing[*]", "$.nothing[?(@.x)]"]
)
def test_a_place_that_is_not_there_is_a_runtime_error(source):
    path = path_of(source)
    assert path.find(SHOP, AROUND) is ABSENT
    with pytest.raises(StateFault) as fault:
        path.of(SHOP, AROUND)
    assert fault.value.error == "States.Runtime"
    assert source in fault.value.cause


def test_paths_into_the_context_and_variables():
    around = Around(context={"Execution": {"Id": "x"}}, variables={"cart": {"n": [7]}})
    assert path_of("$$.Execution.Id").of(SHOP, around) == "x"
    assert path_of("$cart.n[0]").of(SHOP, around) == 7
    assert path_of("$cart").of(SHOP, around) == {"n": [7]}
    assert path_of("$nobody").find(SHOP, around) is ABSENT


@pytest.mark.parametrize(
    "source",
    [
        "",
        "orders",
        "$.a[",
        "$.a.",
        "$.a | $.b",
        "$.n.length()",
        "$[?(@.x =~ /(?=a)/)]",
        "$.a[?(count(@.b) > 1)]",
        "$.\x01",
        "$" + "[?(@.a" * 600,
        "$" + ".a" * 3_000,
    ],
)
def test_what_is_no_path_is_refused_with_words(source):
    with pytest.raises(Malformed) as wrong:
        path_of(source)
    assert 10 < len(str(wrong.value)) < 200


@pytest.mark.parametrize("source", ["$.a[*]", "$..a", "$$.a", "$cart.a", "$.n[1:2]"])
def test_only_a_path_to_one_place_in_the_data_is_a_reference(source):
    with pytest.raises(Malformed, match="one place"):
        reference_of(source)


def test_a_search_of_all_of_all_of_all_is_bounded(monkeypatch):
    from simcore.asl.jsonpath import query

    monkeypatch.setattr(query, "MOST_PLACES", 3_000)
    many = {"a": [{"b": list(range(20))} for _ in range(20)]}
    assert len(path_of("$..*").of(many, AROUND)) == 1 + 20 + 20 + 400
    for source in ("$..*..*..*..*", "$.a[?(@.b[?(@ in $..*)])]", "$.a[*].b[?($..b[?(@ > 3)])]"):
        with pytest.raises(StateFault, match="3,000 places"):
            path_of(source).of(many, AROUND)


def test_a_regular_expression_takes_a_time_that_is_linear():
    hostile = [{"x": "a" * 200_000 + "!"}]
    assert path_of("$[?(@.x =~ /(a+)+(a+)+b/)]").of(hostile, AROUND) == []
