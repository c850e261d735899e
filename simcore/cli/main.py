"""From arguments to an exit status, whatever happens on the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from simcore.cli import output
from simcore.cli.arguments import BadArguments, parser
from simcore.cli.loading import load_quickly
from simcore.errors import Check, QuotaError, ScenarioInvalid

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
    except OSError as error:
        return _not_done(error)
    except Exception as error:
        return _our_fault(error, debug="--debug" in given)


def _close_quietly() -> None:
    """Whoever read our output has left; nothing more can be flushed to it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _not_done(error: OSError) -> int:
    """What a disk or a folder does not take is no fault of the scenario, nor one of ours."""
    try:
        sys.stdout.flush()
    except OSError:
        _close_quietly()
    named = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    said = f"{named}{error.strerror or error}"
    output.print_checks([Check("cli.files", "error", "", said, "make room, or name another place")])
    return INVALID


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
