"""`windtunnel event`: what a function is handed by each source, as JSON."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from simcore.cli.arguments import BadArguments
from simcore.cli.output import print_json
from simcore.component import Document
from simcore.component.invocation import Invocation
from simcore.components import documents
from simcore.errors import nearest
from simcore.scenario.event_told import log_of, told_of
from simcore.scenario.handed import Handed, example

__all__ = ["events"]

NO_END = (
    "No run follows this invocation: how it ends is not known, so there is no END and no REPORT."
)


def events(arguments: Namespace) -> int:
    """List the sources, or write what one hands over."""
    name = " ".join(arguments.source)
    if not name:
        _list(as_json=arguments.json)
        return 0
    document = _document(name)
    if arguments.scenario is None:
        _no_scenario(arguments)
        made = [_example(example(document.name))]
    else:
        from simcore.cli.events_of_runs import made_with

        made = made_with(arguments, document)
    _print({**told_of(made[0]), **log_of(made)}, arguments.show)
    if arguments.show == "log" and not made[0].followed:
        print(NO_END, file=sys.stderr)
    return 0


def _no_scenario(arguments: Namespace) -> None:
    given = {
        "--component": arguments.component,
        "--number": arguments.number,
        "--attempt": arguments.attempt,
    }
    for option, value in given.items():
        if value is not None:
            raise BadArguments(f"{option} is of a scenario", "--scenario NAME says of which")


def _example(handed: Handed) -> Invocation:
    of = handed.delivery
    return Invocation(of, max(of.receives, 1), of.t, followed=False)


def _print(told: dict[str, Any], what: str) -> None:
    if what not in told:
        raise BadArguments(
            f"--show {what}", f"{told['function']} is no Lambda function: it has none"
        )
    if what == "log":
        for line in told["log"]:
            print(line["message"])
        return
    said = told[what]["document"] if what == "event" else told[what]
    print(json.dumps(said, indent=2))


def _document(name: str) -> Document:
    known = documents()
    if name in known:
        return known[name][1]
    for _, document in known.values():
        if name in document.like:
            hint = f"windtunnel event {document.name}"
            raise BadArguments(f"sam local generate-event {name} is another tool's name", hint)
    hint = nearest(name, list(known)) or "windtunnel event lists the sources"
    raise BadArguments(f"there is no source {name[:80]!r}", hint)


def _list(*, as_json: bool) -> None:
    known = [document for _, document in documents().values()]
    if as_json:
        print_json({"format": "windtunnel.events/1", "sources": [_data(one) for one in known]})
        return
    width = max(len(one.name) for one in known)
    for one in known:
        like = f" (sam: {', '.join(one.like)})" if one.like else ""
        print(f"{one.name:{width}}  {one.title}{like}")


def _data(one: Document) -> dict[str, Any]:
    about = {"name": one.name, "title": one.title, "guide": one.source}
    return {**about, "into": list(one.to), "like": list(one.like)}
