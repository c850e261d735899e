"""Parallel and Map: states with machines within."""

from __future__ import annotations

from typing import Final

from simcore.asl.definition import machine
from simcore.asl.definition.flows.values import any_in, items_in, number_in
from simcore.asl.definition.handling import catch_of, retry_of
from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Workflow
from simcore.asl.definition.states.common import Common
from simcore.asl.definition.states.distributed import batcher_in, distributed_checked, label_in
from simcore.asl.definition.states.files import reader_in, writer_in
from simcore.asl.flow import Evaluated
from simcore.asl.states import Machine, Map, Parallel, QueryLanguage

__all__ = ["read_map", "read_parallel"]

CONFIG: Final = ("Mode", "ExecutionType")
MOST: Final = 100_000_000
"""Items that there may be at all, and so the most at once and the most that may fail. Source:
quotas page, 2026."""


def read_parallel(common: Common) -> Parallel:
    place = common.place
    within = common.scope.within()
    branches = [
        machine.read_machine(branch, within) for branch in place.objects("Branches", needed=True)
    ]
    return Parallel(
        **common.parts,
        branches=tuple(branches),
        retry=retry_of(place),
        catch=catch_of(place, common.name, common.scope, common.language),
    )


def read_map(common: Common) -> Map:
    place, language = common.place, common.language
    processor, distributed, child_type = _processor(common)
    distributed_checked(place, common.scope, distributed)
    reader = reader_in(place, language)
    return Map(
        **common.parts,
        processor=processor,
        distributed=distributed,
        child_type=child_type,
        items=items_in(place, reader and reader.place, language, distributed=distributed),
        reader=reader.place.document if reader else None,
        most_items=reader.most_items if reader else None,
        selector=_selector(place, language),
        batcher=batcher_in(place, language),
        writer=writer_in(place, language),
        max_concurrency=number_in(place, "MaxConcurrency", language, 0, MOST),
        tolerated_count=number_in(place, "ToleratedFailureCount", language, 0, MOST),
        tolerated_percentage=number_in(
            place, "ToleratedFailurePercentage", language, 0, 100, whole=False
        ),
        label=label_in(place),
        retry=retry_of(place),
        catch=catch_of(place, common.name, common.scope, language),
    )


def _processor(common: Common) -> tuple[Machine, bool, Workflow]:
    """What is done with each item, whether in executions of their own, and of which type."""
    place = common.place
    field = "Iterator" if "Iterator" in place and "ItemProcessor" not in place else "ItemProcessor"
    if "Iterator" in place and "ItemProcessor" in place:
        place.complain("Iterator", "there is ItemProcessor too", "Iterator is its old name")
    inner = place.object(field, needed=True)
    if inner is None:
        return Machine("", {}), False, "STANDARD"
    distributed, child_type = _config(inner.object("ProcessorConfig"))
    scope = common.scope.apart(child_type) if distributed else common.scope.within()
    return machine.read_machine(inner, scope, machine.PROCESSOR), distributed, child_type


def _config(config: Place | None) -> tuple[bool, Workflow]:
    if config is None:
        return False, "STANDARD"
    config.knows_only(CONFIG, "ProcessorConfig")
    distributed = config.one_of("Mode", ("INLINE", "DISTRIBUTED"), "INLINE") == "DISTRIBUTED"
    if distributed and "ExecutionType" not in config:
        config.complain("ExecutionType", "is missing", "STANDARD or EXPRESS, for a Distributed Map")
    if not distributed and "ExecutionType" in config:
        config.complain("ExecutionType", "only a Distributed Map has it", "Mode: DISTRIBUTED")
    kind = config.one_of("ExecutionType", ("STANDARD", "EXPRESS"), "STANDARD")
    return distributed, "EXPRESS" if kind == "EXPRESS" else "STANDARD"


def _selector(place: Place, language: QueryLanguage) -> Evaluated | None:
    if "Parameters" in place and "ItemSelector" in place:
        place.complain("Parameters", "there is ItemSelector too", "Parameters is its old name")
    return any_in(place, "ItemSelector" if "ItemSelector" in place else "Parameters", language)
