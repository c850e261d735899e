"""`windtunnel report`: a run or a comparison as a file that travels."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from functools import partial
from typing import Any

from simcore.cli.arguments import BadArguments
from simcore.cli.given import opened, overrides
from simcore.cli.results import found
from simcore.cli.targets import File
from simcore.paper.again import again
from simcore.paper.formats import format_of
from simcore.reporting import Report, ReportError, between, build
from simcore.scenario import Scenario, load_scenario

__all__ = ["reported"]


def reported(arguments: Namespace) -> int:
    """Write the file; 0 when what is reported ran to its end."""
    try:
        format, target = format_of(arguments.output), File("-o", arguments.output)
        report = _report(arguments, format.moving)
        target.write_bytes(format.write(report))
    except ReportError as error:
        raise BadArguments(str(error), error.hint) from None
    print(f"report: {target.path}")
    return 0 if all(one["status"] == "finished" for one in report.results) else 1


def _report(arguments: Namespace, moving: bool) -> Report:
    changes = {"seed": arguments.seed, "profile": arguments.profile}
    values, texts, written = overrides(arguments.set), _texts(arguments), _written(arguments)
    if arguments.b is None:
        one = found(arguments.a, changes, values, moving)
        known = one.scenario or written
        told = build(one.document, scenario=known, **texts)
        return replace(told, live=one.live or partial(again, one.document, known))
    was, now = found(arguments.a, {}, {}), found(arguments.b, changes, values, moving)
    both = (was.scenario or written, now.scenario or written)
    told = between(was.document, now.document, scenarios=both, **texts)
    return replace(told, live=now.live or partial(again, now.document, both[1]))


def _written(arguments: Namespace) -> Scenario | None:
    """The scenario of a result, which has no goals."""
    if arguments.scenario is None:
        return None
    given, resolve = opened(arguments.scenario)
    return load_scenario(given, traces=resolve)


def _texts(arguments: Namespace) -> dict[str, Any]:
    names = None if arguments.sections is None else arguments.sections.split(",")
    sections = None if names is None else [name.strip() for name in names]
    texts = {name: getattr(arguments, name) for name in ("title", "author", "notes")}
    return {"sections": sections, **texts}
