"""The pages of the model: all of it, at the anchors that others link to, and current results."""

import json
import re

import pytest
from django.test import Client

from simcore.lessons import all_lessons
from simcore.quotas import PROFILES, load_profile
from simcore.reporting.modelled import modelled
from simcore.scenario.insights import anchor, insight_kinds
from tools import results
from visualizer.fidelity import evidence, numbers, rules
from visualizer.fidelity.compared import compared

NAMES = results.names()


def page(path: str, **query: str) -> str:
    answer = Client().get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def ids(text: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', text)


def test_every_rule_has_its_place():
    found = ids(page("/model"))
    assert len(found) == len(set(found))
    assert {anchor(model.title) for model in modelled()} <= set(found)


def test_every_number_has_its_place_and_its_source():
    text = page("/model/numbers")
    found = ids(text)
    assert len(found) == len(set(found))
    for profile in map(load_profile, PROFILES):
        assert {anchor(row.key) for row in profile.rows()} <= set(found)
    assert text.count("Assumed.") == sum(
        row.assumed for profile in map(load_profile, PROFILES) for row in profile.rows()
    )
    assert 'rel="noopener noreferrer"' in text


def test_from_a_number_one_comes_to_where_it_is_at_work():
    text = page("/model/numbers")
    lesson = next(one for one in all_lessons() if "esm.sqs.pollers_max" in one.quotas)
    place = anchor("esm.sqs.pollers_max")
    row = re.search(rf'<tr id="{place}">.*?</tr>', text, re.DOTALL)
    assert row is not None
    assert f'href="/lessons/{lesson.id}"' in row[0]
    [link] = re.findall(r'<a href="(/\?q=Step%20Functions)">(\d+) scenarios about', text)
    found = Client().get(link[0]).content.decode()
    shown = set(re.findall(r'href="/s/([\w-]+)"', found))
    assert len(shown) == int(link[1]) > 4
    assert "saga-undoes-its-steps" in shown


def test_what_insights_say_of_their_rules_is_there():
    """A card in the lab leads to the model's page."""
    assert {f"insight-{id}" for id in insight_kinds()} <= set(ids(page("/model/insights")))
    for kind in insight_kinds().values():
        assert rules.rule_named(anchor(kind.law.model)) is not None, kind.id


def test_everything_that_is_assumed_is_listed():
    text = page("/model/assumptions")
    for number in numbers.assumed_numbers():
        assert f'href="/model/numbers#{number.anchor}"' in text
    assert "a small JSON document" in text


@pytest.mark.parametrize("part", ["", "/numbers", "/assumptions", "/insights", "/results"])
def test_code_is_shown_as_code(part):
    shown = re.sub(r"<script.*?</script>|<code>.*?</code>", "", page(f"/model{part}"), flags=re.S)
    assert "`" not in shown


def test_a_filter_leaves_what_has_the_words():
    text = page("/model/numbers", q="RAMP sqs")
    assert anchor("esm.sqs.ramp_per_min") in ids(text)
    assert anchor("lambda.account_concurrency") not in ids(text)
    nothing = page("/model", q='zzzz"><script>')
    assert "Nothing here has these words." in nothing
    assert "<script>" not in nothing.replace('<script type="module"', "")


# Results.


@pytest.mark.parametrize("name", NAMES)
def test_results_are_of_the_tests_as_they_are(name):
    """Where this fails: `make results`."""
    assert name not in results.stale()
    kept = json.loads(evidence.FILE.read_text("utf-8"))[name]
    assert {case.partition("[")[0] for case in kept["cases"]} == set(evidence.tests_in(name))


def test_every_module_of_results_names_models_that_there_are():
    files = {model.path for model in modelled()}
    wrong = {one.name: set(one.proves) - files for one in evidence.modules()}
    assert {name for name, missing in wrong.items() if missing} == set()
    assert [one.name for one in evidence.modules() if not one.proves] == []
    assert sorted(one.name for one in evidence.modules()) == NAMES


def test_results_are_shown_with_what_was_expected_and_got():
    text = page("/model/results")
    assert {one.anchor for one in evidence.modules()} <= set(ids(text))
    (ramp,) = [one for one in evidence.modules() if one.name.endswith("test_sqs_ramp.py")]
    assert f'href="/source/{ramp.name}#L{ramp.proofs[0].line}"' in text
    assert f'href="/model/results#{ramp.anchor}"' in page("/model")
    assert f'href="/model/results#{ramp.anchor}"' in page("/model/numbers")


@pytest.mark.parametrize(
    ("asserted", "seen", "got", "expected", "off"),
    [
        ("mean == approx(x)", "1.2 == 1.25 ± 0.06", "1.2", "1.25 ± 0.06", "4 %"),
        ("counters['a'] == 2", "2 == 2", "2", "2", "exact"),
        ("2 == len(a)", "2 == 2", "2", "2", "exact"),
        ("a + b == c", "(1 + 2) == 4", "(1 + 2)", "4", "25 %"),
        ("times == [1, 2]", "[1.0, 2.0] == [1, 2]", "[1.0, 2.0]", "[1, 2]", "exact"),
        ("x == approx([1])", "[1] == approx([1 ± 1e-6])", "[1]", "[1 ± 1e-6]", ""),
        ("half < 0.06", "0.02 < 0.06", "0.02", "below 0.06", ""),
        ("0 < x < 1", "0 < 0.5", "", "", ""),
        ("all(x)", "True", "", "", ""),
        ("a == b", "'a == b' == 'c'", "", "", ""),
        ("(", ")", "", "", ""),
    ],
)
def test_assertions_as_people_read_them(asserted, seen, got, expected, off):
    one = compared(asserted, seen)
    assert (one.got, one.expected, one.off) == (got, expected, off)


def test_what_was_asserted_often_is_kept_once_as_it_was_farthest_off():
    seen = [("a == b", "1.0 == 1.0"), ("a == b", "1.5 == 1.0\n where"), ("a == b", "1.1 == 1.0")]
    assert results.reduced(seen) == [("a == b", "1.5 == 1", 3)]
    assert results.valued("np.float64(0.123456789) < 0x") == "0.123457 < 0x"
    assert results.valued("x" * 500) == ""
