"""`windtunnel compare`: two results, or what becomes of a scenario when it is changed."""

from __future__ import annotations

from argparse import Namespace

from simcore.cli import output
from simcore.cli.arguments import BadArguments
from simcore.cli.given import overrides
from simcore.cli.results import found

__all__ = ["compared"]


def compared(arguments: Namespace) -> int:
    """Print the comparison; 0 when both runs ended."""
    from simcore.analysis import compare
    from simcore.analysis.written import markdown, text

    changes = {"seed": arguments.seed, "profile": arguments.profile}
    values = overrides(arguments.set)
    if arguments.b is None and not values:
        raise BadArguments("compare A: with what?", "name a second one, or --set PATH=VALUE")
    was = found(arguments.a, changes, {}).document
    now = found(arguments.b or arguments.a, changes, values).document
    comparison = compare(was, now)
    if arguments.json:
        output.print_json(comparison.as_dict())
    else:
        print("\n".join((markdown if arguments.markdown else text)(comparison)))
    return 0 if was["status"] == now["status"] == "finished" else 1
