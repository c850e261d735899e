"""Imported once by the fork server, so that every worker begins with simcore loaded and warm."""

import gc
import importlib
import sys

import orjson  # noqa: F401

from visualizer.supervisor import worker  # noqa: F401

try:
    # Named at run time: a simulator that does not import shows as failed runs with a reason,
    # not as a fork server that is not there.
    importlib.import_module("visualizer.supervisor.warm_up")
    importlib.import_module("visualizer.writer")
except Exception as error:
    print(f"windtunnel: workers start cold: {error!r}", file=sys.stderr)

# What is loaded now lives as long as the process; the collector of a worker need not look at it
# again, and its pages stay shared.
gc.collect()
gc.freeze()
