"""The fields of data flow of a state, read in the language that it speaks."""

from __future__ import annotations

from typing import Any, Final

from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Scope
from simcore.asl.flow import ChoiceRule, Evaluated, Flow
from simcore.asl.jsonpath.choice.reading import condition_of
from simcore.asl.jsonpath.choice.rule import Rule
from simcore.asl.jsonpath.fields import path_in, payload_of, reference_in, template_in
from simcore.asl.jsonpath.flow import PLAIN, JsonPathFlow
from simcore.asl.jsonpath.template import Literal
from simcore.asl.states import QueryLanguage

__all__ = ["catcher_flow", "checked_value", "state_flow"]

DROPPING: Final = ("InputPath", "ResultPath", "OutputPath")


def state_flow(place: Place, name: str, scope: Scope, language: QueryLanguage) -> Flow:
    """``Parameters`` of a Map are those of its items, and not read here."""
    if language == "JSONata":
        return _jsonata(place)
    made: dict[str, Any] = {
        "input_path": path_in(place, "InputPath"),
        "parameters": _parameters(place),
        "selector": payload_of(place, "ResultSelector"),
        "output_path": path_in(place, "OutputPath"),
    }
    return json_path_flow(place, name, scope, made)


def json_path_flow(place: Place, name: str, scope: Scope, made: dict[str, Any]) -> JsonPathFlow:
    dropped = [field for field in DROPPING if field in place and place.get(field) is None]
    made["result_path"] = reference_in(place, "ResultPath")
    made["assign"] = assign_in(place, scope)
    if not dropped and not any(part is not None for part in made.values()):
        return PLAIN
    return JsonPathFlow(
        name=name,
        drops_input="InputPath" in dropped,
        drops_result="ResultPath" in dropped,
        drops_output="OutputPath" in dropped,
        **made,
    )


def _parameters(place: Place) -> Evaluated | None:
    kind = place.get("Type")
    if kind == "Pass" and "Result" in place:
        return Literal(place.get("Result"))
    return None if kind == "Map" else template_in(place, "Parameters")


def catcher_flow(place: Place, scope: Scope, language: QueryLanguage) -> Flow:
    if language == "JSONata":
        return _jsonata(place)
    return json_path_flow(place, "", scope, {})


def _jsonata(place: Place) -> Flow:
    place.complain("QueryLanguage", "JSONata is not read yet")
    return PLAIN


def assign_in(place: Place, scope: Scope) -> Evaluated | None:
    assigned = payload_of(place, "Assign")
    inner = place.object("Assign") if assigned is not None else None
    for name in inner.document if inner else ():
        _variable_checked(place, name.removesuffix(".$"), scope)
    return assigned


def _variable_checked(place: Place, name: str, scope: Scope) -> None:
    field = f"Assign.{name}"
    if not name.isidentifier() or len(name) > 80:
        place.complain(field, "is no name of a variable", "letters, digits and _, at most 80")
    elif name == "states":
        place.complain(field, "$states is reserved")
    elif name in scope.outer:
        place.complain(field, "is a variable of an outer level", "here it can only be read")


def checked_value(
    place: Place, field: str, language: QueryLanguage, low: float, high: float
) -> Evaluated | None:
    """A number: as it is written, by a path (``...Path``) or an expression; None where unsaid."""
    if language == "JSONPath" and f"{field}Path" in place:
        return path_in(place, f"{field}Path", needed=True)
    if field not in place:
        return None
    return Literal(place.number(field, low, low, high))


def text_value(place: Place, field: str, language: QueryLanguage) -> Evaluated | None:
    """A text: as it is written, by a path or an expression; None where unsaid."""
    if language == "JSONPath" and f"{field}Path" in place:
        return path_in(place, f"{field}Path", needed=True)
    return Literal(place.text(field)) if field in place else None


def value_in(place: Place, field: str, language: QueryLanguage) -> Evaluated | None:
    """Any value, a payload template or one with expressions; None where unsaid."""
    return template_in(place, field)


def items_of(place: Place, reader: Place | None, language: QueryLanguage) -> Evaluated | None:
    """The items of a Map, or the parameters of their reader."""
    if reader is not None:
        return value_in(reader, "Arguments" if language == "JSONata" else "Parameters", language)
    return path_in(place, "ItemsPath")


def rule_of(place: Place, common: Any) -> ChoiceRule | None:
    """One entry of Choices."""
    to = place.text("Next", needed=True)
    condition = condition_of(place)
    flow = None
    if "Assign" in place or any(field in common.place for field in ("InputPath", "OutputPath")):
        made = {"output_path": path_in(common.place, "OutputPath")}
        flow = json_path_flow(place, common.name, common.scope, made)
    return Rule(to, condition, flow) if condition else None
