"""What holds of every kind of insight: a name of its own, a rule with a source in every vintage."""

import re

import pytest

from simcore.components import TYPES
from simcore.quotas import PROFILES, load_profile
from simcore.scenario.insights import insight_kinds, rule_of
from simcore.scenario.outcome import Result

KINDS = insight_kinds()


def test_each_kind_has_a_name_of_its_own():
    declared = [kind.id for type in TYPES.values() for kind in type.insights]
    assert sorted(declared) == sorted(KINDS)


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("id", KINDS)
def test_each_rule_says_where_it_was_read_and_when(id, name):
    profile = load_profile(name)
    law = KINDS[id].law
    if not law.page and law.quota not in profile.quotas:
        return  # the vintage has no such rule, and the kind asks it for its number
    rule = rule_of(law, profile, "us-east-1")
    assert rule.text.endswith(".")
    assert rule.date.startswith("20")
    assert rule.page.startswith("models.md#")
    assert rule.source
    assert rule.url.startswith("https://") or not rule.url


def test_a_result_of_before_has_none():
    assert Result("finished", "", {"format": "windtunnel.result/1"}).insights == []


def test_no_rule_states_a_number_with_a_power_of_ten():
    profile = load_profile("aws-2026")
    texts = [rule_of(kind.law, profile, "us-east-1").text for kind in insight_kinds().values()]
    assert any("0.00001" in text for text in texts)
    assert not [text for text in texts if re.search(r"\de[-+]\d", text)]
