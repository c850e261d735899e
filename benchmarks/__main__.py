"""``windtunnel bench [--json]``: ratios measured in one run, and growth with size.

Product and textbook take turns and the best of three counts for each, so that what else the
machine does falls on both.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

from simcore import compiled

ROUNDS = 3
SIZES = {
    "sync": {"product": 300_000, "textbook": 60_000},
    "queue": {"product": 60_000, "textbook": 12_000},
    "fifo": {"product": 60_000, "textbook": 12_000},
    "stream": {"product": 60_000, "textbook": 12_000},
    "table": {"product": 60_000, "textbook": 12_000},
}
PROCESS = {"hundred": 100, "thousand": 1_000}
"""One function under Poisson load, requests a second by case: what DSLab FaaS was compared by."""

PROCESS_INVOCATIONS = 1_000_000
GROWTH = (10_000, 100_000, 1_000_000, 10_000_000)


def measured(who: str, kind: str, invocations: int) -> dict[str, Any]:
    """One measurement in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.measure", who, kind, str(invocations)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def compared(kind: str) -> dict[str, Any]:
    """Invocations per CPU second of both, and their ratio."""
    best = {"product": 0.0, "textbook": 0.0}
    for _ in range(ROUNDS):
        for who, invocations in SIZES[kind].items():
            figures = measured(who, kind, invocations)
            best[who] = max(best[who], figures["invocations"] / figures["cpu_s"])
    return {
        "invocations_per_cpu_s": round(best["product"]),
        "textbook_per_cpu_s": round(best["textbook"]),
        "ratio": round(best["product"] / best["textbook"], 2),
    }


def growth() -> list[dict[str, Any]]:
    """CPU seconds and peak memory of synchronous runs of growing size."""
    rows = []
    for invocations in GROWTH:
        figures = measured("product", "sync", invocations)
        row = {key: figures[key] for key in ("invocations", "cpu_s", "peak_rss_mb")}
        rows.append({**row, "cpu_s": round(row["cpu_s"], 3)})
    return rows


def processes() -> list[dict[str, Any]]:
    """CPU seconds and peak memory of whole processes, start-up included; the best of three."""
    rows = []
    for kind, rate_per_s in PROCESS.items():
        tries = [measured("process", kind, PROCESS_INVOCATIONS) for _ in range(ROUNDS)]
        best = min(tries, key=lambda figures: float(figures["cpu_s"]))
        row = {key: best[key] for key in ("invocations", "cpu_s", "peak_rss_mb")}
        rows.append({"rate_per_s": rate_per_s, **row, "cpu_s": round(row["cpu_s"], 3)})
    return rows


def table(report: dict[str, Any]) -> str:
    """The report for a person."""
    lines = [f"build: {report['build']}", "", "                 product/s   textbook/s   ratio"]
    for kind in SIZES:
        product, textbook, ratio = report[kind].values()
        lines.append(f"{kind:<14}{product:>12,}{textbook:>13,}{ratio:>8.1f}")
    lines += ["", "whole process    invocations       CPU s   peak memory"]
    for row in report["processes"]:
        load, memory = f"{row['rate_per_s']:,}/s", f"{row['peak_rss_mb']:.0f} MB"
        lines.append(f"{load:<14}{row['invocations']:>14,}{row['cpu_s']:>12.2f}{memory:>14}")
    lines += ["", "   invocations       CPU s   peak memory"]
    for row in report["growth"]:
        memory = f"{row['peak_rss_mb']:.0f} MB"
        lines.append(f"{row['invocations']:>14,}{row['cpu_s']:>12.2f}{memory:>14}")
    return "\n".join(lines)


def main() -> None:
    """Measure everything; a minute or three."""
    parser = argparse.ArgumentParser(prog="windtunnel bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    report: dict[str, Any] = {kind: compared(kind) for kind in SIZES}
    report["processes"] = processes()
    report["build"] = compiled.build()
    report["growth"] = growth()
    print(json.dumps(report) if asked.json else table(report))


if __name__ == "__main__":
    main()
