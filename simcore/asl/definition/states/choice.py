"""Choice."""

from __future__ import annotations

from simcore.asl.definition.flows.rules import rule_of
from simcore.asl.definition.states.common import Common
from simcore.asl.states import Choice

__all__ = ["read_choice"]


def read_choice(common: Common) -> Choice:
    place = common.place
    rules = [
        rule_of(rule, n, place, common.name, common.scope, common.language)
        for n, rule in enumerate(place.objects("Choices", needed=True))
    ]
    parts = common.parts
    parts["next"] = place.text("Default", needed="Default" in place) or None
    return Choice(**parts, rules=tuple(rules))
