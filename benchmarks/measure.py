"""One measurement, in a process of its own: ``python -m benchmarks.measure product sync 300000``.

Prints one JSON object: how many invocations, CPU seconds, peak memory, and shares by which the
two implementations can be compared.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

from benchmarks import cases, textbook, textbook_fifo, textbook_stream
from simcore import Limits, Run
from simcore.scenario.machine import peak_rss_mb

NO_LIMIT = Limits(events=10**12)
CASES = {
    "sync": cases.sync,
    "queue": cases.queue,
    "fifo": cases.fifo,
    "stream": cases.stream,
    "table": cases.table,
    "hundred": cases.hundred,
    "thousand": cases.thousand,
    "machine": cases.machine,
}
MODELS: dict[str, type[textbook.Model]] = {
    "sync": textbook.Sync,
    "queue": textbook.Queue,
    "fifo": textbook_fifo.FifoQueue,
    "stream": textbook_stream.Stream,
    "table": textbook_stream.Table,
}


def product(kind: str, invocations: int) -> dict[str, Any]:
    """The full product: metrics, frames, environment grid, stories, fingerprint."""
    run = Run(CASES[kind](invocations), limits=NO_LIMIT)
    cpu_s = _cpu_s(lambda: [None for _ in run.frames()])
    counters = run.result().as_dict()["counters"]
    worker = counters["worker"]
    return _figures(cpu_s, worker["invocations"], worker["errors"], worker["cold_starts"])


def machine(kind: str, executions: int) -> dict[str, Any]:
    """Executions of a state machine, in the full product: what is counted are its transitions."""
    run = Run(CASES[kind](executions), limits=NO_LIMIT)
    cpu_s = _cpu_s(lambda: [None for _ in run.frames()])
    counters = run.result().as_dict()["counters"]["orders"]
    done, transitions = counters["executions_succeeded"], counters["transitions"]
    said = {"executions": done, "transitions": transitions}
    return {**said, "cpu_s": cpu_s, "peak_rss_mb": peak_rss_mb()}


def whole_process(kind: str, invocations: int) -> dict[str, Any]:
    """The full product once more, with its start-up and its result: CPU since the process began."""
    figures = product(kind, invocations)
    return {**figures, "cpu_s": process_time()}


def by_the_book(kind: str, invocations: int) -> dict[str, Any]:
    """Textbook SimPy."""
    model = MODELS[kind](invocations)
    cpu_s = _cpu_s(model.run)
    total = model.metrics.total
    return _figures(cpu_s, total["invocations"], total["errors"], total["cold_starts"])


def _cpu_s(work: Callable[[], Any]) -> float:
    gc.collect()
    began = process_time()
    work()
    return process_time() - began


def _figures(cpu_s: float, invocations: int, errors: int, cold_starts: int) -> dict[str, Any]:
    return {
        "invocations": invocations,
        "cpu_s": cpu_s,
        "peak_rss_mb": peak_rss_mb(),
        "error_share": errors / invocations,
        "cold_starts": cold_starts,
    }


WHO = {"product": product, "machine": machine, "process": whole_process, "textbook": by_the_book}

if __name__ == "__main__":
    who, kind, invocations = sys.argv[1:]
    measured = WHO[who](kind, int(invocations))
    print(json.dumps(measured))
