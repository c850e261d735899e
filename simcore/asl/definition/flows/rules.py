"""Entries of Choices.

What a state assigns holds whichever rule matches; a rule may assign more, and put out something
else. Source: developer guide, "Choice workflow state".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.flows.state import json_path_flow, jsonata_flow
from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Scope
from simcore.asl.flow import ChoiceRule, Evaluated
from simcore.asl.jsonata.fields import expression_in, is_expression
from simcore.asl.jsonata.flow import Rule as JsonataRule
from simcore.asl.jsonpath.choice.reading import condition_of
from simcore.asl.jsonpath.choice.rule import Or, Rule
from simcore.asl.jsonpath.fields import path_in
from simcore.asl.jsonpath.template import Literal, ObjectTemplate
from simcore.asl.states import QueryLanguage

__all__ = ["rule_of"]

FIELDS: Final = ("Comment", "Condition", "Next", "Assign", "Output")


def rule_of(
    rule: Place, n: int, state: Place, name: str, scope: Scope, language: QueryLanguage
) -> ChoiceRule:
    """The rule with that number; one whose condition cannot be read never holds."""
    to = rule.text("Next", needed=True)
    rule.text("Comment")
    if language == "JSONata":
        return _jsonata(rule, n, state, name, scope, to)
    condition = condition_of(rule) or Or(())
    if "Assign" not in rule:
        return Rule(to, condition, None)
    made = json_path_flow(rule, name, scope, {"output_path": path_in(state, "OutputPath")})
    theirs = json_path_flow(state, name, scope, {})
    flow = replace(
        made,
        assign=_both(theirs.assign, made.assign),
        drops_output=theirs.drops_output,
    )
    return Rule(to, condition, flow)


def _jsonata(rule: Place, n: int, state: Place, name: str, scope: Scope, to: str) -> ChoiceRule:
    rule.knows_only(FIELDS, "a choice rule in JSONata")
    condition = _condition(rule, n)
    if "Assign" not in rule and "Output" not in rule:
        return JsonataRule(to, condition, None)
    made = jsonata_flow(rule, name, scope, f"Choices[{n}]/")
    theirs = jsonata_flow(state, name, scope)
    output = theirs.output if made.output is None else made.output
    flow = replace(made, assign=_both(theirs.assign, made.assign), output=output, is_plain=False)
    return JsonataRule(to, condition, flow)


def _condition(rule: Place, n: int) -> Evaluated:
    value = rule.get("Condition")
    if isinstance(value, bool):
        return Literal(value)
    if is_expression(value):
        return expression_in(rule, "Condition", "boolean", f"Choices[{n}]/")
    told = "is missing" if "Condition" not in rule else f"{shortened(value)} is no condition"
    rule.complain("Condition", told, "an expression that comes to true or false: {% … %}")
    return Literal(False)


def _both(theirs: Evaluated | None, own: Evaluated | None) -> Evaluated | None:
    """What both assign; the rule's where they assign the same."""
    if theirs is None or own is None:
        return own if theirs is None else theirs
    fields = {**_fields(theirs), **_fields(own)}
    return ObjectTemplate(tuple(fields.items()))


def _fields(assign: Evaluated) -> dict[str, Evaluated]:
    if isinstance(assign, ObjectTemplate):
        return dict(assign.fields)
    if isinstance(assign, Literal):
        return {name: Literal(value) for name, value in assign.value.items()}
    return _fields(getattr(assign, "template", Literal({})))
