"""What the parts of components are called."""

from simcore import load_scenario
from simcore.component.parts import names_of_parts, part_at

DOCUMENT = {
    "format": "windtunnel.scenario/1",
    "id": "parts",
    "title": "Who is that?",
    "duration": "1 s",
    "components": {
        "bus": {
            "type": "bus",
            "rules": [
                {"targets": [{"target": "bill"}, {"target": "kept"}]},
                {"targets": [{"target": "bill"}]},
            ],
        },
        "bill": {"type": "queue", "title": "Billing"},
        "kept": {"type": "queue"},
        "site": {
            "type": "distribution",
            "origins": [{"name": "newsroom", "latency": 0.1}],
            "behaviors": [{"origin": "newsroom"}],
        },
    },
}
NAMES = names_of_parts(load_scenario(DOCUMENT).components)


def test_a_part_is_called_as_what_it_leads_to_and_by_its_place_where_two_are_alike():
    assert NAMES["bus"] == {
        "rules.0.targets.0": "Billing (rules 1 targets 1)",
        "rules.0.targets.1": "Kept",
        "rules.1.targets.0": "Billing (rules 2 targets 1)",
    }


def test_a_name_of_its_own_goes_first_and_what_has_none_is_left_out():
    assert NAMES["site"] == {"origins.0": "newsroom"}
    assert part_at("components.site.origins.0.latency.lognormal.median", NAMES) == "newsroom"
    assert part_at("components.bus.rules.0.matching", NAMES) == ""
    assert part_at("quotas.lambda.account_concurrency", NAMES) == ""
