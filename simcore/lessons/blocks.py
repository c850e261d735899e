"""From the text of a block to what it says: plain data that fits the format, or findings."""

from __future__ import annotations

from functools import partial
from typing import Any, TypeVar

from pydantic import ValidationError

from simcore.errors import Check, ScenarioInvalid
from simcore.lessons.complaint import under
from simcore.lessons.prose import Block
from simcore.lessons.said import Claims
from simcore.scenario.checks import structure_checks
from simcore.scenario.document import Path, Source, parse
from simcore.spec.base import Spec
from simcore.spec.walk import annotation_at, spec_itself

__all__ = ["understood"]

S = TypeVar("S", bound=Spec)


def understood(spec: type[S], block: Block, path: str, complaints: list[Check]) -> S | None:
    """What the block says; None where that does not fit, with the findings among `complaints`."""
    try:
        source = _source(spec, block)
        return spec.model_validate(source.data)
    except ScenarioInvalid as invalid:
        complaints += under(path, invalid.checks)
    except ValidationError as error:
        where = path.rpartition(".")[0] if spec is Claims else path
        complaints += under(where, structure_checks(source, error, partial(_spec_at, spec)))
    return None


def _source(spec: type[Spec], block: Block) -> Source:
    """Its lines are those of the file; a list of claims is what its field holds."""
    source = parse("\n" * (block.line - 1) + block.text)
    if spec is not Claims:
        return source
    lines = {("claims", *path): line for path, line in source.lines.items()}
    return Source({"claims": source.data}, lines)


def _spec_at(spec: type[Spec], _data: Any, path: Path) -> type[Spec] | None:
    return spec_itself(annotation_at(spec, path))
