"""Which invocations of a scenario's run are meant by the arguments of `windtunnel event`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from simcore.cli.arguments import BadArguments
from simcore.cli.given import changes, opened
from simcore.component import Document
from simcore.component.invocation import Invocation
from simcore.scenario import load_scenario
from simcore.scenario.followed import invocations, step_of
from simcore.scenario.handed import handed, handed_by
from simcore.scenario.model import Scenario

__all__ = ["made_with"]

MOST_NAMED = 12


def made_with(arguments: Namespace, document: Document) -> list[Invocation]:
    """What was made of the message that is meant; one attempt, where one is named.

    Of the messages that a run follows; where it follows none from this source, of the scenario:
    then there is none that could be named.
    """
    given, resolve = opened(arguments.scenario)
    scenario = load_scenario(given, traces=resolve, **changes(arguments)).with_defaults()
    plain = [
        Invocation(one.delivery, 1, 0.0, followed=False)
        for one in handed(scenario)
        if one.document.name == document.name and _concerns(one.delivery, arguments.component)
    ]
    if not plain:
        _nothing(scenario, arguments, document)
    found = list(_followed(scenario, arguments.component, document))
    if not found:
        _not_followed(arguments, document)
        return plain[:1]
    return _attempt(_number(found, arguments.number), arguments.attempt)


def _nothing(scenario: Scenario, arguments: Namespace, document: Document) -> None:
    there = sorted({f"{one.document.name} of {one.delivery.source}" for one in handed(scenario)})
    of = f" of {arguments.component}" if arguments.component else ""
    hint = f"there is {', '.join(there[:MOST_NAMED])}" if there else "no function is invoked"
    raise BadArguments(f"no function of {scenario.id} gets {document.name}{of}", hint)


def _not_followed(arguments: Namespace, document: Document) -> None:
    """Which of them, and which try of it, cannot be said."""
    given = {"--number": arguments.number, "--attempt": arguments.attempt}
    for option, value in given.items():
        if value is not None:
            raise BadArguments(
                f"{option} {value}: a run follows messages, records, events and requests, and "
                f"none that comes as {document.name}",
                f"without {option} it is the event of the first, at 0 s",
            )


def _concerns(delivery: Any, component: str | None) -> bool:
    return component in (None, delivery.source, delivery.via, delivery.target)


def _followed(
    scenario: Scenario, component: str | None, document: Document
) -> Iterator[list[Invocation]]:
    """What was made of each message that the run follows, of those from this source."""
    from simcore.scenario.run import run

    for story in run(scenario).as_dict()["stories"]:
        steps = [step_of(step) for step in story["steps"]]
        made = [
            one
            for one in invocations(scenario, story["component"], story["id"], steps)
            if _concerns(one.delivery, component) and _is(one, document)
        ]
        if made:
            yield made


def _is(invocation: Invocation, document: Document) -> bool:
    return any(one.document.name == document.name for one in handed_by(invocation.delivery))


def _number(found: list[list[Invocation]], number: int | None) -> list[Invocation]:
    numbers = [made[0].delivery.number for made in found]
    if number is None:
        return found[0]
    if number in numbers:
        return found[numbers.index(number)]
    near = sorted(numbers, key=lambda n: abs(n - number))[:MOST_NAMED]
    hint = f"near it are {', '.join(map(str, sorted(near)))}"
    raise BadArguments(f"number {number} is not followed in this run, or reached no handler", hint)


def _attempt(made: list[Invocation], attempt: int | None) -> list[Invocation]:
    found = [one for one in made if attempt in (None, one.attempt)]
    if not found:
        hint = f"there were {', '.join(str(one.attempt) for one in made)}"
        raise BadArguments(f"there was no attempt {attempt}", hint)
    return found
