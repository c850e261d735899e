"""What stands in a list of a scenario is seen like any other field."""

import pytest

from simcore.errors import ScenarioInvalid
from simcore.scenario import apply_overrides, full_path, load_scenario, parse_value

DOCUMENT = {
    "format": "windtunnel.scenario/1",
    "id": "lists",
    "title": "Is it seen?",
    "duration": "1 min",
    "components": {
        "clicks": {
            "type": "stream",
            "shards": 2,
            "resharding": [{"at": "10 s", "shards": 4}, {"at": "20 s", "shards": 8}],
            "message_classes": {"vip": "20 %"},
        },
        "site": {"type": "client", "target": "clicks", "arrivals": {"constant": {"rate": 5}}},
    },
}


def changed(path, value):
    return apply_overrides(DOCUMENT, {path: value})["components"]["clicks"]


def complaint(path, value=1):
    with pytest.raises(ScenarioInvalid) as caught:
        apply_overrides(DOCUMENT, {path: value})
    return caught.value.checks[0]


def test_an_item_of_a_list_is_overridden_by_its_number():
    assert changed("clicks.resharding.1.shards", 16)["resharding"] == [
        {"at": "10 s", "shards": 4},
        {"at": "20 s", "shards": 16},
    ]


def test_an_entry_of_a_mapping_is_overridden_by_its_name():
    classes = changed("clicks.message_classes.vip", parse_value("30 %"))["message_classes"]
    assert classes == {"vip": "30 %"}


def test_the_short_path_of_an_item_is_spelled_out():
    path = "components.clicks.resharding.0.at"
    assert full_path(DOCUMENT, "clicks.resharding.0.at") == path


def test_the_document_itself_stays_as_it_was():
    changed("clicks.resharding.0.shards", 99)
    assert DOCUMENT["components"]["clicks"]["resharding"][0]["shards"] == 4


@pytest.mark.parametrize(
    "path",
    [
        "clicks.resharding.2.at",
        "clicks.resharding.00.at",
        "clicks.resharding.x.at",
        "clicks.resharding.0.when",
    ],
)
def test_what_is_not_in_the_list_is_unknown(path):
    assert complaint(path).id == "override.unknown-path"


def test_the_hint_names_the_items_that_there_are():
    assert "clicks.resharding.1.shards" in complaint("clicks.resharding.1.shard").hint


def test_an_item_that_a_new_list_does_not_have_is_told():
    overrides = {"clicks.resharding": [{"at": 1, "shards": 1}], "clicks.resharding.1.at": 2}
    with pytest.raises(ScenarioInvalid) as caught:
        apply_overrides(DOCUMENT, overrides)
    assert "items 0 to 0" in caught.value.checks[0].hint


def test_the_value_of_an_item_is_checked():
    with pytest.raises(ScenarioInvalid) as caught:
        load_scenario(DOCUMENT, overrides={"clicks.resharding.0.shards": 0})
    assert caught.value.checks[0].path == "components.clicks.resharding.0.shards"
