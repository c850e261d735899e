"""Calls a function in a process of its own, of bounded time and memory.

The server's threads do not wait for what it computes, and no input makes the server itself large.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from simcore.errors import SimError
from visualizer.supervisor.bounds import limit_memory
from visualizer.supervisor.pool import PRELOAD, no_main_module
from visualizer.supervisor.worker import die_with_parent


class Busy(SimError):
    """Others are served, and there is no turn for this one; the text says so."""


class TooLong(Exception):
    """It took more than the time there is."""


class TooMuch(Exception):
    """It took more than the memory there is, or its process was killed."""


class Fault(Exception):
    """It failed, by a fault of ours that is in the log."""


def call(function: Callable[..., Any], *args: Any, wall_s: float, memory_bytes: int) -> Any:
    """What the function returns; raises what it raises on purpose, `TooLong`, `TooMuch`, `Fault`.

    The function is one of a module, and knows no Django.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    ours, theirs = context.Pipe()
    process = context.Process(target=_main, args=(theirs, memory_bytes), daemon=True)
    with no_main_module():
        process.start()
    theirs.close()
    try:
        ours.send((function, args))
        if not ours.poll(wall_s):
            raise TooLong
        answer = ours.recv()
    except (EOFError, OSError):
        raise TooMuch from None
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _main(pipe: Connection, memory_bytes: int) -> None:
    die_with_parent()
    os.nice(5)
    limit_memory(memory_bytes)
    function, args = pipe.recv()
    try:
        pipe.send(function(*args))
    except SimError as error:
        pipe.send(error)
    except MemoryError:
        os._exit(1)  # the end of the pipe says it
    except Exception as error:
        print(f"{function.__name__} failed", file=sys.stderr)
        traceback.print_exc()
        pipe.send(Fault(f"{function.__name__}: {error!r}"))
