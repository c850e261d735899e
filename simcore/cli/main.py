"""From arguments to an exit status, whatever happens on the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from simcore.cli import output
from simcore.cli.arguments import BadArguments, parser
from simcore.cli.loading import load_quickly
from simcore.errors import QuotaError, ScenarioInvalid

__all__ = ["main"]

DONE, STOPPED, INVALID, OURS, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 3, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    given = list(sys.argv[1:] if argv is None else argv)
    if argv is None:
        load_quickly()
    try:
        arguments = parser().parse_args(given)
        return int(arguments.command(arguments))
    except (BadArguments, ScenarioInvalid, QuotaError) as error:
        output.print_checks(output.checks_of(error))
        return INVALID
    except KeyboardInterrupt as interrupt:
        where = f" {interrupt}" if str(interrupt) else ""
        print(f"\nInterrupted{where}: nothing was written.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _close_quietly()
        return BROKEN_PIPE
    except Exception as error:
        return _our_fault(error, debug="--debug" in given)


def _close_quietly() -> None:
    """Whoever read our output has left; nothing more can be flushed to it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _our_fault(error: Exception, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exc()
    kind = type(error).__name__
    print(f"Windtunnel failed: {kind}: {error}", file=sys.stderr)
    print(
        "This is a fault of Windtunnel, not of your scenario. Please report it with the scenario, "
        "the seed and the output of the same command with --debug.",
        file=sys.stderr,
    )
    return OURS
