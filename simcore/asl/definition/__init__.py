"""Definitions of state machines: from a document to a :class:`~simcore.asl.states.Machine`.

Models: what AWS reads of a definition and what it refuses: states, fields, ways, Retry and Catch,
integrations and their patterns, what an Express workflow cannot have, substitutions.

Ignores: Credentials, which are read and left out; what an API is given beyond the fields that it
cannot do without; what is asked of readers and writers of a Distributed Map.

Sources: AWS Step Functions Developer Guide (2026: statemachine-structure, the pages on states,
concepts-error-handling, integrate-optimized), cfn-lint's schema of definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from simcore.asl.definition.bounds import within_bounds
from simcore.asl.definition.complaints import Complaint, Complaints, DefinitionInvalid
from simcore.asl.definition.machine import read_machine
from simcore.asl.definition.place import Place
from simcore.asl.definition.plain import Value, plain
from simcore.asl.definition.scope import Reading, Scope, Workflow
from simcore.asl.states import Machine, QueryLanguage

__all__ = ["Complaint", "DefinitionInvalid", "Workflow", "read"]

NONE: Final[Mapping[str, Value]] = MappingProxyType({})


def read(
    document: Mapping[str, Any],
    *,
    substitutions: Mapping[str, Value] = NONE,
    workflow: Workflow = "STANDARD",
) -> Machine:
    """Reads a definition in Amazon States Language, in JSONPath and JSONata.

    ``document`` is what JSON or YAML gives, ``workflow`` the type that it is to run as: EXPRESS has
    no ``.sync``, no task tokens, no activities and no Distributed Map. Raises
    :class:`DefinitionInvalid` with all that is wrong with it.
    """
    complaints = Complaints()
    within_bounds(document, complaints)
    made = plain(document, substitutions, complaints)
    if substitutions:
        within_bounds(made, complaints)
    place = Place(made, "", complaints)
    language = place.one_of("QueryLanguage", ("JSONPath", "JSONata"), "JSONPath")
    spoken: QueryLanguage = "JSONata" if language == "JSONata" else "JSONPath"
    machine = read_machine(place, Scope(Reading(complaints), workflow, spoken))
    complaints.raise_if_any()
    return machine
